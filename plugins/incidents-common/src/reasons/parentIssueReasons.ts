const subIssues = (count: number) =>
  count === 1 ? '1 sub-issue is' : `${count} sub-issues are`;

/** Action items that count towards completion. */
export interface CountedItems {
  open: number;
  total: number;
}

const openItems = ({ open, total }: CountedItems) =>
  `${open} of ${total} action ${total === 1 ? 'item' : 'items'} ${
    open === 1 ? 'is' : 'are'
  } still open`;

const personChanged = (verb: string) => (items: CountedItems) =>
  `A person ${verb} it in Linear, so Backstage leaves it as it is; ${openItems(
    items,
  )}`;

/** Why a parent issue is where it is. */
export const parentIssueReasons = {
  allItemsClosed: () => 'All action items are closed',
  itemsOpen: openItems,
  noCountedItem: () => 'No action item counts towards completion',
  uncountedItemsOpen: ({ count }: { count: number }) =>
    `The incident is done, but an action item that does not count towards completion is open (${count} in all)`,
  incidentDone: () => 'The incident is done and no action item is open',
  incidentNotClosed: () =>
    'All action items are closed, but the incident is not',
  incidentCanceled: () => 'The incident is canceled',
  incidentNoLongerCanceled: () => 'The incident is no longer canceled',
  subIssuesOpen: ({ count }: { count: number }) =>
    `The incident is canceled, but ${subIssues(count)} open`,
  teamClosesSubIssues: ({ count }: { count: number }) =>
    `${subIssues(
      count,
    )} open, and the Linear team closes sub-issues with their parent`,
  personCompleted: personChanged('completed'),
  personCanceled: personChanged('canceled'),
  personReopened: personChanged('reopened'),
  parentIssueCreating: () =>
    'The parent issue is about to be created in Linear',
  parentIssueUnlinked: () => 'A person unlinked the parent issue',
  parentIssueMissing: ({ identifier }: { identifier?: string } = {}) =>
    `${
      identifier ?? 'The parent issue'
    } was deleted in Linear, or Backstage lost access to it`,
  /** No place for a new parent issue: Linear lacks what the rule names, and what the default names. */
  noUsableRoute: ({ rule, because }: { rule: string; because: string }) =>
    `Routing rule '${rule}' cannot be used, nor can the default: ${because}. Correct incidents.linear.routing, or link an existing issue`,
  teamHasNoState: ({ team, type }: { team: string; type: string }) =>
    `Linear team ${team} has no workflow state of type ${type}, so its parent issues cannot be moved there`,
  parentIssueReplaced: () =>
    'The parent issue was replaced while it was being created',
  identifierGapTooWide: ({
    team,
    wanted,
    gapLimit,
  }: {
    team: string;
    wanted: number;
    gapLimit: number;
  }) =>
    `${team}-${wanted} is more than ${gapLimit} numbers ahead of the team's issues in Linear; raise incidents.linear.identifierGapLimit, or link an existing issue`,
} as const;
