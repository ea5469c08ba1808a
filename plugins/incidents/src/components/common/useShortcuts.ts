import { useEffect, useRef } from 'react';

/** Where keys mean text or an overlay's own actions. */
const FIELDS =
  'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=searchbox]';
const OVERLAYS =
  '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';

/**
 * Runs an action when its key is pressed anywhere on the page, but not while a
 * field has the focus or a dialog, menu or list is open. Letters in lower case;
 * an absent action leaves its key alone.
 */
export function useShortcuts(
  actions: Readonly<Record<string, (() => void) | undefined>>,
): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (target instanceof Element && target.closest(FIELDS)) return;
      if (document.querySelector(OVERLAYS)) return;
      const action = latest.current[event.key.toLocaleLowerCase('en-US')];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Moves the focus to the next or previous row, into its element that takes it. */
export function focusRow(
  container: Element | null,
  options: { rows: string; inRow?: string; step: 1 | -1 },
): void {
  const { rows: selector, inRow, step } = options;
  const rows = [...(container?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const at = rows.findIndex(row => row.contains(document.activeElement));
  const first = step === 1 ? 0 : rows.length - 1;
  const next = at === -1 ? first : at + step;
  const row = rows[Math.max(0, Math.min(next, rows.length - 1))];
  (inRow ? row?.querySelector<HTMLElement>(inRow) : row)?.focus();
}
