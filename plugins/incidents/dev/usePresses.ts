import { RefObject, useEffect, useRef } from 'react';

const PAUSE_MILLISECONDS = 50;
const ATTEMPTS = 100;
const PRESSABLE =
  'button:not([disabled]), [role="menuitem"], [role="menuitemradio"]';

const NONE: readonly RegExp[] = [];

function find(root: ParentNode, name: RegExp): HTMLElement | undefined {
  return [...root.querySelectorAll<HTMLElement>(PRESSABLE)].find(element =>
    name.test(
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(),
    ),
  );
}

async function waitFor(
  look: () => HTMLElement | undefined,
  signal: AbortSignal,
): Promise<HTMLElement | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = look();
    if (found || signal.aborted) return found;
    await new Promise(resolve => {
      setTimeout(resolve, PAUSE_MILLISECONDS);
    });
  }
  return undefined;
}

/**
 * Presses buttons one after another, as soon as each is there: the first below
 * the element, the others anywhere, for menus and dialogs are elsewhere.
 */
export function usePresses(
  presses: readonly RegExp[] = NONE,
): RefObject<HTMLDivElement> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const press = async () => {
      for (const [index, name] of presses.entries()) {
        const element = await waitFor(() => {
          const root = index === 0 ? ref.current : document;
          return root ? find(root, name) : undefined;
        }, signal);
        if (signal.aborted) return;
        if (!element) throw new Error(`No button is called ${name}`);
        element.click();
      }
    };
    press();
    return () => controller.abort();
  }, [presses]);
  return ref;
}
