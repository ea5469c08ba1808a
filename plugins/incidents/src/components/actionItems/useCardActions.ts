import {
  actionItemCreatePermission,
  actionItemUpdatePermission,
  incidentUpdatePermission,
  syncTriggerPermission,
} from '@backstage-incidents/incidents-common';
import { useState } from 'react';
import { useIncident } from '../../api/useIncident';
import { useMayDo } from '../../api/useMayDo';

/** A dialog of the card. */
export type CardDialog = 'add' | 'link' | 'unlink';

/** What the reader may do on the card, which dialog is open, and what the last one did. */
export interface CardActions {
  may: { create: boolean; edit: boolean; link: boolean; sync: boolean };
  dialog: CardDialog | undefined;
  /** In words; absent until something was done. */
  outcome: string | undefined;
  open: (dialog: CardDialog) => void;
  close: () => void;
  tell: (outcome: string) => void;
}

/** Permissions and dialogs that the head, the notices and the empty card share. */
export function useCardActions(incidentRef: string): CardActions {
  const [dialog, setDialog] = useState<CardDialog>();
  const [outcome, tell] = useState<string>();
  const visibility = useIncident(incidentRef).data?.visibility;
  const incident = { ref: incidentRef, visibility };
  const may = {
    create: useMayDo(actionItemCreatePermission, incident),
    edit: useMayDo(actionItemUpdatePermission, incident),
    link: useMayDo(incidentUpdatePermission, incident),
    sync: useMayDo(syncTriggerPermission, incident),
  };
  return {
    may,
    dialog,
    outcome,
    open: next => {
      tell(undefined);
      setDialog(next);
    },
    close: () => setDialog(undefined),
    tell,
  };
}
