import { IncidentPage } from '@backstage-incidents/incidents-common';
import { Box, Button, Skeleton, Text, VisuallyHidden } from '@backstage/ui';
import { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { ShortcutsDialog } from '../common/ShortcutsDialog';
import { focusRow, useShortcuts } from '../common/useShortcuts';
import { BulkSyncBar } from './BulkSyncBar';
import { IncidentQuery } from './incidentQuery';
import { IncidentsTable } from './IncidentsTable';
import { ListHead } from './ListHead';
import { ListPager } from './ListPager';
import styles from './IncidentList.module.css';

const LOADING_ROWS = 10;

/** The incidents that match, a page at a time; paged by the server. */
export function IncidentList(props: {
  list: UseQueryResult<IncidentPage>;
  onRetry: () => void;
  query: IncidentQuery;
  pageSize: number;
  /** Whether the requested page no longer exists and this is the first one instead. */
  hasStartedOver: boolean;
  onChange: (change: Partial<IncidentQuery>) => void;
  onClear: () => void;
}) {
  const { query, pageSize, hasStartedOver, onChange, onClear, onRetry } = props;
  const { data, error, isPlaceholderData, isFetching } = props.list;
  const { t } = useTranslation();
  // An empty previous result is not shown while the next one loads.
  const isAwaited = data
    ? isPlaceholderData && data.items.length === 0
    : error === null;
  // Refs of the selected incidents; absent while none can be selected.
  const [chosen, setChosen] = useState<ReadonlySet<string>>();
  const selected = (data?.items ?? [])
    .map(({ ref }) => ref)
    .filter(ref => chosen?.has(ref));
  const select =
    chosen || !data?.items.length ? undefined : () => setChosen(new Set());
  const section = useRef<HTMLDivElement>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const move = (step: 1 | -1) => () =>
    focusRow(section.current, { rows: 'tbody [role="row"]', step });
  useShortcuts({
    j: move(1),
    k: move(-1),
    s: select,
    '?': () => setHelpOpen(true),
  });
  const heading = useRef<HTMLHeadingElement>(null);
  const turnTo = (after: string[]) => {
    onChange({ after });
    // The focus moves to the top of the new page.
    heading.current?.focus();
  };
  return (
    <Box
      as="section"
      ref={section}
      bg="neutral"
      aria-label={t('incidents.listLabel')}
      className={styles.list}
    >
      <ListHead
        headingRef={heading}
        totalItems={data?.totalItems}
        orderBy={query.orderBy}
        onOrderChange={orderBy => onChange({ orderBy })}
        query={query}
        onSelect={select}
        onShortcuts={() => setHelpOpen(true)}
      />
      {chosen && (
        <BulkSyncBar selected={selected} onDone={() => setChosen(undefined)} />
      )}
      {hasStartedOver && (
        <p role="status" className={styles.note}>
          {t('incidents.startedOver')}
        </p>
      )}
      {error && (
        <FailureNotice
          error={error}
          onRetry={onRetry}
          isRetrying={isFetching}
        />
      )}
      {isAwaited && <LoadingRows />}
      {data?.items.length === 0 && !isPlaceholderData && (
        <div className={styles.empty}>
          <Text as="p" variant="body-medium" weight="bold">
            {t('incidents.noMatch')}
          </Text>
          <Button variant="secondary" onPress={onClear}>
            {t('incidents.clear')}
          </Button>
        </div>
      )}
      {data && data.items.length > 0 && (
        <IncidentsTable
          incidents={data.items}
          isStale={isPlaceholderData}
          selection={
            chosen && { refs: selected, onChange: refs => setChosen(refs) }
          }
          orderBy={query.orderBy}
          onOrderChange={orderBy => onChange({ orderBy })}
        />
      )}
      {data && (
        <ListPager
          page={data}
          pageSize={pageSize}
          after={query.after}
          isStale={isPlaceholderData}
          onTurn={turnTo}
        />
      )}
      {isHelpOpen && (
        <ShortcutsDialog page="list" onClose={() => setHelpOpen(false)} />
      )}
    </Box>
  );
}

function LoadingRows() {
  const { t } = useTranslation();
  return (
    <div role="status" className={styles.loading}>
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      {Array.from({ length: LOADING_ROWS }, (_, row) => (
        <Skeleton key={row} width="100%" height={24} />
      ))}
    </div>
  );
}
