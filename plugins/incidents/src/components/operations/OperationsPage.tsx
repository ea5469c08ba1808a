import { operationsReadPermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { ForbiddenNotice } from '../common/ForbiddenNotice';
import { PageHead } from '../common/PageHead';
import { OperationsPanels } from './OperationsPanels';
import styles from './OperationsPage.module.css';

/** The status of the connection and sync with Linear, for operators. */
export function OperationsPage(props: { incidentsPath: string }) {
  const { incidentsPath } = props;
  const { t } = useTranslation();
  const read = usePermission({ permission: operationsReadPermission });
  return (
    <main className={styles.page}>
      <PageHead incidentsPath={incidentsPath} title={t('operations.title')} />
      {read.error && <FailureNotice error={read.error} />}
      {!read.loading && !read.error && !read.allowed && (
        <ForbiddenNotice
          title={t('failure.forbiddenTitle')}
          text={t('operations.forbidden')}
        />
      )}
      {read.allowed && <OperationsPanels />}
    </main>
  );
}
