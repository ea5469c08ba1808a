import type { LoggerService } from '@backstage/backend-plugin-api';
import type { LinearTeamReading, LinearTeamStore } from '../ports';

/** Hands every team that was read whole to the store; a store that fails spoils no call. */
export class TeamMemory {
  readonly #store: LinearTeamStore;
  readonly #logger: LoggerService;

  constructor(options: { store: LinearTeamStore; logger: LoggerService }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  async remember(teams: readonly LinearTeamReading[]): Promise<void> {
    try {
      await this.#store.write(teams);
    } catch {
      this.#logger.warn(
        'What Linear told of its teams could not be stored; they will be read again',
      );
    }
  }
}
