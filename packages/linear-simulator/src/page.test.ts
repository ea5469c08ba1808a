import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Simulation } from './testing/simulation';

describe('the page', () => {
  let linear: Simulation;

  beforeEach(async () => {
    linear = await Simulation.start();
    linear.store.createIssue({
      team: 'INC',
      title: '<script>alert(1)</script> & more',
      description: 'What happened',
    });
    linear.store.attach('INC-1', {
      title: 'Incident page',
      url: 'https://b.test/inc-1',
    });
  });

  afterEach(() => linear.close());

  const open = async (path: string) => {
    const response = await fetch(new URL(path, linear.simulator.url));
    return { status: response.status, text: await response.text() };
  };

  const submit = (path: string, fields: Record<string, string>, headers = {}) =>
    fetch(new URL(path, linear.simulator.url), {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers,
    });

  it('redirects from the form for a new sub-issue to its parent', async () => {
    const { id } = linear.store.issue('INC-1');
    const { status, text } = await open(`/demo/new?parentId=${id}`);
    expect(status).toBe(200);
    expect(text).toContain('Add sub-issue');
    expect(text).toContain('What happened');
    expect((await open('/demo/new?parentId=none')).status).toBe(404);
  });

  it('shows an issue at the URL that the API returns', async () => {
    const issue = linear.store.issue('INC-1');
    const { status, text } = await open(linear.store.issueUrl(issue));
    expect(status).toBe(200);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
    expect(text).not.toContain('<script>');
    expect(text).toContain('href="https://b.test/inc-1"');
    expect(text).toContain('What happened');
    expect((await open('/demo/issue/INC-99')).status).toBe(404);
    expect((await open('/')).text).toContain('>INC-1</a');
  });

  it('adds sub-issues and related issues, and sets states', async () => {
    await submit('/issue/INC-1/sub-issues', {
      title: 'Sub',
      assignee: 'ada.olsen@example.com',
      priority: '2',
      dueDate: '2026-04-01',
    });
    await submit('/issue/INC-1/relations', {
      title: 'Related',
      team: 'ENG',
      type: 'related',
    });
    await submit('/issue/INC-1/relations', {
      issue: 'ENG-1',
      type: 'blocked by',
    });
    await submit('/issue/INC-2/state', { state: 'Done' });
    expect(linear.store.children('INC-1')).toMatchObject([
      { title: 'Sub', priority: 2, dueDate: '2026-04-01' },
    ]);
    expect(linear.store.stateOf('INC-2').name).toBe('Done');
    expect(
      linear.store.relationsOf('INC-1').map(relation => relation.type),
    ).toEqual(['related', 'blocks']);
    const { text } = await open('/issue/INC-1');
    expect(text).toContain('blocked by:');
  });

  it('changes title, assignee, priority, due date, team; trashes and restores', async () => {
    await submit('/issue/INC-1/title', { title: 'New' });
    await submit('/issue/INC-1/assignee', {
      assignee: 'sam.weber@example.com',
    });
    await submit('/issue/INC-1/priority', { priority: '1' });
    await submit('/issue/INC-1/due-date', { dueDate: '2026-04-01' });
    await submit('/issue/INC-1/trash', {});
    expect(linear.store.issue('INC-1')).toMatchObject({
      title: 'New',
      assigneeId: linear.store.user('sam.weber@example.com').id,
      priority: 1,
      dueDate: '2026-04-01',
      trashed: true,
    });
    await submit('/issue/INC-1/restore', {});
    await submit('/issue/INC-1/team', { team: 'ENG' });
    expect(linear.store.issue('INC-1')).toMatchObject({ identifier: 'ENG-1' });
    expect(linear.store.issue('INC-1').trashed).toBeUndefined();
  });

  it('shows errors, and rejects forms from other sites', async () => {
    const refused = await submit('/issue/INC-1/relations', { issue: 'NO-1' });
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('Could not find referenced Issue');
    const foreign = await submit(
      '/issue/INC-1/title',
      { title: 'Foreign' },
      { 'sec-fetch-site': 'cross-site' },
    );
    expect(foreign.status).toBe(403);
    expect(linear.store.issue('INC-1').title).not.toBe('Foreign');
  });

  it('adds and clears faults and shows requests', async () => {
    await linear.ask('query Look { viewer { id } }');
    await submit('/faults', { kind: 'status', status: '500', times: '2' });
    const { text } = await open('/faults');
    expect(text).toContain('2 more');
    expect(text).toContain('<td>Look</td>');
    expect((await linear.post('{"query":"{ viewer { id } }"}')).status).toBe(
      500,
    );
    await submit('/faults/clear', {});
    expect(linear.simulator.faults.list()).toHaveLength(0);
  });
});

describe('the state file', () => {
  let directory: string;
  let stateFile: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'simulator-'));
    stateFile = join(directory, 'deep', 'state.json');
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('restores everything, at a new URL', async () => {
    const first = await Simulation.start({ stateFile });
    first.store.createIssue({ team: 'INC', title: 'Kept' });
    first.store.createIssue({
      team: 'INC',
      title: 'Kept too',
      parent: 'INC-1',
    });
    first.store.relate('INC-1', 'INC-2');
    const token = await fetch(first.simulator.tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'read',
        client_id: 'demo-client',
        client_secret: 'demo-secret',
      }),
    });
    const { access_token: accessToken } = await token.json();
    const before = first.store.tables.toData();
    await first.close();
    const second = await Simulation.start({ stateFile, seed: 'demo' });
    expect(second.store.tables.toData()).toEqual(
      JSON.parse(JSON.stringify(before)),
    );
    const seen = await second.ask(
      '{ issue(id: "INC-1") { url children { nodes { title } } } }',
      {},
      { authorization: `Bearer ${accessToken}` },
    );
    expect(seen.data).toEqual({
      issue: {
        url: `${second.simulator.url}/demo/issue/INC-1/kept`,
        children: { nodes: [{ title: 'Kept too' }] },
      },
    });
    await second.close();
  });

  it('is not overwritten when it is not a simulator’s', async () => {
    const other = join(directory, 'other.json');
    writeFileSync(other, '{"mine": true}');
    await expect(Simulation.start({ stateFile: other })).rejects.toThrow(
      /not a simulator's/,
    );
    expect(readFileSync(other, 'utf8')).toBe('{"mine": true}');
  });

  it('is written by the command line tool on shutdown', async () => {
    const root = join(__dirname, '..');
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(root, 'src/cli.ts'),
        ...['--port', '0', '--state', stateFile, '--seed', 'demo'],
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const ended = new Promise(resolve => {
      child.once('exit', resolve);
    });
    const line = await new Promise<string>(resolve => {
      child.stdout.once('data', chunk => resolve(String(chunk)));
    });
    expect(line).toMatch(
      /^Linear simulator ready at http:\/\/127\.0\.0\.1:\d+/,
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).version).toBe(1);
  });
});
