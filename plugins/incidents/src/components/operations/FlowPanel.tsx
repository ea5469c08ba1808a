import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Button } from '@backstage/ui';
import { RiRefreshLine } from '@remixicon/react';
import { RelativeTime } from '../common/RelativeTime';
import { useTranslation } from '../../i18n/useTranslation';
import { Fact } from './Fact';
import { Panel } from './Panel';
import { SweepNotice } from './SweepNotice';
import { AskedSweep } from './sweepOutcome';
import { WaitingList } from './WaitingList';
import { WebhookFact } from './WebhookFact';
import styles from './FlowPanel.module.css';

/** Sync health: how fresh the data from Linear is, and the state of each process that reads it. */
export function FlowPanel(props: {
  status: LinearStatus;
  /** Absent without permission. */
  run?: { isPending: boolean; onRun: () => void };
  asked: AskedSweep | undefined;
  /** Why the last sweep was not started. */
  error: unknown;
}) {
  const { status, run, asked, error } = props;
  const { delta, sweep, work } = status;
  const { t, span } = useTranslation();
  const running = sweep?.state === 'running' || sweep?.state === 'requested';
  return (
    <Panel
      title={t('operations.health')}
      actions={
        run && (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiRefreshLine />}
            isPending={run.isPending}
            isDisabled={running}
            onPress={run.onRun}
          >
            {t('operations.resync')}
          </Button>
        )
      }
    >
      <SweepNotice asked={asked} latest={sweep} error={error} />
      <dl className={styles.facts}>
        <Fact term={t('operations.delta')}>
          {delta.lastCompleteAt ? (
            <RelativeTime instant={delta.lastCompleteAt} />
          ) : (
            t('operations.never')
          )}
        </Fact>
        <Fact term={t('operations.lag')}>
          {delta.lagSeconds === undefined
            ? t('operations.notKnown')
            : span(delta.lagSeconds * 1000)}
        </Fact>
        <Fact term={t('operations.due')}>{String(work.due)}</Fact>
        <Fact term={t('operations.escalatedCount')}>
          {String(work.escalated.length)}
        </Fact>
      </dl>
      {work.waiting.length > 0 && <WaitingList waiting={work.waiting} />}
      <dl className={styles.ways}>
        <Fact term={t('operations.sweep')}>
          <LastSweep sweep={sweep} />
        </Fact>
        <Fact term={t('operations.webhooks')}>
          <WebhookFact webhooks={status.webhooks} />
        </Fact>
      </dl>
    </Panel>
  );
}

function LastSweep(props: { sweep: LinearStatus['sweep'] }) {
  const { sweep } = props;
  const { t } = useTranslation();
  if (!sweep) return <>{t('operations.never')}</>;
  const { counts, state } = sweep;
  return (
    <>
      <RelativeTime
        instant={sweep.finishedAt ?? sweep.startedAt}
        format={(translation, instant, now) =>
          t(`operations.sweepState.${state}`, {
            when: translation.ago(instant, now),
          })
        }
      />
      {state !== 'requested' && (
        <p className={styles.line}>
          {t('operations.sweepCounts', {
            incidents: counts.incidents,
            items: counts.items,
            added: counts.added,
            changed: counts.changed,
            removed: counts.removed,
            requests: counts.requests,
          })}
        </p>
      )}
    </>
  );
}
