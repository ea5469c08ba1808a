import {
  Box,
  Button,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { useState } from 'react';
import { useIncidentList } from '../../api/useIncidentList';
import { useWords } from '../../words/useWords';
import { Hint } from '../common/Hint';
import { FailureNotice } from '../common/FailureNotice';
import { filtersOf, IncidentQuery, isFiltered } from './incidentQuery';
import { IncidentsTable } from './IncidentsTable';
import styles from './IncidentsPage.module.css';

const PAGE_SIZE = 25;

/** The incidents that match, a page at a time; paged by the server. */
export function IncidentList(props: {
  query: IncidentQuery;
  onChange: (change: Partial<IncidentQuery>) => void;
  onClear: () => void;
}) {
  const { query, onChange, onClear } = props;
  const { t } = useWords();
  // Cursors of the pages gone through; a new query starts over, by its key.
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const { data, error, isPending, isPlaceholderData, isFetching, refetch } =
    useIncidentList({
      ...filtersOf(query),
      limit: PAGE_SIZE,
      ...(cursor ? { cursor } : {}),
    });
  return (
    <Box
      as="section"
      bg="neutral"
      aria-label={t('incidents.listLabel')}
      className={styles.list}
    >
      {error && (
        <FailureNotice
          error={error}
          onRetry={() => refetch()}
          isRetrying={isFetching}
        />
      )}
      {isPending && <ListSkeleton />}
      {data && data.items.length === 0 && (
        <div className={styles.empty}>
          <Text as="p" variant="body-medium" weight="bold">
            {isFiltered(query)
              ? t('incidents.noMatch')
              : t('incidents.emptyTitle')}
          </Text>
          {isFiltered(query) ? (
            <Button variant="secondary" onPress={onClear}>
              {t('incidents.clear')}
            </Button>
          ) : (
            <Hint>{t('incidents.empty')}</Hint>
          )}
        </div>
      )}
      {data && data.items.length > 0 && (
        <IncidentsTable
          incidents={data.items}
          isStale={isPlaceholderData}
          order={{
            by: query.orderBy,
            onChange: orderBy => onChange({ orderBy }),
          }}
        />
      )}
      {data && (
        <div className={styles.pager}>
          <span role="status" className={styles.count}>
            {data.totalItems === 1
              ? t('incidents.countOne')
              : t('incidents.count', { n: String(data.totalItems) })}
          </span>
          {(cursors.length > 0 || data.nextCursor) && (
            <Flex gap="2">
              <Button
                size="small"
                variant="secondary"
                isDisabled={cursors.length === 0}
                onPress={() => setCursors(cursors.slice(0, -1))}
              >
                {t('incidents.previous')}
              </Button>
              <Button
                size="small"
                variant="secondary"
                isDisabled={!data.nextCursor || isPlaceholderData}
                onPress={() => {
                  if (data.nextCursor)
                    setCursors([...cursors, data.nextCursor]);
                }}
              >
                {t('incidents.next')}
              </Button>
            </Flex>
          )}
        </div>
      )}
    </Box>
  );
}

function ListSkeleton() {
  const { t } = useWords();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <Flex direction="column" gap="3">
        {[0, 1, 2, 3, 4].map(row => (
          <Skeleton key={row} width="100%" height={28} />
        ))}
      </Flex>
    </div>
  );
}
