import {
  autoComplete,
  RuleItem,
  stateClass,
  StateDecision,
  StateSetBy,
  TargetState,
  targetState,
} from '../actionItems/autoComplete';
import { isOpen } from '../actionItems/progress';
import { StatesSettings } from '../config';
import {
  isSameName,
  type LinearIssue,
  type LinearState,
  lowestState,
} from '../linear';
import { DesiredParentIssue } from './desiredState';
import {
  FieldRecord,
  FieldRecords,
  intend,
  recordApplied,
} from './fieldRecords';
import { FieldDecision } from './reconcileField';

/** Where the parent issue's state is to go. */
export interface StateTarget {
  /** Linear's state type. */
  type: 'started' | 'completed' | 'canceled';
  /** Configured name; taken if the team has it and it means the same. */
  name?: string;
}

/** What becomes of the state; `target` is there if it is to be moved. */
export interface StateResult {
  decision: FieldDecision;
  /** What the state rule says. */
  stateDecision: StateDecision;
  record: FieldRecords['state'];
  target?: StateTarget;
}

/** Applies the state rule to what is observed, in the issue's own team. */
export function reconcileState(
  record: FieldRecords['state'],
  rule: DesiredParentIssue['stateRule'],
  observed: Pick<LinearIssue, 'state' | 'team'>,
): StateResult {
  const facts = { ...rule, team: observed.team };
  const { type } = observed.state;
  const wanted = targetState(facts).targetState;
  const setBy = findAuthor(record, observed, wanted, rule.items);
  const stateDecision = autoComplete({
    ...facts,
    parent: { stateType: type, setBy },
  });
  const target = targetOf(stateDecision, rule.states, observed.team.key);
  if (target) {
    return {
      decision: 'write',
      stateDecision,
      record: { ...intend(record, target.type), seen: { type, setBy } },
      target,
    };
  }
  return {
    decision: setBy === 'person' ? 'keepExternal' : 'inSync',
    stateDecision,
    record: { ...withLanded(record, type), seen: { type, setBy } },
  };
}

/** A move without a response that is now seen has landed. */
function withLanded(
  record: FieldRecords['state'],
  type: string,
): FieldRecord<string> | undefined {
  const landed = record?.intended?.find(
    intended => stateClass(intended) === stateClass(type),
  );
  return landed === undefined
    ? record
    : recordApplied(record, { intended: landed, value: type });
}

function targetOf(
  { action }: StateDecision,
  states: StatesSettings,
  teamKey: string,
): StateTarget | undefined {
  const names = {
    ...states.default,
    ...states.teams[teamKey.toLocaleUpperCase('en-US')],
  };
  switch (action) {
    case 'complete':
      return { type: 'completed', name: names.completed };
    case 'cancel':
      return { type: 'canceled', name: names.canceled };
    case 'reopen':
      return { type: 'started', name: names.open };
    case 'leave':
      return undefined;
    default:
      return action satisfies never;
  }
}

/**
 * The state of an issue's own team to move it to: the configured one, else
 * the lowest position of the type; `undefined` if the team has none.
 */
export function chooseState(
  states: readonly LinearState[],
  target: StateTarget,
): LinearState | undefined {
  const named = states.find(
    state =>
      isSameName(state.name, target.name ?? '') &&
      stateClass(state.type) === stateClass(target.type),
  );
  return named ?? lowestState(states, target.type);
}

/**
 * Who moved the parent issue to its state. States are compared by the meaning of
 * their type: a move between open states is progress, not a decision. A state
 * that equals our writes or the target state is ours. A person's closing is kept
 * until the state changes, a person's reopening until there is open work.
 */
function findAuthor(
  record: FieldRecords['state'],
  { state: { type }, team }: Pick<LinearIssue, 'state' | 'team'>,
  wanted: TargetState,
  items: readonly RuleItem[],
): StateSetBy {
  const current = stateClass(type);
  const seen = record?.seen;
  if (seen && stateClass(seen.type) === current) {
    const agreed = current === 'open' && wanted === 'open';
    return agreed ? 'backstage' : seen.setBy;
  }
  // Once seen, `seen` says what was applied; only what has no response yet may still appear.
  const written = [
    ...(record?.intended ?? []),
    ...(record?.applied && !seen ? [record.applied.value] : []),
  ];
  if (wanted === current || written.map(stateClass).includes(current)) {
    return 'backstage';
  }
  // An open issue that we never wrote to: nobody decided anything yet.
  if (current === 'open' && !seen && written.length === 0) {
    return 'backstage';
  }
  const subIssues = items.filter(item => item.isDirectSubIssue);
  if (
    current === 'completed' &&
    team.autoCloseParentIssues &&
    subIssues.length > 0 &&
    subIssues.every(item => !isOpen(item.status))
  ) {
    return 'linearAutoClose';
  }
  return 'person';
}
