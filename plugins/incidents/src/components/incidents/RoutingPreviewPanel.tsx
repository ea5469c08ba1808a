import { RoutingPreview } from '@backstage-incidents/incidents-common';
import { useRoutingPreview } from '../../api/useRoutingPreview';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './RoutingPreviewPanel.module.css';

/** Which Linear team would get the parent issue, and why. */
export function RoutingPreviewPanel(props: { draft: RoutingPreview }) {
  const { draft } = props;
  const { t, failure, reason } = useTranslation();
  const { data, error } = useRoutingPreview(draft);
  return (
    <section
      aria-label={t('routing.title')}
      aria-live="polite"
      className={styles.panel}
    >
      <strong>{t('routing.title')}</strong>
      {error && (
        <p className={styles.line}>
          {`${failure(error)} ${t('routing.unavailable')}`}
        </p>
      )}
      {!error && !data && <p className={styles.line}>{t('routing.loading')}</p>}
      {!error && data && (
        <>
          <p className={styles.line}>
            {`${
              data.project
                ? t('routing.toProject', {
                    team: data.team,
                    project: data.project,
                  })
                : t('routing.toTeam', { team: data.team })
            }. ${asSentence(reason(data.reason))}`}
          </p>
          {data.labels.length > 0 && (
            <p className={styles.line}>
              {t('routing.labels', { labels: data.labels.join(', ') })}
            </p>
          )}
          {data.passedOver.length > 0 && (
            <details>
              <summary>
                {t('routing.skipped', { n: data.passedOver.length })}
              </summary>
              <ul>
                {data.passedOver.map(({ rule, because }) => (
                  <li key={rule}>
                    {t('routing.skippedRule', {
                      rule,
                      reason: reason(because),
                    })}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}
