import { LinearStatus } from '@backstage-incidents/incidents-common';
import { RiAlarmWarningLine } from '@remixicon/react';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './FlowPanel.module.css';

/** When the last webhook was received, and what to do if there are none. */
export function WebhookFact(props: { webhooks: LinearStatus['webhooks'] }) {
  const { configured, lastReceivedAt, silent } = props.webhooks;
  const { t } = useTranslation();
  if (!configured) {
    return (
      <>
        {t('operations.webhooksNotConfigured')}
        <p className={styles.line}>{t('operations.webhooksAdvice')}</p>
      </>
    );
  }
  return (
    <>
      {lastReceivedAt ? (
        <RelativeTime
          instant={lastReceivedAt}
          format={(translation, instant, now) =>
            t('operations.webhooksHeard', {
              when: translation.ago(instant, now),
            })
          }
        />
      ) : (
        t('operations.webhooksNeverHeard')
      )}
      {silent && (
        <>
          {' · '}
          <span className={styles.silent}>
            <RiAlarmWarningLine size={14} aria-hidden />
            {t('operations.webhooksSilent')}
          </span>
          <p className={styles.line}>{t('operations.webhooksSilentAdvice')}</p>
        </>
      )}
    </>
  );
}
