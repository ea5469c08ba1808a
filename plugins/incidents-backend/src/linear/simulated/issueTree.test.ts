import { randomUUID } from 'node:crypto';
import { type FaultInput, emptySeed } from 'linear-simulator';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { background } from '../__testUtils__/testGateway';

describe('reading an issue tree', () => {
  it('shows each issue once, from the side of the parent, archived and trashed ones included', async () => {
    const { gateway, store, sent } = await simulateLinear();
    const create = (title: string, parent?: string) =>
      store.createIssue({ team: 'ENG', title, parent }).id;
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    const ids = {
      child: create('child', parent),
      archived: create('archived', parent),
      trashed: create('trashed', parent),
      childAndRelated: create('childAndRelated', parent),
      relatedOut: create('relatedOut'),
      relatedIn: create('relatedIn'),
      blocked: create('blocked'),
      blocker: create('blocker'),
      relatedAndBlocker: create('relatedAndBlocker'),
      similar: create('similar'),
      detached: create('detached'),
    };
    create('grandchild', ids.child);
    store.relate(parent, ids.childAndRelated);
    store.relate(parent, ids.relatedOut);
    store.relate(ids.relatedIn, parent);
    store.relate(parent, ids.blocked, 'blocks');
    store.relate(ids.blocker, parent, 'blocks');
    store.relate(ids.relatedAndBlocker, parent, 'blocks');
    store.relate(parent, ids.relatedAndBlocker);
    store.relate(parent, ids.similar, 'similar');
    store.relate(parent, ids.detached);
    store.unrelate(parent, ids.detached);
    store.archive(ids.archived);
    store.trash(ids.trashed);

    const found = await gateway.readIssueTree(parent, background);
    if (found.outcome === 'absent') {
      throw new Error('the parent is there');
    }
    const { items, requests, parent: issue } = found.value;
    expect(issue.id).toBe(parent);
    expect(requests).toBe(1);
    expect(sent()).toEqual(['IssueTree']);
    const sources = Object.fromEntries(
      items.map(item => [item.issue.title, item.source]),
    );
    expect(sources).toMatchObject({
      child: 'child',
      archived: 'child',
      trashed: 'child',
      childAndRelated: 'child',
      relatedOut: 'related',
      relatedIn: 'related',
      blocked: 'blocks',
      blocker: 'blockedBy',
    });
    expect(sources.relatedAndBlocker).toMatch(/^(related|blockedBy)$/);
    expect(Object.keys(sources)).not.toContain('similar');
    expect(Object.keys(sources)).not.toContain('detached');
    expect(Object.keys(sources)).not.toContain('grandchild');
    expect(new Set(items.map(item => item.issue.id)).size).toBe(items.length);
    expect(
      items.find(item => item.issue.title === 'trashed')?.issue.trashed,
    ).toBe(true);
    expect(
      items.find(item => item.issue.title === 'archived')?.issue.archivedAt,
    ).toBeDefined();
  });

  it.each([
    { children: 50, requests: 1 },
    { children: 51, requests: 2 },
    { children: 310, requests: 3 },
  ])(
    'reads $children children in $requests requests',
    async ({ children, requests }) => {
      const { gateway, store } = await simulateLinear({
        seed: {
          ...emptySeed,
          generated: {
            team: 'ENG',
            parents: 1,
            childrenPerParent: children,
          },
        },
      });
      const [parent] = store.issues().filter(issue => !issue.parentId);
      const found = await gateway.readIssueTree(parent?.id ?? '', background);
      expect(found).toMatchObject({
        outcome: 'found',
        value: { requests },
      });
      expect(found.outcome === 'found' && found.value.items.length).toBe(
        children,
      );
    },
  );

  it('reads relations in both directions to the end', async () => {
    const { gateway, store } = await simulateLinear();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    for (let n = 0; n < 120; n += 1) {
      const { id } = store.createIssue({ team: 'ENG', title: `Item ${n}` });
      if (n % 2 === 0) {
        store.relate(parent, id);
      } else {
        store.relate(id, parent, 'blocks');
      }
    }
    const found = await gateway.readIssueTree(parent, background);
    expect(found).toMatchObject({ outcome: 'found', value: { requests: 3 } });
    expect(found.outcome === 'found' && found.value.items.length).toBe(120);
  });

  it('distinguishes an absent parent from one that cannot be read', async () => {
    const { gateway, fail } = await simulateLinear();
    expect(await gateway.readIssueTree(randomUUID(), background)).toEqual({
      outcome: 'absent',
    });
    fail({ kind: 'status', status: 503, times: 'untilCleared' });
    await expect(
      gateway.readIssueTree(randomUUID(), background),
    ).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each<FaultInput>([
    { kind: 'truncatedPage', mode: 'dropCursor' },
    { kind: 'malformed' },
    { kind: 'html' },
    { kind: 'partialData' },
  ])('never takes a broken response (%j) for a complete one', async fault => {
    const { gateway, store, fail } = await simulateLinear();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' });
    store.createIssue({ team: 'ENG', title: 'Item', parent: parent.id });
    fail({ ...fault, times: 'untilCleared' });
    await expect(
      gateway.readIssueTree(parent.id, background),
    ).rejects.toMatchObject({
      kind: expect.stringMatching(/^(malformed|unavailable)$/),
    });
  });
});
