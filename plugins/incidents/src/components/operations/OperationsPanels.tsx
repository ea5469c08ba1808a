import { operationsUsePermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Skeleton } from '@backstage/ui';
import { useLinearStatus, useOperations } from '../../api/useLinearStatus';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { Hint } from '../common/Hint';
import { ConnectionPanel } from './ConnectionPanel';
import { DoctorPanel } from './DoctorPanel';
import { FlowPanel } from './FlowPanel';
import { AttentionPanel } from './AttentionPanel';
import { RoutingPanel } from './RoutingPanel';
import styles from './OperationsPage.module.css';

/** The panels of the page. Actions are shown only with permission. */
export function OperationsPanels() {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useLinearStatus();
  const use = usePermission({ permission: operationsUsePermission });
  const { run, accept, retry } = useOperations();
  const canRun =
    use.allowed && data && data.connection.state !== 'notConfigured';
  // Waits for the outcome of the later of the two requests.
  const asked = [run, accept].sort((a, b) => b.submittedAt - a.submittedAt)[0];
  return (
    <>
      {!use.loading && !use.allowed && <Hint>{t('operations.readOnly')}</Hint>}
      {error && (
        <FailureNotice
          error={error}
          onRetry={() => refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label={t('common.loading')}>
          <Skeleton width="100%" height={240} />
        </div>
      )}
      <div className={styles.panels}>
        {data && (
          <>
            <AttentionPanel
              status={data}
              retry={
                use.allowed
                  ? {
                      pending: retry.isPending ? retry.variables.id : undefined,
                      onRetry: retry.mutate,
                    }
                  : undefined
              }
              accept={
                use.allowed
                  ? {
                      isPending: accept.isPending,
                      error: accept.error,
                      onAccept: () => accept.mutate(),
                    }
                  : undefined
              }
              retried={retry.isSuccess ? retry.variables : undefined}
              retryError={retry.error}
            />
            <ConnectionPanel status={data} />
            <FlowPanel
              status={data}
              run={
                canRun
                  ? { isPending: run.isPending, onRun: () => run.mutate() }
                  : undefined
              }
              asked={asked.data}
              error={run.error}
            />
          </>
        )}
        <RoutingPanel />
        <DoctorPanel />
      </div>
    </>
  );
}
