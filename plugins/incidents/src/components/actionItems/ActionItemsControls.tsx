import {
  actionItemCreatePermission,
  ActionItems,
  incidentUpdatePermission,
  syncTriggerPermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import { RiAddLine, RiRefreshLine } from '@remixicon/react';
import { useState } from 'react';
import { useWords } from '../../words/useWords';
import { AddActionItemDialog } from './AddActionItemDialog';
import { LinkParentDialog } from './LinkParentDialog';
import { ParentIssueLink } from './ParentIssueLink';
import { ParentIssueMenu } from './ParentIssueMenu';
import { SyncState } from './SyncState';
import { useSyncOutcome } from './useSyncOutcome';
import styles from './ActionItemsCard.module.css';

/** The card's head: the parent issue, how fresh this is, and what one can do. */
export function ActionItemsControls(props: {
  incidentRef: string;
  data: ActionItems;
}) {
  const { incidentRef, data } = props;
  const { parentIssue } = data;
  const { t } = useWords();
  const { sync, isPending, outcome, dismiss } = useSyncOutcome(incidentRef);
  const [dialog, setDialog] = useState<'none' | 'add' | 'link'>('none');
  const [added, setAdded] = useState<string>();
  const resourceRef = incidentRef;
  const create = usePermission({
    permission: actionItemCreatePermission,
    resourceRef,
  });
  const update = usePermission({
    permission: incidentUpdatePermission,
    resourceRef,
  });
  const trigger = usePermission({
    permission: syncTriggerPermission,
    resourceRef,
  });
  const linked = parentIssue.status === 'linked';
  const canLink = update.allowed && parentIssue.status !== 'notConfigured';
  return (
    <>
      <ParentIssueLink parentIssue={parentIssue} />
      <SyncState parentIssue={parentIssue} sync={data.sync} />
      <div className={styles.controls}>
        {trigger.allowed && (
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
        {create.allowed && (
          <Button
            size="small"
            variant="secondary"
            aria-label={t('addItem.button')}
            iconStart={<RiAddLine />}
            isDisabled={!linked}
            onPress={() => setDialog('add')}
          >
            {t('addItem.short')}
          </Button>
        )}
        <ParentIssueMenu
          parentIssue={parentIssue}
          canLink={canLink}
          onLink={() => setDialog('link')}
        />
      </div>
      <div role="status" className={styles.outcome}>
        {outcome.kind === 'done' && outcome.text}
        {outcome.kind === 'none' &&
          added &&
          t('addItem.added', { identifier: added })}
      </div>
      {outcome.kind === 'failed' && (
        <Alert
          role="alert"
          icon
          status="danger"
          title={t('sync.outcome.failed')}
          description={outcome.text}
          customActions={
            <Button size="small" variant="tertiary" onPress={dismiss}>
              {t('common.dismiss')}
            </Button>
          }
        />
      )}
      {linked && parentIssue.reason && (
        <div className={styles.reason}>{parentIssue.reason}</div>
      )}
      {dialog === 'add' && (
        <AddActionItemDialog
          incidentRef={incidentRef}
          team={parentIssue.identifier?.split('-')[0]}
          onAdded={setAdded}
          onClose={() => setDialog('none')}
        />
      )}
      {dialog === 'link' && (
        <LinkParentDialog
          incidentRef={incidentRef}
          parentIssue={parentIssue}
          onClose={() => setDialog('none')}
        />
      )}
    </>
  );
}
