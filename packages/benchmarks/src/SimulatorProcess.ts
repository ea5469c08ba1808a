import { ChildProcess, fork } from 'node:child_process';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** What the benchmark asks of the simulator beside its API. */
export type Command =
  | { kind: 'parents' }
  /** Reading requests and their points since the last time it was asked. */
  | { kind: 'requests' }
  | { kind: 'rename'; issues: number; title: string }
  | { kind: 'add'; parent: string; issues: number };

export interface Answer {
  url?: string;
  parents?: { id: string; identifier: string }[];
  requests?: number;
  points?: number;
  ids?: string[];
}

/** The simulator in a process of its own. */
export class SimulatorProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  #lastId = 0;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(options: {
    parents: number;
    childrenPerParent: number;
    latencyMs: number;
  }): Promise<SimulatorProcess> {
    const child = fork(
      resolvePackagePath('benchmarks', 'src/farSide.ts'),
      [options.parents, options.childrenPerParent, options.latencyMs].map(
        String,
      ),
      {
        execArgv: [
          '--max-old-space-size=3000',
          '--require',
          '@backstage/cli/config/nodeTransform.cjs',
        ],
      },
    );
    const { url = '' } = await answerOf(child, 0);
    return new SimulatorProcess(child, url);
  }

  async ask(command: Command): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answered = answerOf(this.#child, id);
    this.#child.send({ id, command });
    return answered;
  }

  stop(): void {
    this.#child.disconnect();
  }
}

function answerOf(child: ChildProcess, id: number): Promise<Answer> {
  return new Promise((done, fail) => {
    const died = () => fail(new Error('The simulator ended'));
    const listen = (message: { id: number; answer: Answer }) => {
      if (message.id === id) {
        child.off('message', listen);
        child.off('exit', died);
        done(message.answer);
      }
    };
    child.on('message', listen);
    child.once('exit', died);
  });
}
