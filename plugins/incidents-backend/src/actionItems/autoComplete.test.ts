import {
  ActionItemSource,
  ActionItemStatus,
  IncidentStatus,
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

const table: [string, Case, string, RegExp][] = [
  // Incident status × items, parent open
  ['active, no items', { items: [] }, 'leave', /no counted action item/],
  [
    'active, an open child',
    { items: [openChild] },
    'leave',
    /1 of 1 counted action items is open/,
  ],
  [
    'active, open and done',
    { items: [startedChild, openRelated, doneChild] },
    'leave',
    /2 of 3 .* are open/,
  ],
  [
    'active, all done',
    { items: [doneChild, doneRelated] },
    'complete',
    /every counted action item is closed/,
  ],
  [
    'active, done and canceled',
    { items: [doneChild, canceledChild] },
    'complete',
    /every counted/,
  ],
  [
    'active, all canceled',
    { items: [canceledChild] },
    'complete',
    /every counted/,
  ],
  [
    'active, only an open blocker',
    { items: [openBlocker] },
    'leave',
    /no counted/,
  ],
  [
    'active, done beside an open blocker',
    { items: [doneChild, openBlocker] },
    'complete',
    /every counted/,
  ],
  [
    'mitigated, all done',
    { status: 'mitigated', items: [doneChild] },
    'complete',
    /every counted/,
  ],
  [
    'mitigated, no items',
    { status: 'mitigated', items: [] },
    'leave',
    /no counted/,
  ],
  [
    'postmortem, one open',
    { status: 'postmortem', items: [doneChild, openRelated] },
    'leave',
    /1 of 2/,
  ],
  [
    'postmortem, all done',
    { status: 'postmortem', items: [doneRelated] },
    'complete',
    /every counted/,
  ],
  [
    'done, no items',
    { status: 'done', items: [] },
    'complete',
    /incident is done and no action item is open/,
  ],
  [
    'done, all done',
    { status: 'done', items: [doneChild] },
    'complete',
    /every counted/,
  ],
  [
    'done, one open',
    { status: 'done', items: [doneChild, openChild] },
    'leave',
    /1 of 2/,
  ],
  [
    'done, only an open blocker',
    { status: 'done', items: [openBlocker] },
    'leave',
    /done, but an action item is open/,
  ],
  [
    'canceled, no items',
    { status: 'canceled', items: [] },
    'cancel',
    /incident is canceled/,
  ],
  [
    'canceled, all done',
    { status: 'canceled', items: [doneChild] },
    'cancel',
    /incident is canceled/,
  ],
  [
    'canceled, an open sub-issue',
    { status: 'canceled', items: [openChild] },
    'leave',
    /canceled, but a sub-issue is open/,
  ],
  [
    'canceled, an open related issue',
    { status: 'canceled', items: [openRelated] },
    'cancel',
    /incident is canceled/,
  ],
  // Settings and team
  [
    'counts only related: an open child does not matter',
    { counts: ['related'], items: [openChild, doneRelated] },
    'complete',
    /every counted/,
  ],
  [
    '… unless the team closes sub-issues with their parent',
    {
      counts: ['related'],
      items: [openChild, doneRelated],
      closesChildren: true,
    },
    'leave',
    /a sub-issue is open, and this team closes sub-issues/,
  ],
  [
    'a closed incident is required, and it is active',
    { requireClosedIncident: true, items: [doneChild] },
    'leave',
    /the incident itself is not/,
  ],
  [
    'a closed incident is required, and it is done',
    { requireClosedIncident: true, status: 'done', items: [doneChild] },
    'complete',
    /every counted/,
  ],
  [
    'nothing counts, incident done',
    { counts: [], status: 'done', items: [doneChild] },
    'complete',
    /incident is done/,
  ],
  // Parent already closed
  [
    'completed already',
    { items: [doneChild], parent: 'completed' },
    'leave',
    /every counted/,
  ],
  [
    'canceled already',
    { status: 'canceled', items: [], parent: 'duplicate' },
    'leave',
    /incident is canceled/,
  ],
  [
    'completed by us, new open item',
    { items: [doneChild, openChild], parent: 'completed' },
    'reopen',
    /1 of 2/,
  ],
  [
    'closed by Linear, new open item',
    {
      items: [doneChild, openChild],
      parent: 'completed',
      setBy: 'linearAutoClose',
    },
    'reopen',
    /1 of 2/,
  ],
  [
    'completed by us, the items are gone',
    { items: [], parent: 'completed' },
    'leave',
    /no counted/,
  ],
  [
    'completed by us, incident done, open item',
    { status: 'done', items: [openChild], parent: 'completed' },
    'reopen',
    /1 of 1/,
  ],
  [
    'completed by us, then the incident is canceled',
    { status: 'canceled', items: [doneChild], parent: 'completed' },
    'cancel',
    /incident is canceled/,
  ],
  [
    'canceled by us, the incident is active again',
    { items: [], parent: 'canceled' },
    'reopen',
    /no longer canceled/,
  ],
  [
    'canceled by us, active again and all done',
    { items: [doneChild], parent: 'canceled' },
    'complete',
    /every counted/,
  ],
  [
    'canceled by us, new open sub-issue',
    { status: 'canceled', items: [openChild], parent: 'canceled' },
    'reopen',
    /sub-issue is open/,
  ],
  // What a person decided
  [
    'completed by a person, open item',
    { items: [openChild], parent: 'completed', setBy: 'person' },
    'leave',
    /a person completed it in Linear; left as it is, although 1 of 1/,
  ],
  [
    'canceled by a person, all done',
    { items: [doneChild], parent: 'canceled', setBy: 'person' },
    'leave',
    /a person canceled it/,
  ],
  [
    'canceled by a person, open item',
    { items: [openChild], parent: 'canceled', setBy: 'person' },
    'leave',
    /a person canceled it/,
  ],
  [
    'reopened by a person, all done',
    { items: [doneChild], setBy: 'person' },
    'leave',
    /a person reopened it/,
  ],
  [
    'completed by a person, incident canceled',
    { status: 'canceled', items: [], parent: 'completed', setBy: 'person' },
    'leave',
    /a person completed it/,
  ],
  [
    'a state type of tomorrow is open',
    { items: [doneChild], parent: 'review' },
    'complete',
    /every counted/,
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
  it.each(table)('%s', (_, given, action, reason) => {
    const decision = decide(given);
    expect(decision.action).toBe(action);
    expect(decision.reason).toMatch(reason);
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
        expect(reason).not.toBe('');
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
