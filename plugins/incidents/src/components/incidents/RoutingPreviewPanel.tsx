import { RoutingPreview } from '@backstage-incidents/incidents-common';
import { describeFailure } from '../../api/describeFailure';
import { useRoutingPreview } from '../../api/useRoutingPreview';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './RoutingPreviewPanel.module.css';

/** Where in Linear the parent issue would go, and why there. */
export function RoutingPreviewPanel(props: { draft: RoutingPreview }) {
  const { draft } = props;
  const { t } = useTranslation();
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
          {t('routing.unavailable', {
            message: describeFailure(error).message,
          })}
        </p>
      )}
      {!error && !data && <p className={styles.line}>{t('routing.asking')}</p>}
      {!error && data && (
        <>
          <p className={styles.line}>
            {data.project
              ? t('routing.toProject', {
                  team: data.team,
                  project: data.project,
                  reason: data.reason,
                })
              : t('routing.toTeam', { team: data.team, reason: data.reason })}
          </p>
          {data.labels.length > 0 && (
            <p className={styles.line}>
              {t('routing.labels', { labels: data.labels.join(', ') })}
            </p>
          )}
          {data.passedOver.length > 0 && (
            <details>
              <summary>
                {t('routing.passedOver', {
                  n: String(data.passedOver.length),
                })}
              </summary>
              <ul>
                {data.passedOver.map(({ rule, because }) => (
                  <li key={rule}>{t('routing.passed', { rule, because })}</li>
                ))}
              </ul>
            </details>
          )}
        </>
      )}
    </section>
  );
}
