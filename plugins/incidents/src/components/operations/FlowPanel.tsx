import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Button } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { RelativeTime } from '../../words/RelativeTime';
import { useWords } from '../../words/useWords';
import { Fact } from '../incident/Fact';
import { Panel } from './Panel';
import styles from './OperationsPage.module.css';

/** How fresh what we know of Linear is, and by which ways it comes. */
export function FlowPanel(props: {
  status: LinearStatus;
  canUse: boolean;
  isStarting: boolean;
  onRun: () => void;
}) {
  const { status, canUse, isStarting, onRun } = props;
  const { delta, sweep, webhooks, work } = status;
  const { t, span } = useWords();
  const running = sweep?.state === 'running' || sweep?.state === 'requested';
  return (
    <Panel
      title={t('operations.flow')}
      actions={
        canUse && (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiRefreshLine />}
            isPending={isStarting}
            isDisabled={running}
            onPress={onRun}
          >
            {t('operations.runNow')}
          </Button>
        )
      }
    >
      <dl className={styles.facts}>
        <Fact term={t('operations.delta')}>
          {delta.lastCompleteAt ? (
            <RelativeTime instant={delta.lastCompleteAt} />
          ) : (
            t('operations.never')
          )}
        </Fact>
        <Fact term={t('operations.lag')}>
          {delta.lagSeconds === undefined ? '–' : span(delta.lagSeconds * 1000)}
        </Fact>
        <Fact term={t('operations.webhooks')}>
          {webhooks.configured
            ? webhookWords()
            : t('operations.webhooksNotConfigured')}
        </Fact>
        <Fact term={t('operations.due')}>{String(work.due)}</Fact>
        <Fact term={t('operations.sweep')}>
          {sweep ? (
            <>
              {t(`operations.sweepState.${sweep.state}`)}{' '}
              <RelativeTime instant={sweep.finishedAt ?? sweep.startedAt} />
            </>
          ) : (
            t('operations.never')
          )}
        </Fact>
      </dl>
      {sweep && (
        <p className={styles.line}>
          {t('operations.sweepCounts', {
            incidents: String(sweep.counts.incidents),
            items: String(sweep.counts.items),
            added: String(sweep.counts.added),
            changed: String(sweep.counts.changed),
            removed: String(sweep.counts.removed),
            requests: String(sweep.counts.requests),
          })}
        </p>
      )}
    </Panel>
  );

  function webhookWords() {
    return (
      <>
        {webhooks.lastReceivedAt ? (
          <RelativeTime instant={webhooks.lastReceivedAt} />
        ) : (
          t('operations.never')
        )}
        {webhooks.silent && ` · ${t('operations.webhooksSilent')}`}
      </>
    );
  }
}
