import { RuleItem } from '../actionItems/autoComplete';
import {
  ann,
  bob,
  done,
  open,
  ParentIssueBench,
  state,
  team,
  user,
} from './__testUtils__/ParentIssueBench';
import { OwnedField } from './reconcile';
import {
  intendCreation,
  recordResponse,
  recordCreation,
} from './recordResponse';

function decisionOf(bench: ParentIssueBench, field: OwnedField) {
  return bench.sync().decisions[field];
}

describe('reconcile', () => {
  it('writes nothing but the attachment to an issue just created', () => {
    const bench = new ParentIssueBench();
    bench.fields = recordCreation(bench.desired, bench.issue);
    const first = bench.sync();
    expect(first.write).toBeUndefined();
    expect(first.attachment).toEqual({
      url: 'https://backstage.example/catalog/default/incident/inc-1',
      title: 'Incident INC-1',
      subtitle: 'Backstage',
    });
    expect(bench.sync()).toMatchObject({
      write: undefined,
      attachment: undefined,
    });
  });

  it('writes only what changed, all of it at once', () => {
    const bench = new ParentIssueBench();
    bench.backstage({ title: 'Slow', severity: 'sev3' });
    bench.sync();
    expect(bench.written).toEqual({ title: '[INC-1] Slow', priority: 3 });
  });

  describe('title', () => {
    it('changes with the title in Backstage', () => {
      const bench = new ParentIssueBench();
      bench.backstage({ title: 'Slow' });
      expect(decisionOf(bench, 'title')).toBe('write');
      expect(bench.issue.title).toBe('[INC-1] Slow');
    });

    it('stays as a person edited it until it changes in Backstage', () => {
      const bench = new ParentIssueBench();
      bench.human({ title: 'Mine' });
      expect(decisionOf(bench, 'title')).toBe('keepExternal');
      expect(decisionOf(bench, 'title')).toBe('keepExternal');
      bench.backstage({ severity: 'sev1' });
      bench.sync();
      expect(bench.issue.title).toBe('Mine');
      bench.backstage({ title: 'Slow' });
      expect(decisionOf(bench, 'title')).toBe('write');
      expect(bench.issue.title).toBe('[INC-1] Slow');
    });

    it('stays if it changed in Backstage before we saw the edit', () => {
      const bench = new ParentIssueBench();
      bench.backstage({ title: 'Slow' });
      bench.human({ title: 'Mine' });
      expect(decisionOf(bench, 'title')).toBe('keepExternal');
      expect(bench.issue.title).toBe('Mine');
    });

    it('gives way to a second edit of the same words after Backstage won once', () => {
      const bench = new ParentIssueBench();
      bench.human({ title: 'Mine' });
      bench.sync();
      bench.backstage({ title: 'Slow' });
      bench.sync();
      bench.human({ title: 'Mine' });
      expect(decisionOf(bench, 'title')).toBe('keepExternal');
    });

    it('keeps winning over a seen edit although the first write is lost', () => {
      const bench = new ParentIssueBench();
      bench.human({ title: 'Mine' });
      bench.sync();
      bench.backstage({ title: 'Slow' });
      bench.sync('write');
      expect(bench.issue.title).toBe('Mine');
      bench.sync();
      expect(bench.issue.title).toBe('[INC-1] Slow');
    });

    it('never treats its own delayed write as an edit', () => {
      const bench = new ParentIssueBench();
      bench.backstage({ title: 'First' });
      bench.sync('write');
      bench.backstage({ title: 'Second' });
      bench.sync();
      bench.human({ title: '[INC-1] First' });
      expect(decisionOf(bench, 'title')).toBe('write');
      expect(bench.issue.title).toBe('[INC-1] Second');
    });

    it('is settled by the value that Linear stored', () => {
      const bench = new ParentIssueBench();
      bench.backstage({ title: 'Slow   again' });
      const { fields, write } = bench.sync();
      bench.issue.title = '[INC-1] Slow again';
      bench.fields = recordResponse({
        fields,
        write: write ?? {},
        response: bench.issue,
      });
      expect(bench.sync().write).toBeUndefined();
      bench.backstage({ title: 'Slow' });
      expect(decisionOf(bench, 'title')).toBe('write');
    });
  });

  describe('redaction', () => {
    it('overwrites what would show something at once, edited or not', () => {
      const bench = new ParentIssueBench();
      bench.human({
        title: 'Mine',
        description: 'All the details',
        assignee: user('bob'),
        priority: 4,
        labelIds: ['label', 'theirs'],
      });
      bench.sync();
      bench.backstage({ visibility: 'private' });
      const result = bench.sync();
      expect(result.write).toEqual({
        title: '[INC-1] Private incident',
        description: '',
        assigneeId: null,
        priority: 0,
        removedLabelIds: ['label'],
      });
      expect(result.redactionPending).toBe(true);
      expect(bench.sync()).toMatchObject({
        write: undefined,
        redactionPending: false,
      });
    });

    it('overwrites every edit and is pending until it holds', () => {
      const bench = new ParentIssueBench({ visibility: 'private' });
      for (const title of ['The secret', 'The secret again']) {
        bench.human({ title, description: 'Secret' });
        expect(bench.sync('write').redactionPending).toBe(true);
        expect(bench.sync('response').redactionPending).toBe(true);
        expect(bench.issue).toMatchObject({
          title: '[INC-1] Private incident',
          description: '',
        });
        expect(bench.sync().redactionPending).toBe(false);
      }
    });

    it('never intends a word of a private incident', () => {
      const bench = new ParentIssueBench({
        visibility: 'private',
        title: 'Topsecret',
      });
      const result = bench.sync();
      expect(
        JSON.stringify([result, bench.desired, bench.issue]),
      ).not.toContain('Topsecret');
      expect(JSON.stringify([result, bench.issue])).not.toContain('Summary');
    });

    it('blanks a description it has not read, once', () => {
      const bench = new ParentIssueBench();
      bench.human({ description: undefined });
      bench.backstage({ visibility: 'private' });
      expect(bench.sync().write).toMatchObject({ description: '' });
      bench.human({ description: undefined });
      expect(bench.sync().write).toBeUndefined();
    });

    it('is undone when the incident is public again', () => {
      const bench = new ParentIssueBench({ visibility: 'private' });
      bench.backstage({ visibility: 'public' });
      bench.sync();
      expect(bench.written).toEqual({
        title: '[INC-1] Down',
        description: expect.stringContaining('Summary'),
        assigneeId: 'ann',
        priority: 2,
        addedLabelIds: ['label'],
      });
      expect(bench.sync().write).toBeUndefined();
    });

    it('leaves what may be shown to people', () => {
      const bench = new ParentIssueBench();
      bench.world.showInLinear = ['assignee', 'priority', 'labels'];
      bench.human({ assignee: user('bob'), priority: 4 });
      bench.backstage({ visibility: 'private' });
      expect(bench.sync().write).toEqual({
        title: '[INC-1] Private incident',
        description: '',
      });
    });

    it('removes a label of the route that a person added', () => {
      const bench = new ParentIssueBench({ visibility: 'private' });
      bench.human({ labelIds: ['theirs', 'label'] });
      expect(bench.sync().write).toEqual({ removedLabelIds: ['label'] });
    });

    it('is nothing that a linked issue gets, whose text is never written', () => {
      const bench = new ParentIssueBench();
      bench.world.origin = 'linked';
      bench.fields = {};
      bench.human({
        title: 'Theirs',
        description: 'Theirs',
        assignee: user('bob'),
        priority: 4,
        labelIds: ['theirs'],
      });
      for (const visibility of ['private', 'public'] as const) {
        bench.backstage({ visibility, title: visibility });
        const { write = {}, redactionPending } = bench.sync();
        expect(write).toEqual(
          visibility === 'public' ? { addedLabelIds: ['label'] } : {},
        );
        expect(redactionPending).toBe(false);
      }
    });

    it('covers an issue that was the parent of another incident before', () => {
      const bench = new ParentIssueBench();
      bench.fields = {};
      bench.backstage({ visibility: 'private' });
      bench.sync();
      expect(bench.issue).toMatchObject({
        title: '[INC-1] Private incident',
        description: '',
      });
    });
  });

  describe('description', () => {
    it('is never touched after creation', () => {
      const bench = new ParentIssueBench();
      for (const description of ['Edited', '', undefined]) {
        bench.human({ description });
        bench.backstage({ title: `T${description}`, severity: 'sev5' });
        bench.sync();
        expect(bench.written?.description).toBeUndefined();
      }
    });

    it('is never written over what a person wrote since it was blanked', () => {
      const bench = new ParentIssueBench({ visibility: 'private' });
      bench.backstage({ visibility: 'public' });
      bench.human({ description: 'Theirs' });
      bench.sync();
      expect(bench.issue.description).toBe('Theirs');
      bench.human({ description: '' });
      bench.sync();
      expect(bench.issue.description).toBe('');
    });

    it('is written again if the write was lost, and not if only its response was', () => {
      const bench = new ParentIssueBench({ visibility: 'private' });
      bench.backstage({ visibility: 'public' });
      bench.sync('write');
      bench.sync('response');
      expect(bench.issue.description).toContain('Summary');
      bench.human({ description: 'Edited' });
      bench.sync();
      expect(bench.issue.description).toBe('Edited');
    });

    it('of a linked issue is left to people', () => {
      const bench = new ParentIssueBench();
      bench.fields = {};
      bench.human({ description: '' });
      bench.sync();
      expect(bench.written?.description).toBeUndefined();
    });
  });

  describe('assignee', () => {
    it('is the lead, and empty without one', () => {
      const bench = new ParentIssueBench();
      bench.world.assignee = bob;
      bench.sync();
      expect(bench.written).toEqual({ assigneeId: 'bob' });
      bench.world.assignee = { kind: 'none' };
      bench.sync();
      expect(bench.written).toEqual({ assigneeId: null });
      expect(bench.issue.assignee).toBeUndefined();
      expect(bench.sync().write).toBeUndefined();
    });

    it('stays as a person set it, also when the lead changes', () => {
      const bench = new ParentIssueBench();
      bench.human({ assignee: user('carl') });
      expect(decisionOf(bench, 'assignee')).toBe('keepExternal');
      bench.world.assignee = bob;
      expect(decisionOf(bench, 'assignee')).toBe('keepExternal');
      bench.human({ assignee: undefined });
      expect(decisionOf(bench, 'assignee')).toBe('keepExternal');
      expect(bench.issue.assignee).toBeUndefined();
    });

    it('is set to the lead again once both agree', () => {
      const bench = new ParentIssueBench();
      bench.human({ assignee: user('bob') });
      bench.sync();
      bench.world.assignee = bob;
      expect(decisionOf(bench, 'assignee')).toBe('inSync');
      bench.world.assignee = ann;
      expect(decisionOf(bench, 'assignee')).toBe('write');
    });

    it('is left alone while the lead could not be looked up', () => {
      const bench = new ParentIssueBench();
      bench.world.assignee = undefined;
      expect(bench.sync().write).toBeUndefined();
    });
  });

  it('sets the priority by severity until a person sets it', () => {
    const bench = new ParentIssueBench();
    bench.backstage({ severity: 'sev1' });
    bench.sync();
    expect(bench.written).toEqual({ priority: 1 });
    bench.human({ priority: 4 });
    bench.backstage({ severity: 'sev3' });
    expect(decisionOf(bench, 'priority')).toBe('keepExternal');
    expect(bench.issue.priority).toBe(4);
  });

  describe('labels', () => {
    it('adds its own labels again and never touches others', () => {
      const bench = new ParentIssueBench();
      bench.human({ labelIds: ['theirs'] });
      bench.sync();
      expect(bench.written).toEqual({ addedLabelIds: ['label'] });
      expect(bench.issue.labelIds).toEqual(['theirs', 'label']);
    });

    it('removes only what it added', () => {
      const bench = new ParentIssueBench();
      bench.human({ labelIds: ['label', 'theirs', 'other'] });
      bench.world.labelIds = ['other'];
      bench.sync();
      expect(bench.written).toEqual({ removedLabelIds: ['label'] });
      bench.world.labelIds = [];
      bench.sync();
      expect(bench.issue.labelIds).toEqual(['theirs', 'other']);
    });

    it('does not insist on a label that Linear did not take', () => {
      const bench = new ParentIssueBench();
      bench.world.labelIds = ['label', 'exclusive'];
      const { fields, write } = bench.sync();
      bench.issue.labelIds = ['label'];
      bench.fields = recordResponse({
        fields,
        write: write ?? {},
        response: bench.issue,
      });
      expect(bench.sync().write).toBeUndefined();
    });
  });

  describe('state', () => {
    it('completes when all is done, into the state configured for the team', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [done];
      const result = bench.sync();
      expect(result.write).toEqual({
        state: { type: 'completed', name: 'Closed' },
      });
      expect(result.stateDecision.action).toBe('complete');
      expect(bench.sync().write).toBeUndefined();
    });

    it('reopens for new work into the configured state', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [done];
      bench.sync();
      bench.world.items = [done, open];
      bench.sync();
      expect(bench.written).toEqual({
        state: { type: 'started', name: 'Doing' },
      });
    });

    it('treats a move between open states as progress, not as an edit', () => {
      const bench = new ParentIssueBench();
      bench.human({ state: state('started') });
      expect(bench.sync().write).toBeUndefined();
      bench.world.items = [done];
      bench.sync();
      expect(bench.issue.state.type).toBe('completed');
    });

    it.each(['completed', 'canceled', 'duplicate'])(
      'leaves what a person made %s over open work, with the reason',
      type => {
        const bench = new ParentIssueBench();
        bench.human({ state: state(type) });
        for (const items of [[open], [done], [open, done]]) {
          bench.world.items = items;
          bench.sync();
          expect(bench.issue.state.type).toBe(type);
        }
        const { decisions, stateDecision } = bench.sync();
        expect(decisions.state).toBe('keepExternal');
        expect(stateDecision.reason.code).toMatch(
          /^person(Completed|Canceled)$/,
        );
      },
    );

    it('does not close again what a person reopened, until new work was added and closed', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [done];
      bench.sync();
      bench.human({ state: state('unstarted') });
      expect(decisionOf(bench, 'state')).toBe('keepExternal');
      bench.backstage({ status: 'done' });
      bench.sync();
      expect(bench.issue.state.type).toBe('unstarted');
      bench.world.items = [done, open];
      bench.sync();
      bench.world.items = [done, done];
      bench.sync();
      expect(bench.issue.state.type).toBe('completed');
    });

    it.each([undefined, 'response'] as const)(
      'does not reopen what a person closed after reopening it (lost: %s)',
      lost => {
        const bench = new ParentIssueBench();
        bench.world.items = [done];
        bench.sync(lost);
        bench.sync();
        bench.human({ state: state('started') });
        bench.sync();
        bench.world.items = [done, open];
        bench.sync();
        bench.human({ state: state('completed') });
        bench.sync();
        expect(bench.issue.state.type).toBe('completed');
      },
    );

    it('reopens what Linear closed automatically', () => {
      const related: RuleItem = {
        status: 'todo',
        source: 'related',
        isDirectSubIssue: false,
      };
      const bench = new ParentIssueBench();
      bench.human({ team: { ...team, autoCloseParentIssues: true } });
      bench.world.items = [done, related];
      bench.sync();
      bench.human({ state: state('completed') });
      bench.sync();
      expect(bench.issue.state.type).toBe('started');
    });

    it('recognizes its own state change although the response was lost', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [done];
      bench.sync('response');
      expect(bench.sync().write).toBeUndefined();
      bench.world.items = [open];
      bench.sync();
      expect(bench.issue.state.type).toBe('started');
    });

    it('recognizes its own state change although new work appeared before it was read', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [done];
      bench.sync('response');
      bench.world.items = [open];
      bench.sync();
      expect(bench.issue.state.type).toBe('started');
    });

    it('cancels with the incident and comes back with it', () => {
      const bench = new ParentIssueBench();
      bench.world.items = [];
      bench.backstage({ status: 'canceled' });
      bench.sync();
      expect(bench.issue.state.type).toBe('canceled');
      bench.backstage({ status: 'active' });
      bench.sync();
      expect(bench.issue.state.type).toBe('started');
    });

    it('looks at a linked issue as it is: open may be closed, closed is a person’s', () => {
      for (const [type, expected] of [
        ['started', 'completed'],
        ['canceled', 'canceled'],
      ]) {
        const bench = new ParentIssueBench();
        bench.fields = {};
        bench.human({ state: state(type) });
        bench.world.items = [done];
        bench.sync();
        expect(bench.issue.state.type).toBe(expected);
      }
    });
  });

  it('recognizes an issue of its own creation whose response was lost', () => {
    const bench = new ParentIssueBench();
    bench.fields = intendCreation(bench.desired);
    expect(bench.sync().write).toBeUndefined();
    bench.backstage({ title: 'Slow', severity: 'sev4' });
    bench.world.assignee = bob;
    bench.sync();
    expect(bench.written).toEqual({
      title: '[INC-1] Slow',
      priority: 4,
      assigneeId: 'bob',
    });
  });

  it('assigns a new lead although Linear had refused the first one', () => {
    const bench = new ParentIssueBench();
    bench.human({ assignee: undefined });
    bench.fields = recordCreation(bench.desired, bench.issue);
    expect(bench.sync().write).toBeUndefined();
    bench.world.assignee = bob;
    bench.sync();
    expect(bench.written).toEqual({ assigneeId: 'bob' });
  });
});
