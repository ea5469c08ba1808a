import {
  autoComplete,
  stateClass,
  StateDecision,
  targetState,
} from '../actionItems/autoComplete';
import { StatesSettings } from '../config';
import type { LinearIssue } from '../linear';
import { StateTarget } from './chooseState';
import { DesiredParentIssue } from './desiredState';
import { FieldRecord, FieldRecords } from './fieldRecords';
import { answer, intend, Verdict } from './reconcileField';
import { seenState } from './seenState';

/** What becomes of the state; `target` is there if it is to be moved. */
export interface StateResult {
  verdict: Verdict;
  decision: StateDecision;
  record: FieldRecords['state'];
  target?: StateTarget;
}

/** Applies the state rule to what is observed, in the issue's own team. */
export function reconcileState(options: {
  record: FieldRecords['state'];
  rule: DesiredParentIssue['stateRule'];
  observed: Pick<LinearIssue, 'state' | 'team'>;
}): StateResult {
  const { record, rule, observed } = options;
  const facts = { ...rule, team: observed.team };
  const seen = seenState({
    record,
    type: observed.state.type,
    targetState: targetState(facts).targetState,
    items: rule.items,
    team: observed.team,
  });
  const decision = autoComplete({
    ...facts,
    parent: { stateType: seen.type, setBy: seen.setBy },
  });
  const target = targetOf(decision, rule.states, observed.team.key);
  if (target) {
    return {
      verdict: { verdict: 'push', reason: decision.reason.message },
      decision,
      record: { ...intend(record, target.type), seen },
      target,
    };
  }
  return {
    verdict: {
      verdict: seen.setBy === 'person' ? 'humanEdit' : 'ours',
      reason: decision.reason.message,
    },
    decision,
    record: { ...withLanded(record, observed.state.type), seen },
  };
}

/** An unanswered move that is now seen has landed. */
function withLanded(
  record: FieldRecords['state'],
  type: string,
): FieldRecord<string> | undefined {
  const landed = record?.intended?.find(
    intended => stateClass(intended) === stateClass(type),
  );
  return landed === undefined
    ? record
    : answer(record, { asked: landed, value: type });
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
