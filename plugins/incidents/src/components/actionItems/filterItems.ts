import {
  ActionItem,
  ActionItemSource,
} from '@backstage-incidents/incidents-common';
import { isClosed } from './arrangeItems';

/** The quick views of the card. */
export const itemViews = ['all', 'open', 'overdue', 'mine'] as const;
/** One quick view. */
export type ItemView = (typeof itemViews)[number];

/** The filters that the user chose. */
export interface ItemFilter {
  view: ItemView;
  /** Part of an identifier, a title or the name of an assignee. */
  text?: string;
  source?: ActionItemSource;
  /** Name of an assignee; the empty string means unassigned. */
  assignee?: string;
  /** Name of a workflow state. */
  state?: string;
}

function inView(
  item: ActionItem,
  view: ItemView,
  userRef: string | undefined,
): boolean {
  switch (view) {
    case 'all':
      return true;
    case 'open':
      return !isClosed(item);
    case 'overdue':
      return item.overdue;
    case 'mine':
      return (
        !isClosed(item) &&
        userRef !== undefined &&
        item.assignee?.userRef?.toLocaleLowerCase('en-US') === userRef
      );
    default:
      return view satisfies never;
  }
}

function contains(item: ActionItem, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  return [item.identifier, item.title, item.assignee?.name ?? ''].some(part =>
    part.toLocaleLowerCase().includes(wanted),
  );
}

/** The items that match, in their original order. */
export function filterItems(
  items: readonly ActionItem[],
  filter: ItemFilter,
  userRef: string | undefined,
): ActionItem[] {
  const { view, text, source, assignee, state } = filter;
  return items.filter(
    item =>
      inView(item, view, userRef) &&
      (!text || contains(item, text)) &&
      (source === undefined || item.source === source) &&
      (assignee === undefined || (item.assignee?.name ?? '') === assignee) &&
      (state === undefined || item.state.name === state),
  );
}

/** How many items each quick view would show. */
export function countViews(
  items: readonly ActionItem[],
  userRef: string | undefined,
): Record<ItemView, number> {
  const count = (view: ItemView) =>
    items.filter(item => inView(item, view, userRef)).length;
  return {
    all: count('all'),
    open: count('open'),
    overdue: count('overdue'),
    mine: count('mine'),
  };
}
