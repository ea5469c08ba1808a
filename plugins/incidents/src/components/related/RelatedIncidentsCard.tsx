import { IncidentFilters } from '@backstage-incidents/incidents-common';
import {
  Button,
  Card,
  CardBody,
  CardHeader,
  Skeleton,
  Text,
} from '@backstage/ui';
import { useId, useState } from 'react';
import { useIncidentList } from '../../api/useIncidentList';
import { useWords } from '../../words/useWords';
import { Hint } from '../common/Hint';
import { FailureNotice } from '../common/FailureNotice';
import { OPEN_STATUSES } from '../incidents/incidentQuery';
import { IncidentsTable } from '../incidents/IncidentsTable';
import styles from './RelatedIncidentsCard.module.css';

const SHOWN = 5;

/** The newest incidents that have to do with an entity; open ones unless asked. */
export function RelatedIncidentsCard(props: {
  title: string;
  filters: Pick<IncidentFilters, 'lead' | 'affects'>;
  /** What it means that there are none. */
  emptyText: string;
}) {
  const { title, filters, emptyText } = props;
  const { t } = useWords();
  const headingId = useId();
  const [all, setAll] = useState(false);
  const { data, error, isFetching, isPlaceholderData, refetch } =
    useIncidentList({
      ...filters,
      ...(all ? {} : { status: OPEN_STATUSES }),
      limit: SHOWN,
    });
  return (
    <Card role="region" aria-labelledby={headingId} className={styles.card}>
      <CardHeader>
        <div className={styles.head}>
          <Text
            as="h3"
            id={headingId}
            variant="title-x-small"
            weight="bold"
            className={styles.heading}
          >
            {title}
          </Text>
          {data && (
            <span className={styles.count}>
              {all
                ? t('related.count', { n: String(data.totalItems) })
                : t('related.openCount', { n: String(data.totalItems) })}
            </span>
          )}
          <Button size="small" variant="secondary" onPress={() => setAll(!all)}>
            {all ? t('related.onlyOpen') : t('related.withClosed')}
          </Button>
        </div>
      </CardHeader>
      <CardBody>
        {error && (
          <FailureNotice
            error={error}
            onRetry={() => refetch()}
            isRetrying={isFetching}
          />
        )}
        {!data && !error && <Skeleton width="100%" height={28} />}
        {data && data.items.length === 0 && <Hint>{emptyText}</Hint>}
        {data && data.items.length > 0 && (
          <IncidentsTable incidents={data.items} isStale={isPlaceholderData} />
        )}
        {data && data.totalItems > data.items.length && (
          <p className={styles.count}>
            {t('related.newest', { n: String(data.items.length) })}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
