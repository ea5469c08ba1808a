import { LinearBench, startWithLinear } from '../__testUtils__/startWithLinear';

jest.setTimeout(60_000);

describe('without syncIdentifiers', () => {
  let bench: LinearBench;

  beforeEach(async () => {
    bench = await startWithLinear('SQLITE_3');
  });
  afterEach(() => bench.close());

  it('looks for no other pending parent issue when one is created', async () => {
    const statements: string[] = [];
    bench.knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    const { ref } = await bench.declare();
    await bench.settled(ref);
    expect(statements.some(sql => sql.includes('parent_issues'))).toBe(true);
    expect(statements.filter(sql => sql.includes('min('))).toEqual([]);
  });

  it('reads a parent issue again when what was stored of it cannot be read', async () => {
    const { ref } = await bench.declare();
    const linked = await bench.settled(ref);
    await bench.knex('parent_issues').update({ observed: '{"id":1}' });
    await bench.patch(ref, { title: 'Checkout is slow' });
    expect(await bench.settled(ref)).toMatchObject({
      status: 'linked',
      identifier: linked.identifier,
    });
    expect(bench.simulator.store.issue(`${linked.identifier}`).title).toBe(
      `[${ref}] Checkout is slow`,
    );
  });
});
