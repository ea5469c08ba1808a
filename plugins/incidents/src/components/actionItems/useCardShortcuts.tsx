import { ReactNode, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useIncidentsPath } from '../../api/useIncidentsPath';
import { ShortcutsDialog } from '../common/ShortcutsDialog';
import { focusRow, useShortcuts } from '../common/useShortcuts';

/** The keyboard shortcuts of an incident's page, and the dialog that lists them. */
export function useCardShortcuts(actions: {
  add: (() => void) | undefined;
  sync: (() => void) | undefined;
}): { openHelp: () => void; help: ReactNode } {
  const navigate = useNavigate();
  const incidentsPath = useIncidentsPath();
  const [isOpen, setOpen] = useState(false);
  const move = (step: 1 | -1) => () =>
    focusRow(document.body, { rows: '[data-item]', inRow: 'a, button', step });
  useShortcuts({
    n: incidentsPath
      ? () => navigate(`${incidentsPath}?declare=public`)
      : undefined,
    a: actions.add,
    s: actions.sync,
    j: move(1),
    k: move(-1),
    '?': () => setOpen(true),
  });
  return {
    openHelp: () => setOpen(true),
    help: isOpen && (
      <ShortcutsDialog page="incident" onClose={() => setOpen(false)} />
    ),
  };
}
