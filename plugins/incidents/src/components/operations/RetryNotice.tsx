import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { RetriedWork } from '../../api/useLinearStatus';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { Refusal } from './Refusal';
import { retryOutcome } from './retryOutcome';

const STATUS = {
  underWay: 'info',
  done: 'success',
  failedAgain: 'warning',
} as const;

/** The result of the last retry on this page. */
export function RetryNotice(props: {
  retried: RetriedWork | undefined;
  work: LinearStatus['work'];
  error: unknown;
}) {
  const { retried, work, error } = props;
  const { t, reason } = useTranslation();
  if (error) {
    return <Refusal title={t('operations.retryRefused')} error={error} />;
  }
  if (!retried) return null;
  const outcome = retryOutcome(retried, work);
  return (
    <Alert
      role="status"
      icon
      status={STATUS[outcome.kind]}
      description={
        outcome.kind === 'failedAgain'
          ? t('operations.retried.failedAgain', {
              what: retried.what,
              reason: asSentence(reason(outcome.reason)),
            })
          : t(`operations.retried.${outcome.kind}`, { what: retried.what })
      }
    />
  );
}
