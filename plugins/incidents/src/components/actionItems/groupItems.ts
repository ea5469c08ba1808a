import { ActionItem } from '@backstage-incidents/incidents-common';

/** The ways to group open items. */
export const itemGroupings = ['none', 'assignee', 'state', 'team'] as const;

/** How open items are grouped. @public */
export type ItemGrouping = (typeof itemGroupings)[number];

/** Items under one heading; the empty name means unassigned. */
export interface ItemGroup {
  name: string;
  items: ActionItem[];
}

function nameOf(item: ActionItem, grouping: ItemGrouping): string {
  switch (grouping) {
    case 'none':
      return '';
    case 'assignee':
      return item.assignee?.name ?? '';
    case 'state':
      return item.state.name;
    case 'team':
      return item.team.name;
    default:
      return grouping satisfies never;
  }
}

/**
 * Groups in the order of their first item, so that the group with the most
 * urgent item comes first.
 */
export function groupItems(
  items: readonly ActionItem[],
  grouping: ItemGrouping,
): ItemGroup[] {
  const groups = new Map<string, ActionItem[]>();
  for (const item of items) {
    const name = nameOf(item, grouping);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return [...groups].map(([name, grouped]) => ({ name, items: grouped }));
}
