import { ParentIssue } from '@backstage-incidents/incidents-common';
import { usePutParentIssue } from '../../api/useParentIssueActions';
import { useTranslation } from '../../i18n/useTranslation';
import { AddActionItemDialog } from './AddActionItemDialog';
import { AttachItemDialog } from './AttachItemDialog';
import { LinkParentDialog } from './LinkParentDialog';
import { UnlinkParentDialog } from './UnlinkParentDialog';
import { CardActions } from './useCardActions';

/** The dialog that is open on the card, if any. */
export function CardDialogs(props: {
  incidentRef: string;
  parentIssue: ParentIssue;
  actions: CardActions;
}) {
  const { incidentRef, parentIssue, actions } = props;
  const { dialog, close, announce, offerUndo } = actions;
  const { mutateAsync: link } = usePutParentIssue(incidentRef);
  const { t } = useTranslation();
  return (
    <>
      {dialog === 'add' && (
        <AddActionItemDialog
          incidentRef={incidentRef}
          parentIssue={parentIssue}
          onAdded={identifier => announce(t('addItem.added', { identifier }))}
          onClose={close}
        />
      )}
      {dialog === 'attach' && (
        <AttachItemDialog
          incidentRef={incidentRef}
          onAttached={identifier =>
            announce(t('attachItem.done', { identifier }))
          }
          onClose={close}
        />
      )}
      {dialog === 'link' && (
        <LinkParentDialog
          incidentRef={incidentRef}
          parentIssue={parentIssue}
          onClose={close}
        />
      )}
      {dialog === 'unlink' && parentIssue.identifier && (
        <UnlinkParentDialog
          incidentRef={incidentRef}
          identifier={parentIssue.identifier}
          onUnlinked={identifier =>
            offerUndo({
              text: t('unlinkParent.done', { identifier }),
              undo: () => link({ issue: identifier }),
            })
          }
          onClose={close}
        />
      )}
    </>
  );
}
