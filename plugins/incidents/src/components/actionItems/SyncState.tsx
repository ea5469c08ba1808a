import { ParentIssue, SyncStatus } from '@backstage-incidents/incidents-common';
import {
  RiAlertLine,
  RiCheckLine,
  RiLoopRightLine,
  RiPauseCircleLine,
} from '@remixicon/react';
import { useNow } from '../common/useNow';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Freshness, freshnessOf } from './freshness';
import styles from './SyncState.module.css';

function freshnessText(
  freshness: Freshness,
  translation: Translation,
  now: number,
): string {
  const { t } = translation;
  switch (freshness.kind) {
    case 'notConfigured':
    case 'pending':
    case 'unlinked':
    case 'missing':
    case 'failed':
    case 'never':
      return t(`sync.${freshness.kind}`);
    case 'synced':
      return t('sync.synced', { ago: translation.ago(freshness.at, now) });
    case 'refreshing':
      return freshness.since
        ? t('sync.syncedRefreshing', {
            ago: translation.ago(freshness.since, now),
          })
        : t('sync.refreshing');
    case 'failing':
      // The notice below says why, and when it is tried again.
      return freshness.since
        ? t('sync.failing', { clock: translation.clock(freshness.since, now) })
        : t('sync.never');
    default:
      return freshness satisfies never;
  }
}

function exactInstant(freshness: Freshness): string | undefined {
  switch (freshness.kind) {
    case 'synced':
      return freshness.at;
    case 'refreshing':
    case 'failing':
      return freshness.since;
    default:
      return undefined;
  }
}

function FreshnessIcon(props: { kind: Freshness['kind'] }) {
  switch (props.kind) {
    case 'synced':
      return <RiCheckLine size={14} aria-hidden />;
    case 'refreshing':
    case 'never':
      return <RiLoopRightLine size={14} aria-hidden className={styles.turns} />;
    case 'pending':
    case 'unlinked':
    case 'notConfigured':
      return <RiPauseCircleLine size={14} aria-hidden />;
    case 'missing':
    case 'failed':
    case 'failing':
      return <RiAlertLine size={14} aria-hidden />;
    default:
      return props.kind satisfies never;
  }
}

/** How fresh the card is, updated every second. */
export function SyncState(props: {
  parentIssue: ParentIssue;
  sync: SyncStatus;
}) {
  const translation = useTranslation();
  const now = useNow(1_000);
  const freshness = freshnessOf(props);
  const instant = exactInstant(freshness);
  return (
    <span
      className={styles.state}
      data-kind={freshness.kind}
      title={instant && translation.exact(instant)}
    >
      <FreshnessIcon kind={freshness.kind} />
      <span>{freshnessText(freshness, translation, now)}</span>
    </span>
  );
}
