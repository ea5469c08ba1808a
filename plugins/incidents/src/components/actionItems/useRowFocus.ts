import { FocusEvent, useEffect, useRef } from 'react';

const ROW = '[data-item]';

/**
 * Keeps the keyboard focus when its row is removed, because the item was closed
 * here or elsewhere: the focus moves to the row that took its place.
 */
export function useRowFocus(itemIds: readonly string[]) {
  const container = useRef<HTMLDivElement>(null);
  const last = useRef<{ id: string; at: number; button: number }>();
  const ids = itemIds.join(' ');
  useEffect(() => {
    const lost = last.current;
    if (!lost || ids.split(' ').includes(lost.id)) return undefined;
    // After the open menu has tried to return the focus to the removed row.
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      const rows = container.current?.querySelectorAll(ROW) ?? [];
      const row = rows[Math.min(lost.at, rows.length - 1)];
      const next =
        row?.querySelectorAll('button')[lost.button] ??
        (row ?? container.current)?.querySelector('button');
      if (next instanceof HTMLElement) next.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [ids]);
  return {
    ref: container,
    onFocus: (event: FocusEvent) => {
      const row = event.target.closest(ROW);
      const id = row?.getAttribute('data-item');
      if (!row || !id) return;
      const rows = [...(container.current?.querySelectorAll(ROW) ?? [])];
      const buttons = [...row.querySelectorAll('button')];
      last.current = {
        id,
        at: rows.indexOf(row),
        button: buttons.findIndex(button => button === event.target),
      };
    },
    onBlur: (event: FocusEvent) => {
      const inRow = event.target.closest(ROW) !== null;
      if (inRow && event.relatedTarget === null) last.current = undefined;
    },
  };
}
