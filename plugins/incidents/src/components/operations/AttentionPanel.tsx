import { LinearStatus } from '@backstage-incidents/incidents-common';
import { ComponentProps } from 'react';
import { RetriedWork } from '../../api/useLinearStatus';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { Breaker } from './Breaker';
import { ConfigFaults } from './ConfigFaults';
import { EscalationList } from './EscalationList';
import { Panel } from './Panel';
import { RetryNotice } from './RetryNotice';

/** What will not mend by itself. */
export function AttentionPanel(props: {
  status: LinearStatus;
  retry: ComponentProps<typeof EscalationList>['retry'];
  accept: ComponentProps<typeof Breaker>['accept'];
  retried: RetriedWork | undefined;
  /** What kept the last retry from being taken. */
  retryError: unknown;
}) {
  const { status, retry, accept, retried, retryError } = props;
  const { sweep, work, configFaults } = status;
  const { t } = useTranslation();
  const breaker = sweep?.state === 'held' ? sweep.breaker : undefined;
  const nothing =
    work.escalated.length === 0 && !breaker && configFaults.length === 0;
  return (
    <Panel title={t('operations.attention')} isWide>
      {nothing && <Hint>{t('operations.allClear')}</Hint>}
      <RetryNotice retried={retried} work={work} error={retryError} />
      {breaker && (
        <Breaker
          wouldRemove={breaker.wouldRemove}
          of={breaker.of}
          accept={accept}
        />
      )}
      {configFaults.length > 0 && <ConfigFaults faults={configFaults} />}
      {work.escalated.length > 0 && (
        <EscalationList escalated={work.escalated} retry={retry} />
      )}
    </Panel>
  );
}
