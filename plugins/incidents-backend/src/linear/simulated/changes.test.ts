import { emptySeed } from 'linear-simulator';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import { background } from '../__testUtils__/testGateway';
import type { IssueChangesPage } from '../operations/changes';

describe('reading changes', () => {
  it('reads what changed, oldest first, and the newest relations, in one request', async () => {
    const { gateway, store, clock, sent } = await simulateLinear();
    const create = (title: string) => {
      clock.advance(60_000);
      return store.createIssue({ team: 'ENG', title }).id;
    };
    create('before');
    clock.advance(60_000);
    const since = new Date(clock.now()).toISOString();
    const a = create('a');
    const b = create('b');
    const c = create('c');
    clock.advance(60_000);
    store.updateIssue(a, { title: 'a again' });
    clock.advance(60_000);
    store.trash(b);
    store.relate(a, c, 'blocks');
    const page = await gateway.changesSince(since, background);
    expect(page.issues.map(issue => issue.title)).toEqual([
      'c',
      'a again',
      'b',
    ]);
    expect(page.issues[2]?.trashed).toBe(true);
    expect(page.next).toBeUndefined();
    expect(page.relations.nodes).toEqual([
      {
        type: 'blocks',
        issueId: a,
        relatedIssueId: c,
        removed: false,
        updatedAt: expect.any(String),
      },
    ]);
    expect(page.respondedAt).toBe(new Date(clock.now()).toISOString());
    expect(sent()).toEqual(['Changes']);
  });

  it('pages through many changes without missing any', async () => {
    const { gateway, store } = await simulateLinear({
      seed: {
        ...emptySeed,
        generated: { team: 'ENG', parents: 60, childrenPerParent: 9 },
      },
    });
    const since = '2000-01-01T00:00:00.000Z';
    const seen = new Map<string, string>();
    let page: IssueChangesPage = await gateway.changesSince(since, background);
    let pages = 1;
    for (;;) {
      for (const { id, updatedAt } of page.issues) seen.set(id, updatedAt);
      if (!page.next) break;
      page = await gateway.moreChanges(page.next, background);
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(seen.size).toBe(store.issues().length);
    expect([...seen.values()]).toEqual([...seen.values()].sort());
  });

  it('reads older relations on demand', async () => {
    const { gateway, store } = await simulateLinear();
    const parent = store.createIssue({ team: 'INC', title: 'Parent' }).id;
    for (let n = 0; n < 130; n += 1) {
      store.relate(
        parent,
        store.createIssue({ team: 'ENG', title: `Item ${n}` }).id,
      );
    }
    const { relations } = await gateway.changesSince('2000-01-01', background);
    const older = await gateway.olderRelations(
      relations.next ?? '',
      background,
    );
    expect(relations.nodes).toHaveLength(100);
    expect(older.nodes).toHaveLength(30);
    expect(older.next).toBeUndefined();
  });
});
