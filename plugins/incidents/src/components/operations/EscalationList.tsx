import {
  incidentEntityRef,
  LinearStatus,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Link } from '@backstage/ui';
import { RetriedWork } from '../../api/useLinearStatus';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './AttentionPanel.module.css';

const KINDS = [
  'reconcileParent',
  'cleanFormerParent',
  'refresh',
  'readIssues',
  'readTeams',
  'delta',
  'sweepStep',
  'refreshOwners',
  'notify',
] as const;

type Escalation = LinearStatus['work']['escalated'][number];

function isKnownKind(kind: string): kind is (typeof KINDS)[number] {
  return KINDS.some(known => known === kind);
}

/** Jobs that failed permanently and need attention. */
export function EscalationList(props: {
  escalated: readonly Escalation[];
  /** Absent without permission. */
  retry?: {
    pending: string | undefined;
    onRetry: (work: RetriedWork) => void;
  };
}) {
  const { escalated, retry } = props;
  const { t, reason: formatReason } = useTranslation();
  const entityLink = useEntityRefLink();
  return (
    <ul aria-label={t('operations.escalations')} className={styles.list}>
      {escalated.map(({ id, incidentRef, kind, reason, since }) => {
        // A newer backend may have more kinds.
        const kindText = isKnownKind(kind)
          ? t(`operations.kind.${kind}`)
          : kind;
        const what = [incidentRef, kindText].filter(Boolean).join(' ');
        return (
          <li key={id} className={styles.escalation}>
            <span className={styles.what}>
              {incidentRef ? (
                <Link
                  href={entityLink(incidentEntityRef(incidentRef))}
                  variant="body-medium"
                >
                  {incidentRef}
                </Link>
              ) : (
                t('operations.wholeProduct')
              )}
              <strong>{kindText}</strong>
            </span>
            <span className={styles.reason}>{formatReason(reason)}</span>
            <RelativeTime
              instant={since}
              period={60_000}
              className={styles.since}
              format={(translation, instant, now) =>
                t('operations.waiting', {
                  duration: translation.duration(now - Date.parse(instant)),
                })
              }
            />
            {retry && (
              <Button
                size="small"
                variant="secondary"
                aria-label={t('operations.retryOf', { what })}
                isPending={retry.pending === id}
                onPress={() => retry.onRetry({ id, what, since })}
                className={styles.retry}
              >
                {t('operations.retry')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
