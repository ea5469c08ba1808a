import { ActionItems } from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { RiAddLine, RiRefreshLine } from '@remixicon/react';
import { useChangeParentIssue } from '../../api/useParentIssueActions';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { ParentIssueLink } from './ParentIssueLink';
import { ParentIssueMenu } from './ParentIssueMenu';
import { SyncState } from './SyncState';
import { CardActions } from './useCardActions';
import { useCardShortcuts } from './useCardShortcuts';
import { useSyncOutcome } from './useSyncOutcome';
import styles from './ActionItemsCard.module.css';
import noticeStyles from '../common/Notice.module.css';

/** The card's header: the parent issue, the freshness, and the actions. */
export function ActionItemsControls(props: {
  incidentRef: string;
  data: ActionItems;
  actions: CardActions;
}) {
  const { incidentRef, data, actions } = props;
  const { parentIssue } = data;
  const { may, open, outcome } = actions;
  const { t, failure, reason } = useTranslation();
  const { sync, isPending, done, failed, dismiss } = useSyncOutcome(
    incidentRef,
    data.sync,
  );
  const change = useChangeParentIssue(incidentRef);
  const linked = parentIssue.status === 'linked';
  const { openHelp, help } = useCardShortcuts({
    add: may.create && linked ? () => open('add') : undefined,
    sync: may.sync && linked && !isPending ? sync : undefined,
  });
  // The card's own notice already says why.
  const isKnown = linked && data.sync.error !== undefined;
  const reasons = [
    ...(parentIssue.reason ? [parentIssue.reason] : []),
    ...(parentIssue.notes ?? []),
  ];
  return (
    <>
      <div className={styles.controls}>
        {may.sync && (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiRefreshLine />}
            isDisabled={!linked}
            isPending={isPending}
            onPress={sync}
          >
            {t('sync.button')}
          </Button>
        )}
        {may.create && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t('addItem.button')}
            iconStart={<RiAddLine />}
            isDisabled={!linked}
            onPress={() => open('add')}
          >
            {t('addItem.short')}
          </Button>
        )}

        <ParentIssueMenu
          data={data}
          canLink={may.link}
          canAttach={may.create}
          onAttach={() => open('attach')}
          onChange={change.mutate}
          onLink={() => open('link')}
          onUnlink={() => open('unlink')}
          onShortcuts={openHelp}
        />
        {help}
      </div>
      <div className={styles.freshness}>
        <ParentIssueLink parentIssue={parentIssue} />
        <SyncState parentIssue={parentIssue} sync={data.sync} />
      </div>
      <div role="status" className={styles.outcome}>
        {done ?? (failed ? isKnown && t('outage.still') : outcome)}
      </div>
      {failed && !isKnown && (
        <Alert
          className={noticeStyles.notice}
          role="alert"
          icon
          status="danger"
          title={t('sync.failureTitle')}
          description={failed}
          customActions={
            <Button size="small" variant="tertiary" onPress={dismiss}>
              {t('common.dismiss')}
            </Button>
          }
        />
      )}
      {change.error && (
        <Alert
          className={noticeStyles.notice}
          role="alert"
          icon
          status="danger"
          title={t('parentIssue.notChanged')}
          description={failure(change.error)}
          customActions={
            <Button size="small" variant="tertiary" onPress={change.reset}>
              {t('common.dismiss')}
            </Button>
          }
        />
      )}
      {linked && reasons.length > 0 && (
        <div className={styles.reason}>
          {reasons.map(each => asSentence(reason(each))).join(' ')}
        </div>
      )}
    </>
  );
}
