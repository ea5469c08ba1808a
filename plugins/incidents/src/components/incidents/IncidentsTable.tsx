import { Incident } from '@backstage-incidents/incidents-common';
import { useEntityPresentation } from '@backstage/plugin-catalog-react';
import {
  Cell,
  Column,
  ColumnConfig,
  Link,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import { useMemo } from 'react';
import { useIncidentLink } from '../../api/useIncidentLink';
import { Translation, useTranslation } from '../../i18n/useTranslation';
import { EntityName } from '../common/EntityName';
import { PrivateBadge } from '../common/PrivateBadge';
import { RelativeTime } from '../common/RelativeTime';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { UserAvatar } from '../common/UserAvatar';
import { IncidentProgress } from './IncidentProgress';
import { isSortField, sortOf, toggleOrder } from './incidentQuery';
import type { IncidentQuery } from './incidentQuery';
import styles from './IncidentsTable.module.css';

type IncidentItem = Incident & { id: string };

/**
 * Incidents, one to a row. Built from the parts of Backstage UI's `Table`,
 * because `Table` itself cannot be named or translated.
 */
export function IncidentsTable(props: {
  incidents: readonly Incident[];
  orderBy: IncidentQuery['orderBy'];
  onOrderChange: (orderBy: IncidentQuery['orderBy']) => void;
  /** Whether these are old results, shown until the new ones are loaded. */
  isStale: boolean;
  /** Absent while incidents are not selected. */
  selection?: {
    refs: readonly string[];
    onChange: (refs: ReadonlySet<string>) => void;
  };
}) {
  const { incidents, orderBy, onOrderChange, isStale, selection } = props;
  const { t } = useTranslation();
  const incidentLink = useIncidentLink();
  const columns = useMemo(() => columnsOf(t), [t]);
  const items = useMemo(
    () => incidents.map(incident => ({ ...incident, id: incident.ref })),
    [incidents],
  );
  return (
    <TableRoot
      className={styles.table}
      aria-label={t('incidents.title')}
      stale={isStale}
      selectionMode={selection ? 'multiple' : 'none'}
      selectionBehavior="toggle"
      selectedKeys={selection?.refs ?? []}
      onSelectionChange={keys =>
        selection?.onChange(
          new Set(
            keys === 'all'
              ? incidents.map(({ ref }) => ref)
              : [...keys].map(String),
          ),
        )
      }
      sortDescriptor={sortOf(orderBy)}
      // The first direction of a column is our own choice.
      onSortChange={({ column }) => {
        if (isSortField(column)) onOrderChange(toggleOrder(orderBy, column));
      }}
    >
      <TableHeader columns={columns}>
        {({ id, label, isSortable, isRowHeader }) => (
          <Column id={id} allowsSorting={isSortable} isRowHeader={isRowHeader}>
            {label}
          </Column>
        )}
      </TableHeader>
      <TableBody items={items} dependencies={[columns]}>
        {incident => (
          <Row
            className={styles.row}
            columns={columns}
            data-selecting={selection ? true : undefined}
            href={incidentLink(incident)}
          >
            {({ cell }) => cell(incident)}
          </Row>
        )}
      </TableBody>
    </TableRoot>
  );
}

function columnsOf(t: Translation['t']): ColumnConfig<IncidentItem>[] {
  return [
    {
      id: 'ref',
      label: t('incidents.column.ref'),
      isRowHeader: true,
      cell: ({ ref }) => <Cell className={styles.ref}>{ref}</Cell>,
    },
    {
      id: 'severity',
      label: t('field.severity'),
      isSortable: true,
      cell: ({ severity }) => (
        <Cell className={styles.severity}>
          <SeverityLabel severity={severity} />
        </Cell>
      ),
    },
    {
      id: 'title',
      label: t('field.title'),
      isRowHeader: true,
      cell: incident => (
        <Cell className={styles.title}>
          <Title incident={incident} />
        </Cell>
      ),
    },
    {
      id: 'status',
      label: t('field.status'),
      isSortable: true,
      cell: ({ status }) => (
        <Cell className={styles.status}>
          <StatusLabel status={status} />
        </Cell>
      ),
    },
    {
      id: 'lead',
      label: t('field.lead'),
      cell: ({ lead }) => (
        <Cell className={styles.lead}>
          {lead ? <Lead userRef={lead} /> : '–'}
        </Cell>
      ),
    },
    {
      id: 'affects',
      label: t('field.affects'),
      cell: ({ affects }) => (
        <Cell className={styles.affects}>
          <Affects entityRefs={affects} />
        </Cell>
      ),
    },
    {
      id: 'progress',
      label: t('actionItems.title'),
      cell: incident => (
        <Cell className={styles.progress}>
          <IncidentProgress incident={incident} />
        </Cell>
      ),
    },
    {
      id: 'startedAt',
      label: t('field.startedAt'),
      isSortable: true,
      cell: ({ startedAt }) => (
        <Cell className={styles.started}>
          <RelativeTime instant={startedAt} period={60_000} />
        </Cell>
      ),
    },
  ];
}

function Title(props: { incident: Incident }) {
  const { title, visibility } = props.incident;
  const incidentLink = useIncidentLink();
  return (
    <span className={styles.titleLine}>
      <Link
        href={incidentLink(props.incident)}
        standalone
        className={styles.link}
      >
        {title}
      </Link>
      {visibility === 'private' && <PrivateBadge />}
    </span>
  );
}

function Lead(props: { userRef: string }) {
  const { primaryTitle } = useEntityPresentation(props.userRef);
  return (
    <span className={styles.cell} title={primaryTitle}>
      <UserAvatar name={primaryTitle} />
      <span className={`${styles.cellText} ${styles.personName}`}>
        {primaryTitle}
      </span>
    </span>
  );
}

function Affects(props: { entityRefs: readonly string[] }) {
  const [first, ...others] = props.entityRefs;
  const { t } = useTranslation();
  if (first === undefined) return <>–</>;
  return (
    <span className={styles.cell}>
      <span className={styles.cellText}>
        <EntityName entityRef={first} />
      </span>
      {others.length > 0 && (
        <span className={styles.faint}>
          {t('incidents.affectsMore', { n: others.length })}
        </span>
      )}
    </span>
  );
}
