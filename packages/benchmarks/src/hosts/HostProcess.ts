import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 100;
const REPORT_WITHIN_MILLISECONDS = 5_000;
const GRACE_MILLISECONDS = 10_000;

/** How a start ended. */
export type Readiness =
  | { outcome: 'ready'; milliseconds: number }
  /** Absent code: killed. */
  | { outcome: 'ended'; code: number | undefined }
  | { outcome: 'timedOut' };

/** A whole Backstage backend in a process group of its own. */
export class HostProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #startedAt = performance.now();

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    const kill = () => this.#signal('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
  }

  /** @param options.reports - folder for the reports of Node that `report` asks for */
  static start(options: {
    args: string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
    port: number;
    logFile: string;
    reports: string;
  }): HostProcess {
    const log = openSync(options.logFile, 'a');
    const child = spawn(process.execPath, options.args, {
      cwd: options.cwd,
      env: {
        ...options.env,
        NO_COLOR: '1',
        NODE_OPTIONS: `--report-on-signal --report-signal=SIGUSR2 --report-directory=${options.reports}`,
      },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    return new HostProcess(child, `http://127.0.0.1:${options.port}`);
  }

  async ready(withinMilliseconds: number): Promise<Readiness> {
    for (;;) {
      if (this.#hasEnded()) {
        return { outcome: 'ended', code: this.#child.exitCode ?? undefined };
      }
      const milliseconds = performance.now() - this.#startedAt;
      if (await this.#isReady()) {
        return { outcome: 'ready', milliseconds };
      }
      if (milliseconds > withinMilliseconds) {
        return { outcome: 'timedOut' };
      }
      await sleep(POLL_MILLISECONDS);
    }
  }

  /** Each process of the group writes its stack and open handles, if its thread still takes signals. */
  async report(): Promise<void> {
    this.#signal('SIGUSR2');
    await sleep(REPORT_WITHIN_MILLISECONDS);
  }

  /** Ends all of the group as a crash does. */
  async end(): Promise<void> {
    const exited = this.#hasEnded() ? undefined : once(this.#child, 'exit');
    this.#signal('SIGKILL');
    await exited;
  }

  /** Ends it as a deployment does: asks, and after a while does not wait for open connections. */
  async shutDown(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#signal('SIGTERM');
    await Promise.race([exited, sleep(GRACE_MILLISECONDS)]);
    await this.end();
  }

  #hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#hasEnded()) return;
    process.kill(-pid, signal);
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(
        `${this.url}/.backstage/health/v1/readiness`,
        { signal: AbortSignal.timeout(10_000) },
      );
      await response.arrayBuffer();
      return response.ok;
    } catch {
      return false;
    }
  }
}

/** A port that nothing listened to just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) {
    throw new Error('The system gave no port');
  }
  return address.port;
}
