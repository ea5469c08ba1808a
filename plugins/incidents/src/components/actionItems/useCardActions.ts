import {
  actionItemCreatePermission,
  actionItemUpdatePermission,
  parentIssueManagePermission,
  syncTriggerPermission,
} from '@backstage-incidents/incidents-common';
import { ReactNode, useState } from 'react';
import { useIncident } from '../../api/useIncident';
import { useIncidentPermission } from '../../api/useIncidentPermission';
import { Undoable, useUndo } from '../common/UndoNotice';

/** A dialog of the card. */
export type CardDialog = 'add' | 'attach' | 'link' | 'unlink';

/** The permissions on the card, the open dialog, and the result of the last one. */
export interface CardActions {
  may: { create: boolean; edit: boolean; link: boolean; sync: boolean };
  dialog: CardDialog | undefined;
  /** As text; absent before the first action. */
  outcome: string | undefined;
  open: (dialog: CardDialog) => void;
  close: () => void;
  announce: (outcome: string) => void;
  /** Says what was done and offers to undo it for a while. */
  offerUndo: (undoable: Undoable) => void;
  undoNotice: ReactNode;
}

/** Permissions and dialogs that the head, the notices and the empty card share. */
export function useCardActions(incidentRef: string): CardActions {
  const [dialog, setDialog] = useState<CardDialog>();
  const [outcome, announce] = useState<string>();
  const { offer, notice } = useUndo();
  const visibility = useIncident(incidentRef).data?.visibility;
  const incident = { ref: incidentRef, visibility };
  const may = {
    create: useIncidentPermission(actionItemCreatePermission, incident),
    edit: useIncidentPermission(actionItemUpdatePermission, incident),
    link: useIncidentPermission(parentIssueManagePermission, incident),
    sync: useIncidentPermission(syncTriggerPermission, incident),
  };
  return {
    may,
    dialog,
    outcome,
    open: next => {
      announce(undefined);
      setDialog(next);
    },
    close: () => setDialog(undefined),
    announce,
    offerUndo: offer,
    undoNotice: notice,
  };
}
