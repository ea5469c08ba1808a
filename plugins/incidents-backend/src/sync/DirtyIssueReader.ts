import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Leases } from '../database/Leases';
import { LinearCall, LinearGateway } from '../linear';
import { WorkStore } from '../work/WorkStore';
import { DirtyIssues } from './DirtyIssues';
import { IssueApplier } from './IssueApplier';
import { KnownIssues } from './KnownIssues';
import { LeaseLostError } from './LeaseLostError';

const LEASE_MILLISECONDS = 60_000;
/** As many as Linear looks up in one request. */
const BATCH = 250;
/** How long a first mark waits for company; people do not notice it. */
const DEBOUNCE_MILLISECONDS = 150;

/** Reads dirty issues again, together. */
export class DirtyIssueReader {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;
  readonly #dirty: DirtyIssues;
  readonly #known: KnownIssues;
  readonly #linear: LinearGateway;
  readonly #applier: IssueApplier;
  readonly #work: WorkStore;
  readonly #sleep: (
    milliseconds: number,
    signal?: AbortSignal,
  ) => Promise<void>;
  readonly #wakeWorker: () => void;

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    dirty: DirtyIssues;
    known: KnownIssues;
    linear: LinearGateway;
    applier: IssueApplier;
    work: WorkStore;
    sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
    wakeWorker: () => void;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#dirty = options.dirty;
    this.#known = options.known;
    this.#linear = options.linear;
    this.#applier = options.applier;
    this.#work = options.work;
    this.#sleep = options.sleep;
    this.#wakeWorker = options.wakeWorker;
  }

  /** Until none is left. @throws the gateway's errors; what was not read stays marked */
  async read(call: LinearCall): Promise<void> {
    const lease = await this.#leases.acquire({
      key: 'dirty-issues',
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      // Its work row is leased as well, so this is a holder that died; the retry comes after it.
      throw new LeaseLostError('webhook');
    }
    try {
      for (;;) {
        await this.#sleep(DEBOUNCE_MILLISECONDS, call.signal);
        const marks = await this.#dirty.list(BATCH);
        if (marks.length === 0) {
          return;
        }
        const ids = marks.map(mark => mark.issueId);
        const found = await this.#linear.findIssues(ids, call);
        await this.#applier.apply([...found.values()], {
          writer: 'webhook',
          lease,
        });
        await this.#requestRefreshes(ids.filter(id => !found.has(id)));
        await this.#dirty.clean(marks);
        if (!(await lease.renew())) {
          throw new LeaseLostError('webhook');
        }
        if (marks.length < BATCH && (await this.#dirty.list(1)).length === 0) {
          return;
        }
      }
    } finally {
      await lease.release();
    }
  }

  /** That an issue is not to be seen proves nothing by itself; a whole read of its incidents does. */
  async #requestRefreshes(absent: readonly string[]): Promise<void> {
    const items = await this.#known.itemsAmong(absent);
    const parents = await this.#known.parentsAmong(absent);
    const incidents = new Set([
      ...items.map(item => item.incidentNumber),
      ...parents.values(),
    ]);
    for (const incidentNumber of incidents) {
      await this.#work.requestIfAbsent(this.#database.knex, {
        kind: 'refresh',
        key: String(incidentNumber),
        incidentNumber,
      });
    }
    if (incidents.size > 0) {
      this.#wakeWorker();
    }
  }
}
