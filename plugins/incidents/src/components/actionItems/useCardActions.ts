import {
  actionItemCreatePermission,
  incidentUpdatePermission,
  syncTriggerPermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { useState } from 'react';

/** A dialog of the card. */
export type CardDialog = 'add' | 'link' | 'unlink';

/** What the reader may do on the card, which dialog is open, and what the last one did. */
export interface CardActions {
  may: { create: boolean; link: boolean; sync: boolean };
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
  return {
    may: {
      create: create.allowed,
      link: update.allowed,
      sync: trigger.allowed,
    },
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
