import { LinearStatus, Reason } from '@backstage-incidents/incidents-common';
import { Button, ButtonLink, Link } from '@backstage/ui';
import { ReactNode } from 'react';
import { useIncidentLink } from '../../api/useIncidentLink';
import { RetriedWork } from '../../api/useLinearStatus';
import { asSentence } from '../../i18n/formatReason';
import { Translation, useTranslation } from '../../i18n/useTranslation';
import { ExternalLink } from '../common/ExternalLink';
import { RelativeTime } from '../common/RelativeTime';
import { jobKindText } from './jobKindText';
import styles from './AttentionPanel.module.css';

/** Where Linear keeps API keys, applications and webhooks. */
const LINEAR_SETTINGS = 'https://linear.app/settings/api';

type Attention = LinearStatus['attention'][number];

/** What operators can do from the list; absent without permission. */
export interface AttentionActions {
  retry?: {
    pending: string | undefined;
    onRetry: (work: RetriedWork) => void;
  };
  /** Asks before it accepts the removals. */
  onAccept?: () => void;
}

/** Everything that needs attention: what it is, why, since when, and what to do. */
export function AttentionList(
  props: { status: LinearStatus } & AttentionActions,
) {
  const { status, retry, onAccept } = props;
  const translation = useTranslation();
  const { t } = translation;
  const incidentLink = useIncidentLink();
  return (
    <ul aria-label={t('operations.attention')} className={styles.list}>
      {status.attention.map((one, index) => {
        const { incidentRef, since } = one;
        const href = incidentRef && incidentLink({ ref: incidentRef });
        const { title, cause, fix } = describe(index, status, translation);
        return (
          <li
            // Two faults can have the same key of the configuration.
            key={`${one.code} ${incidentRef} ${since} ${title} ${cause}`}
            className={styles.entry}
          >
            <span className={styles.what}>
              {href ? (
                <Link href={href} variant="body-medium">
                  {incidentRef}
                </Link>
              ) : (
                t('operations.wholeProduct')
              )}
              <strong>{title}</strong>
            </span>
            <span className={styles.reason}>
              {cause && <span>{asSentence(cause)} </span>}
              <span className={styles.fix}>{fix}</span>
            </span>
            <RelativeTime
              instant={since}
              period={60_000}
              className={styles.since}
              format={({ duration }, instant, now) =>
                t('operations.waiting', {
                  duration: duration(now - Date.parse(instant)),
                })
              }
            />
            <span className={styles.action}>
              <Action one={one} href={href} retry={retry} onAccept={onAccept} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Action(
  props: { one: Attention; href: string | undefined } & AttentionActions,
): ReactNode {
  const { one, href, retry, onAccept } = props;
  const { t } = useTranslation();
  const { code, params, incidentRef, since } = one;
  switch (code) {
    case 'jobFailed': {
      const id = String(params.id);
      const what = [incidentRef, jobKindText(String(params.kind), t)]
        .filter(Boolean)
        .join(' ');
      return (
        retry && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t('operations.retryOf', { what })}
            isPending={retry.pending === id}
            onPress={() => retry.onRetry({ id, what, since })}
          >
            {t('operations.retry')}
          </Button>
        )
      );
    }
    case 'removalsHeld':
      return (
        onAccept && (
          <Button size="small" variant="secondary" onPress={onAccept}>
            {t('operations.accept')}
          </Button>
        )
      );
    case 'credentialsRejected':
    case 'webhooksSilent':
      return (
        <ExternalLink href={LINEAR_SETTINGS}>
          {t('operations.linearSettings')}
        </ExternalLink>
      );
    default:
      return (
        href && (
          <ButtonLink size="small" variant="secondary" href={href}>
            {t('incidents.declaredOpen', { ref: incidentRef ?? '' })}
          </ButtonLink>
        )
      );
  }
}

/** Codes of a newer backend are shown in its own English. */
function describe(
  index: number,
  status: LinearStatus,
  { t, reason }: Translation,
): { title: string; cause?: string; fix: string } {
  const one = status.attention[index];
  const { code, params } = one;
  switch (code) {
    case 'jobFailed': {
      const job = status.work.escalated.find(({ id }) => id === params.id);
      return {
        title: jobKindText(String(params.kind), t),
        cause: reason(job?.reason ?? reasonOfCause(one)),
        fix: t('operations.fix.jobFailed'),
      };
    }
    case 'parentIssueInaccessible':
      return {
        title: t('sync.missing'),
        cause: reason(one),
        fix: t('operations.fix.parentIssueInaccessible'),
      };
    case 'configurationFault': {
      const isSame = (other: Attention) =>
        other.code === code &&
        other.params.key === params.key &&
        other.params.cause === params.cause;
      const before = status.attention.slice(0, index).filter(isSame).length;
      const fault = status.configFaults.filter(
        ({ key, code: cause }) => key === params.key && cause === params.cause,
      )[before];
      return {
        title: String(params.key),
        cause: reason(fault ?? reasonOfCause(one)),
        fix: t('operations.fix.configurationFault'),
      };
    }
    case 'credentialsRejected':
    case 'removalsHeld':
    case 'webhooksSilent':
      return { title: reason(one), fix: t(`operations.fix.${code}`) };
    default:
      return { title: reason(one), fix: one.fix };
  }
}

function reasonOfCause({ params, message }: Attention): Reason {
  return { code: String(params.cause), message };
}
