import {
  IncidentOrder,
  incidentOrderSchema,
} from '@backstage-incidents/incidents-common';
import { Select, Skeleton } from '@backstage/ui';
import { RefObject } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { CopyLinkButton } from './CopyLinkButton';
import { IncidentQuery } from './incidentQuery';
import { ListMenu } from './ListMenu';
import styles from './IncidentList.module.css';

/** Every order, the more useful direction first. */
const ORDERS: readonly IncidentOrder[] = [
  'importance',
  '-createdAt',
  'createdAt',
  '-updatedAt',
  'updatedAt',
  '-startedAt',
  'startedAt',
  'severity',
  '-severity',
  'status',
  '-status',
];

/** The total, the order, and the link to this view. */
export function ListHead(props: {
  headingRef: RefObject<HTMLHeadingElement>;
  totalItems: number | undefined;
  orderBy: IncidentOrder;
  onOrderChange: (orderBy: IncidentOrder) => void;
  query: IncidentQuery;
  onSelect: (() => void) | undefined;
  onShortcuts: () => void;
}) {
  const { headingRef, totalItems, orderBy, onOrderChange } = props;
  const { query, onSelect, onShortcuts } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.head}>
      <h2
        ref={headingRef}
        tabIndex={-1}
        aria-live="polite"
        className={styles.count}
      >
        {totalItems === undefined ? (
          <Skeleton width={96} height={20} />
        ) : (
          t('incidents.count', { count: totalItems })
        )}
      </h2>
      <div className={styles.tools}>
        <CopyLinkButton />
        <Select
          aria-label={t('incidents.sort')}
          className={styles.sort}
          options={ORDERS.map(id => ({ id, label: t(`incidents.sort.${id}`) }))}
          value={orderBy}
          onChange={key => {
            const chosen = incidentOrderSchema.safeParse(key);
            if (chosen.success) onOrderChange(chosen.data);
          }}
        />
        <ListMenu query={query} onSelect={onSelect} onShortcuts={onShortcuts} />
      </div>
    </div>
  );
}
