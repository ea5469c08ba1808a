import { LoggerService } from '@backstage/backend-plugin-api';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { WorkStore } from './WorkStore';

const LIMIT = 1_000;

/**
 * Derives due work from the rows that need it. Work is stored together with its
 * ground, so there is nothing to find; unless rows were lost, restored from a
 * backup or deleted by hand.
 */
export class StrandedWork {
  readonly #database: IncidentsDatabase;
  readonly #work: WorkStore;
  readonly #logger: LoggerService;
  readonly #wakeWorker: () => void;

  constructor(options: {
    database: IncidentsDatabase;
    work: WorkStore;
    logger: LoggerService;
    wakeWorker: () => void;
  }) {
    this.#database = options.database;
    this.#work = options.work;
    this.#logger = options.logger;
    this.#wakeWorker = options.wakeWorker;
  }

  /** Safe at any time; what is due or waits for a person already is left alone. */
  async recover(): Promise<void> {
    const { knex } = this.#database;
    const pending: { incident_number: number }[] = await knex('parent_issues')
      .select('incident_number')
      .where({ is_current: true, status: 'pending' })
      .whereNotExists(
        knex('work')
          .select(knex.raw('1'))
          .where('kind', 'parentIssue')
          .whereRaw('work.incident_number = parent_issues.incident_number'),
      )
      .limit(LIMIT);
    for (const { incident_number: incidentNumber } of pending) {
      await this.#work.requestIfAbsent(knex, {
        kind: 'parentIssue',
        key: String(incidentNumber),
        incidentNumber,
      });
    }
    const dirty = await knex('dirty_issues').first('issue_id');
    const isMarked =
      dirty !== undefined &&
      (await this.#work.requestIfAbsent(knex, {
        kind: 'dirtyIssues',
        key: 'all',
        incidentNumber: undefined,
      }));
    if (pending.length > 0 || isMarked) {
      this.#logger.warn(
        `Found ${pending.length} parent issues without due work${
          isMarked ? ', and issues marked by webhooks' : ''
        }; they are due now`,
      );
      this.#wakeWorker();
    }
  }
}
