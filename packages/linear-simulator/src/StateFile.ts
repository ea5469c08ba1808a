import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { tokenRecord } from './auth/Tokens';
import { workspaceData } from './store/records';

const savedState = z.object({
  version: z.literal(1),
  workspace: workspaceData,
  tokens: z.array(tokenRecord),
});

export type SavedState = z.infer<typeof savedState>;

/** The simulator's state on disk, written atomically soon after a change. */
export class StateFile {
  readonly #path: string;
  readonly #current: () => SavedState;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: { path: string; current: () => SavedState }) {
    this.#path = options.path;
    this.#current = options.current;
  }

  /** Undefined when there is no file; throws when it is not a simulator's. */
  static read(path: string): SavedState | undefined {
    if (!existsSync(path)) return undefined;
    try {
      return savedState.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      throw new Error(
        `The state file ${path} is not a simulator's; remove it to start with a new workspace`,
        { cause },
      );
    }
  }

  /** Writes soon, several changes at once. */
  schedule(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#write().catch(error => {
        process.stderr.write(
          `linear-simulator: the state could not be saved: ${error.message}\n`,
        );
      });
    }, 100).unref();
  }

  /** Writes now, and nothing afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#write();
  }

  #write(): Promise<void> {
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        await mkdir(dirname(this.#path), { recursive: true });
        const draft = `${this.#path}.tmp`;
        await writeFile(draft, JSON.stringify(this.#current()));
        await rename(draft, this.#path);
      });
    return this.#writing;
  }
}
