import { LinearStatus } from '@backstage-incidents/incidents-common';
import { ComponentProps } from 'react';
import { RetriedWork } from '../../api/useLinearStatus';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { AttentionList } from './AttentionList';
import { Breaker } from './Breaker';
import { ConfigFaults } from './ConfigFaults';
import { EscalationList } from './EscalationList';
import { Panel } from './Panel';
import { RetryNotice } from './RetryNotice';

const WITH_PANEL = ['jobFailed', 'removalsHeld', 'configurationFault'];

/** What needs attention, because it does not recover automatically. */
export function AttentionPanel(props: {
  status: LinearStatus;
  retry: ComponentProps<typeof EscalationList>['retry'];
  accept: ComponentProps<typeof Breaker>['accept'];
  retried: RetriedWork | undefined;
  /** Why the last retry was not started. */
  retryError: unknown;
}) {
  const { status, retry, accept, retried, retryError } = props;
  const { sweep, work, configFaults } = status;
  const { t } = useTranslation();
  const breaker = sweep?.state === 'held' ? sweep.breaker : undefined;
  // The others have their own panel with their actions.
  const others = status.attention.filter(
    ({ code }) => !WITH_PANEL.includes(code),
  );
  const nothing = status.attention.length === 0;
  return (
    <Panel title={t('operations.attention')} isWide>
      {nothing && <Hint>{t('operations.allClear')}</Hint>}
      <RetryNotice retried={retried} work={work} error={retryError} />
      {breaker && (
        <Breaker
          wouldRemove={breaker.params.wouldRemove}
          of={breaker.params.of}
          accept={accept}
        />
      )}
      {others.length > 0 && <AttentionList attention={others} />}
      {configFaults.length > 0 && <ConfigFaults faults={configFaults} />}
      {work.escalated.length > 0 && (
        <EscalationList escalated={work.escalated} retry={retry} />
      )}
    </Panel>
  );
}
