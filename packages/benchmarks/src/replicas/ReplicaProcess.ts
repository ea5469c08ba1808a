import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReplicaMessage, ReplicaOptions, RunRequest } from './messages';

/** How a run of a task ended. */
export type Run =
  | { outcome: 'ran'; steps: string[]; error?: string }
  /** The process was killed meanwhile. */
  | { outcome: 'killed' };

/** A replica of the backend in a process of its own. */
export class ReplicaProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #killed: Promise<Run>;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
    this.#killed = new Promise(resolve => {
      child.once('exit', (_code, signal) => {
        if (signal === 'SIGKILL') resolve({ outcome: 'killed' });
      });
    });
  }

  static async start(options: ReplicaOptions): Promise<ReplicaProcess> {
    const child = fork(
      resolvePackagePath('benchmarks', 'src/replicas/replica.ts'),
      [JSON.stringify(options)],
      {
        execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
        env: {
          ...process.env,
          NODE_ENV: 'production',
          NODE_COMPILE_CACHE: join(tmpdir(), 'incidents-replicas'),
        },
      },
    );
    const port = await new Promise<number>((ready, failed) => {
      child.on('message', (message: ReplicaMessage) => {
        if ('port' in message) ready(message.port);
      });
      child.once('exit', code =>
        failed(new Error(`A replica ended at start with code ${code}`)),
      );
    });
    return new ReplicaProcess(child, `http://127.0.0.1:${port}/api/incidents`);
  }

  /** Runs a task once, to its end or to the step at which the process is to die; one at a time per task. */
  async run(task: string, options: { dieAt?: number } = {}): Promise<Run> {
    const ran = new Promise<Run>(resolve => {
      const listen = (message: ReplicaMessage) => {
        if (!('ran' in message) || message.ran !== task) return;
        this.#child.off('message', listen);
        resolve({
          outcome: 'ran',
          steps: message.steps,
          error: message.error,
        });
      };
      this.#child.on('message', listen);
    });
    const request: RunRequest = { run: task, ...options };
    this.#child.send(request);
    return Promise.race([ran, this.#killed]);
  }

  /** As a crash would: nothing is finished, nothing is handed back. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      return;
    }
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}
