import { mockCredentials } from '@backstage/backend-test-utils';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SyncBench } from './__testUtils__/SyncBench';
import { testDatabases } from './__testUtils__/testDatabases';
import { runDoctor } from './doctorCommand';

jest.setTimeout(60_000);

describe('the command incidents-doctor', () => {
  const directory = mkdtempSync(join(tmpdir(), 'incidents-doctor-'));
  const path = join(directory, 'app-config.yaml');
  const [[database]] = testDatabases.eachSupportedId();

  afterAll(() => rmSync(directory, { recursive: true }));

  async function run(config: object, ...args: string[]) {
    // JSON is YAML.
    writeFileSync(path, JSON.stringify(config));
    const written = { out: '', error: '' };
    const status = await runDoctor(
      ['--config', path, ...args],
      { INCIDENTS_DOCTOR_TOKEN: mockCredentials.service.token() },
      {
        out: text => (written.out += text),
        error: text => (written.error += text),
      },
    );
    return { status, ...written };
  }

  it('prints what the running backend found, and fails if a check fails', async () => {
    const bench = await SyncBench.start(database, {
      linear: { routing: { default: { team: 'GONE' } } },
    });
    const { port } = Object(bench.replica.server.address()) as AddressInfo;
    const backend = { baseUrl: `http://127.0.0.1:${port}` };
    const read = await run({ backend });
    expect(read).toMatchObject({ status: 1, error: '' });
    expect(read.out).toContain(
      'fail  teams        Linear team GONE not found or not accessible',
    );
    expect(read.out).toContain('Correct incidents.linear.routing.default.team');
    const json = await run({ backend }, '--json');
    expect(JSON.parse(json.out).checks).toContainEqual(
      expect.objectContaining({ check: 'teams', status: 'fail' }),
    );
    await bench.close();
  });

  it('names faults of the configuration with which the backend would not start', async () => {
    const { status, out } = await run({
      incidents: { prefix: 'no prefix', linear: {} },
    });
    expect(status).toBe(1);
    expect(out).toMatch(/^fail {2}config/);
    expect(out).toContain('- incidents.prefix: is not a prefix; allowed:');
  });

  it('says that the backend is not responding', async () => {
    const { status, error } = await run({
      backend: { baseUrl: 'http://127.0.0.1:9' },
    });
    expect(status).toBe(1);
    expect(error).toContain("at http://127.0.0.1:9 isn't responding");
  });
});
