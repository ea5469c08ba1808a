import { Alert, Button } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { BulkSyncResult, useBulkSync } from '../../api/useBulkSync';
import { describeFailure } from '../../api/describeFailure';
import { asSentence } from '../../i18n/formatReason';
import { Translation, useTranslation } from '../../i18n/useTranslation';
import { useShortcuts } from '../common/useShortcuts';
import styles from './IncidentList.module.css';

/** Syncs the selected incidents, and says what was synced and what failed. */
export function BulkSyncBar(props: {
  selected: readonly string[];
  onDone: () => void;
}) {
  const { selected, onDone } = props;
  const translation = useTranslation();
  const { t } = translation;
  const { mutate, isPending, data, variables = [], done } = useBulkSync();
  useShortcuts({
    s: selected.length > 0 && !isPending ? () => mutate(selected) : undefined,
  });
  return (
    <>
      <div className={styles.bulk}>
        <span role="status">
          {isPending
            ? t('bulkSync.progress', { done, total: variables.length })
            : t('bulkSync.selected', { count: selected.length })}
        </span>
        <Button
          size="small"
          variant="primary"
          iconStart={<RiRefreshLine />}
          isDisabled={selected.length === 0}
          isPending={isPending}
          onPress={() => mutate(selected)}
        >
          {t('bulkSync.sync')}
        </Button>
        <Button size="small" variant="tertiary" onPress={onDone}>
          {t('bulkSync.done')}
        </Button>
      </div>
      {data && !isPending && (
        <Alert
          role="status"
          icon
          status={isComplete(data) ? 'success' : 'warning'}
          title={titleOf(data, translation)}
          description={<Details result={data} />}
          customActions={
            data.remaining.length > 0 && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => mutate(data.remaining)}
              >
                {t('bulkSync.rest', { count: data.remaining.length })}
              </Button>
            )
          }
        />
      )}
    </>
  );
}

function isComplete({ failed, remaining }: BulkSyncResult): boolean {
  return failed.length + remaining.length === 0;
}

function titleOf(result: BulkSyncResult, { t }: Translation): string {
  const { synced, failed, remaining } = result;
  return [
    t('bulkSync.synced', { count: synced.length }),
    failed.length > 0 && t('bulkSync.failed', { n: failed.length }),
    remaining.length > 0 && t('bulkSync.remaining', { n: remaining.length }),
  ]
    .filter(Boolean)
    .join(', ');
}

function Details(props: { result: BulkSyncResult }) {
  const { synced, failed, limit } = props.result;
  const { t, failure } = useTranslation();
  const sum = (kind: 'added' | 'changed' | 'removed') =>
    synced.reduce((total, { stats }) => total + stats[kind], 0);
  const changes = (['added', 'changed', 'removed'] as const)
    .filter(kind => sum(kind) > 0)
    .map(kind => t(`sync.outcome.${kind}`, { count: sum(kind) }));
  return (
    <>
      {synced.length > 0 &&
        asSentence(changes.join(', ') || t('sync.outcome.unchanged'))}{' '}
      {limit !== undefined && failure(limit)}
      {failed.length > 0 && (
        <ul className={styles.failures}>
          {failed.map(({ ref, error }) => (
            <li key={ref}>
              <strong>{ref}</strong>{' '}
              {describeFailure(error).kind === 'forbidden'
                ? t('bulkSync.forbidden')
                : failure(error)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
