import {
  as,
  LinearBench,
  startWithLinear,
} from '../__testUtils__/startWithLinear';
import { testDatabases } from '../__testUtils__/testDatabases';
import { CSV_PAGE, incidentsCsv } from './csv';

describe.each(testDatabases.eachSupportedId())('CSV on %p', databaseId => {
  let bench: LinearBench;

  beforeAll(async () => {
    bench = await startWithLinear(databaseId);
  });
  afterAll(() => bench.close());

  async function rows(path: string, by?: string) {
    const { status, text, headers } = await bench.call('get', path, undefined, {
      by,
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const [head, ...lines] = text.trimEnd().split('\r\n');
    return lines.map(line => {
      const cells = line.split(',');
      return Object.fromEntries(
        head.split(',').map((column, index) => [column, cells[index]]),
      );
    });
  }

  it('has the incidents and action items that match and that one may read', async () => {
    const { ref, parentIssue } = await bench.declare({
      title: '=1+1',
      labels: ['checkout', 'latency'],
    });
    await bench.declare({ visibility: 'private', severity: 'sev1' });
    bench.simulator.store.createIssue({
      title: '@SUM(A1)',
      team: 'PAY',
      parent: parentIssue.identifier,
    });
    await bench.sync(ref);
    expect(await rows('/incidents.csv?severity=sev2')).toEqual([
      expect.objectContaining({
        ref,
        title: "'=1+1",
        labels: 'checkout;latency',
        'parentIssue.identifier': parentIssue.identifier,
        'progress.total': '1',
        mitigatedAt: '',
      }),
    ]);
    expect(await rows('/incidents.csv')).toHaveLength(2);
    expect(await rows('/incidents.csv', as('omar.haddad'))).toHaveLength(1);
    expect(await rows('/action-items.csv?status=todo')).toEqual([
      expect.objectContaining({
        'incident.ref': ref,
        title: "'@SUM(A1)",
        overdue: 'false',
      }),
    ]);
    expect(await rows('/action-items.csv?status=done')).toEqual([]);
  });

  it.each(['/incidents.csv?limit=1', '/action-items.csv?cursor=x'])(
    'has everything, so %s is refused',
    async path => {
      expect((await bench.call('get', path)).status).toBe(400);
    },
  );
});

describe('CSV of more than a page', () => {
  it('has the names of its columns once', async () => {
    const page = (from: number, nextCursor?: string) => ({
      items: Array.from({ length: CSV_PAGE }, (_, index) => ({
        ref: `INC-${from + index}`,
        entityRef: `incident:default/inc-${from + index}`,
        title: 'Private incident' as const,
        visibility: 'private' as const,
      })),
      nextCursor,
    });
    const csv = await incidentsCsv(async cursor =>
      cursor ? page(CSV_PAGE) : page(0, 'second'),
    );
    const lines = csv.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + 2 * CSV_PAGE);
    expect(lines.filter(line => line.startsWith('ref,'))).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/^INC-399,/);
  });
});
