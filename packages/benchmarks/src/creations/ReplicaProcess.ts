import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A replica of the backend in a process of its own. */
export class ReplicaProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(options: {
    connection: string;
    linearUrl: string;
  }): Promise<ReplicaProcess> {
    const child = fork(
      resolvePackagePath('benchmarks', 'src/creations/replica.ts'),
      [options.connection, options.linearUrl],
      {
        execArgv: ['--require', '@backstage/cli/config/nodeTransform.cjs'],
        env: { ...process.env, NODE_ENV: 'production' },
      },
    );
    const port = await new Promise<number>((ready, failed) => {
      child.on('message', message => {
        const { port: told }: { port?: number } = Object(message);
        if (told !== undefined) ready(told);
      });
      child.once('exit', code =>
        failed(new Error(`A replica ended at start with code ${code}`)),
      );
    });
    return new ReplicaProcess(child, `http://127.0.0.1:${port}/api/incidents`);
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
