import {
  RuleItem,
  stateClass,
  StateSetBy,
  TargetState,
} from '../actionItems/autoComplete';
import { isOpen } from '../actionItems/progress';
import { FieldRecords, SeenState } from './fieldRecords';

/**
 * Who brought the parent issue to its state. States compare by what their type
 * means: a move between open states is work going on, not a decision. What
 * equals our writes or the target state is ours, whoever made it. A person's closing
 * stays theirs until the state changes; a person's reopening until open work
 * agrees with it.
 */
export function seenState(options: {
  record: FieldRecords['state'];
  /** Linear's state type. */
  type: string;
  targetState: TargetState;
  items: readonly RuleItem[];
  team: { autoCloseParentIssues: boolean };
}): SeenState {
  const { record, type, targetState } = options;
  const current = stateClass(type);
  const seen = record?.seen;
  if (seen && stateClass(seen.type) === current) {
    const agreed = current === 'open' && targetState === 'open';
    return { type, setBy: agreed ? 'backstage' : seen.setBy };
  }
  return { type, setBy: findAuthor(options) };
}

function findAuthor({
  record,
  type,
  targetState,
  items,
  team,
}: Parameters<typeof seenState>[0]): StateSetBy {
  const current = stateClass(type);
  // Once seen, what was applied is told by `seen`; only what has no answer yet may still appear.
  const written = [
    ...(record?.intended ?? []),
    ...(record?.applied && !record.seen ? [record.applied.value] : []),
  ];
  if (targetState === current || written.map(stateClass).includes(current)) {
    return 'backstage';
  }
  // An open issue that we never wrote to: nobody decided anything yet.
  if (current === 'open' && !record?.seen && written.length === 0) {
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
