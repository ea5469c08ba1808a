import {
  ActionItemSource,
  ActionItemStatus,
  IncidentStatus,
  reason,
  Reason,
} from '@backstage-incidents/incidents-common';
import { AutoCompleteSettings } from '../config';
import { isOpen } from './progress';

/** What the state rule looks at in an item. */
export interface RuleItem {
  status: ActionItemStatus;
  source: ActionItemSource;
  /** Direct sub-issue of the parent issue. */
  isDirectSubIssue: boolean;
}

/** Who brought the parent issue to the state it is in. */
export type StateSetBy = 'backstage' | 'person' | 'linearAutoClose';

/** Where the parent issue should be. `undecided`: neither closing nor reopening is called for. */
export type TargetState = 'completed' | 'canceled' | 'open' | 'undecided';

/** What to do with the parent issue's state, and why. */
export interface StateDecision {
  action: 'complete' | 'cancel' | 'reopen' | 'leave';
  reason: Reason;
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

const ACTIONS = {
  open: 'reopen',
  completed: 'complete',
  canceled: 'cancel',
} as const;

const PERSON_CHANGED = {
  open: 'personReopened',
  completed: 'personCompleted',
  canceled: 'personCanceled',
} as const;

/** Where the incident and its items alone would have the parent issue, whatever state it is in. */
export function targetState(options: StateRuleOptions): {
  targetState: TargetState;
  reason: Reason;
} {
  const { incidentStatus, items, settings, team } = options;
  const { counted, openCounted } = countedItems(options);
  const open = items.filter(item => isOpen(item.status));
  const openSubIssues = open.filter(item => item.isDirectSubIssue).length;
  const undecided = (why: Reason) =>
    ({ targetState: 'undecided', reason: why } as const);

  if (incidentStatus === 'canceled') {
    return openSubIssues === 0
      ? { targetState: 'canceled', reason: reason('incidentCanceled') }
      : {
          targetState: 'open',
          reason: reason('subIssuesOpen', { count: openSubIssues }),
        };
  }
  if (openCounted > 0) {
    return {
      targetState: 'open',
      reason: reason('itemsOpen', { open: openCounted, total: counted }),
    };
  }
  const isDone = incidentStatus === 'done';
  if (counted === 0 && !isDone) {
    return undecided(reason('noCountedItem'));
  }
  if (counted === 0 && open.length > 0) {
    return undecided(reason('uncountedItemsOpen', { count: open.length }));
  }
  if (settings.requireClosedIncident && !isDone) {
    return undecided(reason('incidentNotClosed'));
  }
  if (team.autoCloseChildIssues && openSubIssues > 0) {
    return undecided(reason('teamClosesSubIssues', { count: openSubIssues }));
  }
  return {
    targetState: 'completed',
    reason: reason(counted > 0 ? 'allItemsClosed' : 'incidentDone'),
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
): StateDecision {
  const { parent } = options;
  const target = targetState(options);
  const current = stateClass(parent.stateType);
  const leave: StateDecision = { action: 'leave', reason: target.reason };

  if (target.targetState === current) return leave;
  if (parent.setBy === 'person') {
    if (target.targetState === 'undecided') return leave;
    const { openCounted, counted } = countedItems(options);
    return {
      action: 'leave',
      reason: reason(PERSON_CHANGED[current], {
        open: openCounted,
        total: counted,
      }),
    };
  }
  if (target.targetState !== 'undecided') {
    return { action: ACTIONS[target.targetState], reason: target.reason };
  }
  return current === 'canceled'
    ? { action: 'reopen', reason: reason('incidentNoLongerCanceled') }
    : leave;
}

/** Items that count towards completion, and how many of them are open. */
export function countedItems({
  items,
  settings,
}: Pick<StateRuleOptions, 'items' | 'settings'>) {
  const counted = items.filter(item => settings.counts.includes(item.source));
  return {
    counted: counted.length,
    openCounted: counted.filter(item => isOpen(item.status)).length,
  };
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
