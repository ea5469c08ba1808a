import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { Failure } from './Failure.mjs';

const LISTENING = '0A';

/** @throws Failure that names the process using a port that is not free */
export async function requireFreePorts(ports) {
  const taken = [];
  for (const port of ports) {
    if (!(await isFree(port))) {
      taken.push(port);
    }
  }
  if (taken.length === 0) {
    return;
  }
  const holders = taken.map(port => {
    const holder = findHolder(port);
    return holder
      ? `Port ${port} is held by process ${holder.pid}: ${holder.command}`
      : `Port ${port} is held by a process that cannot be seen from here`;
  });
  throw new Failure({
    cause: holders.join('\n'),
    advice:
      'Stop it (maybe this command is already running in another terminal) and try again.',
  });
}

/** A currently free port. */
export async function findFreePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function isFree(port) {
  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    if ((await tryToListen(port, host)) === 'EADDRINUSE') {
      return false;
    }
  }
  return true;
}

function tryToListen(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve('free')),
    );
  });
}

/** The process that listens on a port: pid and command line, if available. */
export function findHolder(port) {
  return process.platform === 'linux' ? fromProc(port) : fromLsof(port);
}

function fromProc(port) {
  const inodes = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file =>
      listeningInodes(readOr(file, ''), port),
    ),
  );
  if (inodes.size === 0) {
    return undefined;
  }
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    if (holdsSocket(pid, inodes)) {
      const command = readOr(`/proc/${pid}/cmdline`, '').replaceAll('\0', ' ');
      return { pid: Number(pid), command: command.trim() };
    }
  }
  return undefined;
}

/** The sockets that listen on a port, from the text of `/proc/net/tcp`. */
export function listeningInodes(table, port) {
  return table
    .split('\n')
    .slice(1)
    .map(line => line.trim().split(/\s+/))
    .filter(
      ([, local, , state]) =>
        state === LISTENING &&
        Number.parseInt(local.split(':').at(-1), 16) === port,
    )
    .map(columns => columns[9]);
}

function holdsSocket(pid, inodes) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(descriptor => {
      const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      return inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1]);
    });
  } catch {
    // Gone meanwhile, or another user's
    return false;
  }
}

function readOr(file, fallback) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fallback;
  }
}

function fromLsof(port) {
  try {
    const output = execFileSync(
      'lsof',
      ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'],
      { encoding: 'utf8' },
    );
    const pid = /^p(\d+)$/m.exec(output)?.[1];
    return pid
      ? { pid: Number(pid), command: /^c(.*)$/m.exec(output)?.[1] ?? 'unknown' }
      : undefined;
  } catch {
    // No lsof here: the port is reported without its process
    return undefined;
  }
}
