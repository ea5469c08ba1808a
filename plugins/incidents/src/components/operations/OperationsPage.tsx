import {
  operationsReadPermission,
  operationsUsePermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Link, Skeleton, Text } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { useLinearStatus, useOperations } from '../../api/useLinearStatus';
import { useWords } from '../../words/useWords';
import { FailureNotice } from '../common/FailureNotice';
import { ConnectionPanel } from './ConnectionPanel';
import { FlowPanel } from './FlowPanel';
import { NeedsPanel } from './NeedsPanel';
import { RoutingPanel } from './RoutingPanel';
import styles from './OperationsPage.module.css';

/** How the work with Linear is going, for those who run it. */
export function OperationsPage(props: { incidentsPath: string }) {
  const { incidentsPath } = props;
  const { t } = useWords();
  const read = usePermission({ permission: operationsReadPermission });
  return (
    <main className={styles.page}>
      <div>
        <Link href={incidentsPath}>{t('incidents.title')}</Link>
        <Text
          as="h1"
          variant="title-medium"
          weight="bold"
          className={styles.heading}
        >
          {t('operations.title')}
        </Text>
      </div>
      {!read.loading && !read.allowed && (
        <Alert
          role="alert"
          icon
          status="info"
          title={t('failure.forbiddenTitle')}
          description={t('operations.forbidden')}
        />
      )}
      {read.allowed && <Panels />}
    </main>
  );
}

function Panels() {
  const { t } = useWords();
  const { data, error, isFetching, refetch } = useLinearStatus();
  const use = usePermission({ permission: operationsUsePermission });
  const { sweep, retry } = useOperations();
  const failed = sweep.error ?? retry.error;
  return (
    <>
      {error && (
        <FailureNotice
          error={error}
          onRetry={() => refetch()}
          isRetrying={isFetching}
        />
      )}
      {failed && (
        <Alert
          role="alert"
          icon
          status="danger"
          title={t('failure.otherTitle')}
          description={describeFailure(failed).message}
        />
      )}
      {!data && !error && <Skeleton width="100%" height={240} />}
      <div className={styles.panels}>
        {data && (
          <>
            <NeedsPanel
              status={data}
              canUse={use.allowed}
              retrying={retry.isPending ? retry.variables : undefined}
              isAccepting={sweep.isPending}
              onRetry={id => retry.mutate(id)}
              onAccept={() => sweep.mutate({ acceptRemovals: true })}
            />
            <FlowPanel
              status={data}
              canUse={use.allowed}
              isStarting={sweep.isPending}
              onRun={() => sweep.mutate({})}
            />
            <ConnectionPanel status={data} />
          </>
        )}
        <RoutingPanel />
      </div>
    </>
  );
}
