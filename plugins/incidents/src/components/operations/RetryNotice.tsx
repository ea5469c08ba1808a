import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { RetriedWork } from '../../api/useLinearStatus';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Refusal } from './Refusal';
import { RetryOutcome, retryOutcome } from './retryOutcome';

/** What became of the work that was last tried again on this page. */
export function RetryNotice(props: {
  retried: RetriedWork | undefined;
  work: LinearStatus['work'];
  error: unknown;
}) {
  const { retried, work, error } = props;
  const { t } = useTranslation();
  if (error) {
    return <Refusal title={t('operations.retryRefused')} error={error} />;
  }
  if (!retried) return null;
  const outcome = retryOutcome(retried, work);
  return (
    <Alert
      role="status"
      icon
      status={severityOf(outcome)}
      description={inWords(retried.what, outcome, t)}
    />
  );
}

function severityOf(outcome: RetryOutcome) {
  switch (outcome.kind) {
    case 'underWay':
      return 'info' as const;
    case 'done':
      return 'success' as const;
    case 'refusedAgain':
      return 'warning' as const;
    default:
      return outcome satisfies never;
  }
}

function inWords(
  what: string,
  outcome: RetryOutcome,
  t: Translation['t'],
): string {
  return outcome.kind === 'refusedAgain'
    ? t('operations.retried.failedAgain', { what, reason: outcome.reason })
    : t(`operations.retried.${outcome.kind}`, { what });
}
