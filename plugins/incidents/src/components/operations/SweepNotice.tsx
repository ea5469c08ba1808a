import { SweepState } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { AskedSweep, SweepOutcome, sweepOutcome } from './sweepOutcome';
import { Refusal } from './Refusal';

const STATUS = {
  started: 'info',
  joined: 'info',
  completed: 'success',
  held: 'warning',
  failed: 'warning',
} as const;

/** The result of the sweep that was requested on this page. */
export function SweepNotice(props: {
  asked: AskedSweep | undefined;
  latest: SweepState | undefined;
  error: unknown;
}) {
  const { asked, latest, error } = props;
  const { t } = useTranslation();
  if (error) {
    return <Refusal title={t('operations.outcome.refused')} error={error} />;
  }
  if (!asked) return null;
  const outcome = sweepOutcome(asked, latest);
  return (
    <Alert
      role="status"
      icon
      status={STATUS[outcome.kind]}
      description={outcomeText(outcome, t)}
    />
  );
}

function outcomeText(outcome: SweepOutcome, t: Translation['t']): string {
  switch (outcome.kind) {
    case 'started':
    case 'joined':
    case 'failed':
      return t(`operations.outcome.${outcome.kind}`);
    case 'held':
      return t('operations.outcome.held', {
        n: outcome.wouldRemove,
        of: outcome.of,
      });
    case 'completed': {
      const { added, changed, removed, requests } = outcome.counts;
      return added + changed + removed === 0
        ? t('operations.outcome.unchanged', { requests: requests })
        : t('operations.outcome.completed', {
            added: added,
            changed: changed,
            removed: removed,
            requests: requests,
          });
    }
    default:
      return outcome satisfies never;
  }
}
