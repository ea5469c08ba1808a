import {
  ActionItemSource,
  ActionItemStatus,
  IncidentStatus,
  ReasonCode,
} from '@backstage-incidents/incidents-common';
import fc from 'fast-check';
import { autoComplete, RuleItem, stateClass, StateSetBy } from './autoComplete';

function item(source: ActionItemSource, status: ActionItemStatus): RuleItem {
  return { source, status, isDirectSubIssue: source === 'child' };
}

const openChild = item('child', 'todo');
const startedChild = item('child', 'inProgress');
const doneChild = item('child', 'done');
const canceledChild = item('child', 'canceled');
const openRelated = item('related', 'todo');
const doneRelated = item('related', 'done');
const openBlocker = item('blockedBy', 'inProgress');

interface Case {
  status?: IncidentStatus;
  items: RuleItem[];
  parent?: string;
  setBy?: StateSetBy;
  counts?: ActionItemSource[];
  requireClosedIncident?: boolean;
  closesChildren?: boolean;
}

function decide(given: Case) {
  return autoComplete({
    incidentStatus: given.status ?? 'active',
    items: given.items,
    settings: {
      counts: given.counts ?? ['child', 'related'],
      requireClosedIncident: given.requireClosedIncident ?? false,
    },
    team: { autoCloseChildIssues: given.closesChildren ?? false },
    parent: {
      stateType: given.parent ?? 'started',
      setBy: given.setBy ?? 'backstage',
    },
  });
}

const table: [string, Case, string, ReasonCode][] = [
  // Incident status × items, parent open
  ['active, no items', { items: [] }, 'leave', 'noCountedItem'],
  ['active, an open child', { items: [openChild] }, 'leave', 'itemsOpen'],
  [
    'active, open and done',
    { items: [startedChild, openRelated, doneChild] },
    'leave',
    'itemsOpen',
  ],
  [
    'active, all done',
    { items: [doneChild, doneRelated] },
    'complete',
    'allItemsClosed',
  ],
  [
    'active, done and canceled',
    { items: [doneChild, canceledChild] },
    'complete',
    'allItemsClosed',
  ],
  [
    'active, all canceled',
    { items: [canceledChild] },
    'complete',
    'allItemsClosed',
  ],
  [
    'active, only an open blocker',
    { items: [openBlocker] },
    'leave',
    'noCountedItem',
  ],
  [
    'active, done beside an open blocker',
    { items: [doneChild, openBlocker] },
    'complete',
    'allItemsClosed',
  ],
  [
    'mitigated, all done',
    { status: 'mitigated', items: [doneChild] },
    'complete',
    'allItemsClosed',
  ],
  [
    'mitigated, no items',
    { status: 'mitigated', items: [] },
    'leave',
    'noCountedItem',
  ],
  [
    'postmortem, one open',
    { status: 'postmortem', items: [doneChild, openRelated] },
    'leave',
    'itemsOpen',
  ],
  [
    'postmortem, all done',
    { status: 'postmortem', items: [doneRelated] },
    'complete',
    'allItemsClosed',
  ],
  ['done, no items', { status: 'done', items: [] }, 'complete', 'incidentDone'],
  [
    'done, all done',
    { status: 'done', items: [doneChild] },
    'complete',
    'allItemsClosed',
  ],
  [
    'done, one open',
    { status: 'done', items: [doneChild, openChild] },
    'leave',
    'itemsOpen',
  ],
  [
    'done, only an open blocker',
    { status: 'done', items: [openBlocker] },
    'leave',
    'uncountedItemsOpen',
  ],
  [
    'canceled, no items',
    { status: 'canceled', items: [] },
    'cancel',
    'incidentCanceled',
  ],
  [
    'canceled, all done',
    { status: 'canceled', items: [doneChild] },
    'cancel',
    'incidentCanceled',
  ],
  [
    'canceled, an open sub-issue',
    { status: 'canceled', items: [openChild] },
    'leave',
    'subIssuesOpen',
  ],
  [
    'canceled, an open related issue',
    { status: 'canceled', items: [openRelated] },
    'cancel',
    'incidentCanceled',
  ],
  // Settings and team
  [
    'counts only related: an open child does not matter',
    { counts: ['related'], items: [openChild, doneRelated] },
    'complete',
    'allItemsClosed',
  ],
  [
    '… unless the team closes sub-issues with their parent',
    {
      counts: ['related'],
      items: [openChild, doneRelated],
      closesChildren: true,
    },
    'leave',
    'teamClosesSubIssues',
  ],
  [
    'a closed incident is required, and it is active',
    { requireClosedIncident: true, items: [doneChild] },
    'leave',
    'incidentNotClosed',
  ],
  [
    'a closed incident is required, and it is done',
    { requireClosedIncident: true, status: 'done', items: [doneChild] },
    'complete',
    'allItemsClosed',
  ],
  [
    'nothing counts, incident done',
    { counts: [], status: 'done', items: [doneChild] },
    'complete',
    'incidentDone',
  ],
  // Parent already closed
  [
    'completed already',
    { items: [doneChild], parent: 'completed' },
    'leave',
    'allItemsClosed',
  ],
  [
    'canceled already',
    { status: 'canceled', items: [], parent: 'duplicate' },
    'leave',
    'incidentCanceled',
  ],
  [
    'completed by us, new open item',
    { items: [doneChild, openChild], parent: 'completed' },
    'reopen',
    'itemsOpen',
  ],
  [
    'closed by Linear, new open item',
    {
      items: [doneChild, openChild],
      parent: 'completed',
      setBy: 'linearAutoClose',
    },
    'reopen',
    'itemsOpen',
  ],
  [
    'completed by us, the items are gone',
    { items: [], parent: 'completed' },
    'leave',
    'noCountedItem',
  ],
  [
    'completed by us, incident done, open item',
    { status: 'done', items: [openChild], parent: 'completed' },
    'reopen',
    'itemsOpen',
  ],
  [
    'completed by us, then the incident is canceled',
    { status: 'canceled', items: [doneChild], parent: 'completed' },
    'cancel',
    'incidentCanceled',
  ],
  [
    'canceled by us, the incident is active again',
    { items: [], parent: 'canceled' },
    'reopen',
    'incidentNoLongerCanceled',
  ],
  [
    'canceled by us, active again and all done',
    { items: [doneChild], parent: 'canceled' },
    'complete',
    'allItemsClosed',
  ],
  [
    'canceled by us, new open sub-issue',
    { status: 'canceled', items: [openChild], parent: 'canceled' },
    'reopen',
    'subIssuesOpen',
  ],
  // What a person decided
  [
    'completed by a person, open item',
    { items: [openChild], parent: 'completed', setBy: 'person' },
    'leave',
    'personCompleted',
  ],
  [
    'canceled by a person, all done',
    { items: [doneChild], parent: 'canceled', setBy: 'person' },
    'leave',
    'personCanceled',
  ],
  [
    'canceled by a person, open item',
    { items: [openChild], parent: 'canceled', setBy: 'person' },
    'leave',
    'personCanceled',
  ],
  [
    'reopened by a person, all done',
    { items: [doneChild], setBy: 'person' },
    'leave',
    'personReopened',
  ],
  [
    'completed by a person, incident canceled',
    { status: 'canceled', items: [], parent: 'completed', setBy: 'person' },
    'leave',
    'personCompleted',
  ],
  [
    'a state type of tomorrow is open',
    { items: [doneChild], parent: 'review' },
    'complete',
    'allItemsClosed',
  ],
];

