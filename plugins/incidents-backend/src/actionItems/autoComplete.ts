import {
  ActionItemSource,
  ActionItemStatus,
  IncidentStatus,
} from '@backstage-incidents/incidents-common';
import { AutoCompleteSettings } from '../config';
import { isOpen } from './itemStatus';

/** What the state rule looks at in an item. */
export interface RuleItem {
  status: ActionItemStatus;
  source: ActionItemSource;
  /** Direct sub-issue of the parent issue. */
  isDirectSubIssue: boolean;
}

/** Who brought the parent issue to the state it is in. */
export type StateSetBy = 'backstage' | 'person' | 'linearAutoClose';

/**
 * Where the incident and its items alone would have the parent issue.
 * `undecided`: they ask neither for closing nor for reopening.
 */
export interface StateWish {
  wish: 'completed' | 'canceled' | 'open' | 'undecided';
  /** In words, for the card. */
  reason: string;
}

/** What to do with the parent issue's state. */
export interface AutoCompleteDecision {
  action: 'complete' | 'cancel' | 'reopen' | 'leave';
  /** In words, for the card. */
  reason: string;
}

/** Facts the state rule works on. */
export interface StateRuleOptions {
  incidentStatus: IncidentStatus;
  /** All sub-issues, shown or not, and all shown related issues. */
  items: readonly RuleItem[];
  settings: AutoCompleteSettings;
  /** The parent issue's own team. */
  team: { autoCloseChildIssues: boolean };
}

const PERSON_DID = {
  open: 'a person reopened it in Linear',
  completed: 'a person completed it in Linear',
  canceled: 'a person canceled it in Linear',
} as const;

/** The part of the rule that knows nothing of the parent issue's state. */
export function stateWish(options: StateRuleOptions): StateWish {
  const { incidentStatus, items, settings, team } = options;
  const counted = items.filter(item => settings.counts.includes(item.source));
  const open = items.filter(item => isOpen(item.status));
  const openCounted = counted.filter(item => isOpen(item.status));
  const openSubIssues = open.filter(item => item.isDirectSubIssue);

  if (incidentStatus === 'canceled') {
    return openSubIssues.length === 0
      ? { wish: 'canceled', reason: 'the incident is canceled' }
      : {
          wish: 'open',
          reason: `the incident is canceled, but ${subIssues(
            openSubIssues.length,
          )} open`,
        };
  }
  if (openCounted.length > 0) {
    return {
      wish: 'open',
      reason: `${openCounted.length} of ${
        counted.length
      } counted action items ${openCounted.length === 1 ? 'is' : 'are'} open`,
    };
  }
  const incidentIsDone = incidentStatus === 'done';
  if (counted.length === 0 && !incidentIsDone) {
    return { wish: 'undecided', reason: 'there is no counted action item' };
  }
  if (counted.length === 0 && open.length > 0) {
    return {
      wish: 'undecided',
      reason: 'the incident is done, but an action item is open',
    };
  }
  if (settings.requireClosedIncident && !incidentIsDone) {
    return {
      wish: 'undecided',
      reason:
        'every counted action item is closed, but the incident itself is not',
    };
  }
  if (team.autoCloseChildIssues && openSubIssues.length > 0) {
    return {
      wish: 'undecided',
      reason: `${subIssues(
        openSubIssues.length,
      )} open, and this team closes sub-issues with their parent`,
    };
  }
  return {
    wish: 'completed',
    reason:
      counted.length > 0
        ? 'every counted action item is closed'
        : 'the incident is done and no action item is open',
  };
}

/**
 * The state rule of the parent issue. What a person closed is not reopened,
 * what a person canceled or reopened is not closed again.
 */
export function autoComplete(
  options: StateRuleOptions & {
    parent: {
      /** Linear's state type. */
      stateType: string;
      setBy: StateSetBy;
    };
  },
): AutoCompleteDecision {
  const { parent } = options;
  const { wish, reason } = stateWish(options);
  const current = stateClass(parent.stateType);
  const leave = (because: string): AutoCompleteDecision => ({
    action: 'leave',
    reason: because,
  });

  if (wish === current) return leave(reason);
  if (parent.setBy === 'person') {
    return wish === 'undecided'
      ? leave(reason)
      : leave(`${PERSON_DID[current]}; left as it is, although ${reason}`);
  }
  switch (wish) {
    case 'completed':
      return { action: 'complete', reason };
    case 'canceled':
      return { action: 'cancel', reason };
    case 'open':
      return { action: 'reopen', reason };
    case 'undecided':
      return current === 'canceled'
        ? { action: 'reopen', reason: 'the incident is no longer canceled' }
        : leave(reason);
    default:
      return wish satisfies never;
  }
}

/** What a state type means to the rule; a type not known here is open. */
export function stateClass(type: string): 'open' | 'completed' | 'canceled' {
  switch (type) {
    case 'completed':
      return 'completed';
    case 'canceled':
    case 'duplicate':
      return 'canceled';
    default:
      return 'open';
  }
}

function subIssues(count: number): string {
  return count === 1 ? 'a sub-issue is' : `${count} sub-issues are`;
}
