import { describeMissing, MissingTarget } from './routingReasons';

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

/** Why a parent issue has its status, state or team. */
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
  /** Linear closed it together with its sub-issues, as configured for its team. */
  completedWithSubIssues: () =>
    'Completed by Linear together with its sub-issues',
  redactionPending: () =>
    'What it shows of the private incident in Linear is about to be redacted',
  leadWithoutEmail: () =>
    'Nobody is assigned, because the lead has no email address in the catalog',
  leadNotInLinear: () =>
    "Nobody is assigned, because no user of the Linear workspace matches the lead's email address or the annotation linear.app/user-id",
  leadNotAssignable: () =>
    'Nobody is assigned, because Linear does not accept the lead as assignee',
  identifierTaken: ({
    wanted,
    identifier,
  }: {
    wanted: string;
    identifier: string;
  }) => `Linear had already given away ${wanted}, so it is ${identifier}`,
  parentIssueCreating: () =>
    'The parent issue is about to be created in Linear',
  parentIssueUnlinked: () => 'A person unlinked the parent issue',
  parentIssueMissing: ({ identifier }: { identifier?: string } = {}) =>
    `${
      identifier ?? 'The parent issue'
    } was deleted in Linear, or Backstage lost access to it`,
  /** In the same words whether there is no such issue, its team is another one, or it belongs to a private incident. */
  issueNotLinkable: ({ teams }: { teams: string[] }) =>
    `not found among the issues that may be linked: those of the Linear teams ${teams.join(
      ', ',
    )}`,
  /** Whether Linear has the team or not. */
  teamNotLinkable: ({ team, teams }: { team: string; teams: string[] }) =>
    `${team} not found among the teams that may be used: ${teams.join(', ')}`,
  /** No team for a new parent issue: neither the rule's nor the default's names exist in Linear. */
  noUsableRoute: (missing: MissingTarget) =>
    `${describeMissing(
      missing,
    )}, and the default route needs it. Correct incidents.linear.routing, or link an existing issue`,
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
