import { LinearStatus } from '@backstage-incidents/incidents-common';
import { useState } from 'react';
import { RetriedWork } from '../../api/useLinearStatus';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';
import { Hint } from '../common/Hint';
import { AttentionActions, AttentionList } from './AttentionList';
import { Panel } from './Panel';
import { RetryNotice } from './RetryNotice';
import styles from './AttentionPanel.module.css';

/** What needs attention, because it does not recover automatically. */
export function AttentionPanel(props: {
  status: LinearStatus;
  retry: AttentionActions['retry'];
  /** Accepts held removals; absent without permission. */
  accept?: { isPending: boolean; error: unknown; onAccept: () => void };
  retried: RetriedWork | undefined;
  /** Why the last retry was not started. */
  retryError: unknown;
}) {
  const { status, retry, accept, retried, retryError } = props;
  const { attention, work } = status;
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const held = status.sweep?.breaker?.params;
  return (
    <Panel title={t('operations.attention')} isWide>
      <RetryNotice retried={retried} work={work} error={retryError} />
      {attention.length === 0 ? (
        <Hint>{calmText(status, t)}</Hint>
      ) : (
        <AttentionList
          status={status}
          retry={retry}
          onAccept={accept && held ? () => setAsking(true) : undefined}
        />
      )}
      {accept && held && isAsking && (
        <FormDialog
          kind="confirmation"
          title={t('operations.acceptTitle', {
            n: held.wouldRemove,
            of: held.of,
          })}
          submitLabel={t('operations.acceptSubmit')}
          isPending={accept.isPending}
          error={accept.error}
          onSubmit={accept.onAccept}
          onClose={() => setAsking(false)}
        >
          <p className={styles.text}>{t('operations.acceptText')}</p>
        </FormDialog>
      )}
    </Panel>
  );
}

/** "All clear" is said only when nothing is wrong, not even for a while. */
function calmText(
  { connection, work }: LinearStatus,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  const isCalm =
    work.waiting.length === 0 &&
    ['connected', 'notConfigured'].includes(connection.state);
  return isCalm ? t('operations.allClear') : t('operations.recovering');
}
