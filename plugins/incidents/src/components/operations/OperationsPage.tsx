import { operationsReadPermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Link, Text } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { OperationsPanels } from './OperationsPanels';
import styles from './OperationsPage.module.css';

/** How the work with Linear is going, for those who run it. */
export function OperationsPage(props: { incidentsPath: string }) {
  const { incidentsPath } = props;
  const { t } = useTranslation();
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
      {read.error && <FailureNotice error={read.error} />}
      {!read.loading && !read.error && !read.allowed && (
        <Alert
          role="alert"
          icon
          status="info"
          title={t('failure.forbiddenTitle')}
          description={t('operations.forbidden')}
        />
      )}
      {read.allowed && <OperationsPanels />}
    </main>
  );
}