const anyCase: fc.Arbitrary<Case> = fc.record({
  status: fc.constantFrom(
    'active',
    'mitigated',
    'postmortem',
    'done',
    'canceled',
  ),
  items: fc.array(
    fc.constantFrom(
      openChild,
      startedChild,
      doneChild,
      canceledChild,
      openRelated,
      doneRelated,
      openBlocker,
      item('blocks', 'done'),
    ),
  ),
  parent: fc.constantFrom(
    'triage',
    'backlog',
    'unstarted',
    'started',
    'completed',
    'canceled',
    'duplicate',
    'new',
  ),
  setBy: fc.constantFrom('backstage', 'person', 'linearAutoClose'),
  counts: fc.subarray<ActionItemSource>([
    'child',
    'related',
    'blockedBy',
    'blocks',
  ]),
  requireClosedIncident: fc.boolean(),
  closesChildren: fc.boolean(),
});

describe('autoComplete', () => {
  it.each(table)('%s', (_, given, action, code) => {
    const decision = decide(given);
    expect(decision.action).toBe(action);
    expect(decision.reason.code).toBe(code);
  });

  it('counts what is open in its reason', () => {
    const items = [startedChild, openRelated, doneChild];
    expect(decide({ items }).reason.params).toEqual({ open: 2, total: 3 });
    expect(
      decide({ items, parent: 'completed', setBy: 'person' }).reason.params,
    ).toEqual({ open: 2, total: 3 });
    expect(
      decide({ status: 'canceled', items: [openChild, startedChild] }).reason
        .params,
    ).toEqual({ count: 2 });
  });

  it('never moves what a person set', () => {
    fc.assert(
      fc.property(anyCase, given => {
        expect(decide({ ...given, setBy: 'person' }).action).toBe('leave');
      }),
    );
  });

  it('never closes a parent over counted open work, nor over any open sub-issue its team would close', () => {
    fc.assert(
      fc.property(anyCase, given => {
        const { action } = decide(given);
        const open = given.items.filter(
          ({ status }) => status === 'todo' || status === 'inProgress',
        );
        const counted = open.filter(({ source }) =>
          given.counts?.includes(source),
        );
        const children = open.filter(({ source }) => source === 'child');
        expect(action === 'complete' && counted.length > 0).toBe(false);
        expect(
          action === 'complete' && given.closesChildren && children.length > 0,
        ).toBe(false);
        expect(action === 'cancel' && children.length > 0).toBe(false);
      }),
    );
  });

  it('has nothing more to do once its decision is carried out', () => {
    const after = {
      complete: 'completed',
      cancel: 'canceled',
      reopen: 'started',
    };
    fc.assert(
      fc.property(anyCase, given => {
        const { action } = decide(given);
        const parent = action === 'leave' ? given.parent : after[action];
        const setBy = action === 'leave' ? given.setBy : 'backstage';
        expect(decide({ ...given, parent, setBy }).action).toBe('leave');
      }),
    );
  });

  it('does not depend on the order of the items', () => {
    fc.assert(
      fc.property(anyCase, given => {
        expect(decide({ ...given, items: [...given.items].reverse() })).toEqual(
          decide(given),
        );
      }),
    );
  });

  it('always gives a reason, and moves only between classes of state', () => {
    fc.assert(
      fc.property(anyCase, given => {
        const { action, reason } = decide(given);
        expect(reason.message).not.toBe('');
        const destination = {
          complete: 'completed',
          cancel: 'canceled',
          reopen: 'open',
          leave: '',
        };
        expect(stateClass(given.parent ?? '')).not.toBe(destination[action]);
      }),
    );
  });
});
