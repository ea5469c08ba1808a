// `node guard.mjs COMMAND ARG…` runs the command as the leader of a process
// group. The whole group ends when standard input closes, because the parent
// closed it or died, and when the command ends.
import { spawn } from 'node:child_process';

/** How long the group has to exit before it is killed, in milliseconds. */
const GRACE = 5_000;
const POLL = 50;

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  detached: true,
  stdio: ['ignore', 'inherit', 'inherit'],
});

let ending = false;
let exitCode = 1;

child.once('error', error => {
  process.stderr.write(`Cannot start ${command}: ${error.message}\n`);
  process.exit(127);
});
child.once('exit', code => {
  exitCode = code ?? 1;
  endGroup();
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  // Second request: kill at once
  process.on(signal, () => (ending ? signalGroup('SIGKILL') : endGroup()));
}
process.stdin.on('end', endGroup).on('error', endGroup).resume();

async function endGroup() {
  if (ending) {
    return;
  }
  ending = true;
  const deadline = Date.now() + GRACE;
  let alive = signalGroup('SIGTERM');
  while (alive) {
    await new Promise(resolve => setTimeout(resolve, POLL));
    alive = signalGroup(Date.now() > deadline ? 'SIGKILL' : 0);
  }
  process.exit(exitCode);
}

/** Returns whether any process of the group is left. */
function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') {
      return false;
    }
    throw error;
  }
}
