import { isDeepStrictEqual } from 'node:util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { SyncStats } from '@backstage-incidents/incidents-common';
import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import {
  ActionItemDiff,
  diffActionItems,
} from '../actionItems/diffActionItems';
import { mapActionItem, StoredActionItem } from '../actionItems/mapActionItem';
import { IncidentAnnouncer } from '../announce/IncidentAnnouncer';
import { ActionItemsSettings } from '../config';
import { committed } from '../database/commit';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease, Leases } from '../database/Leases';
import { ParentIssueRequests } from '../incidents/ParentIssueRequests';
import {
  IssueTree,
  LinearCall,
  LinearGateway,
  LinearIssue,
  Lookup,
} from '../linear';
import {
  ParentIssueRecord,
  ParentIssueStore,
  ParentIssueUpdate,
} from '../parentIssue/ParentIssueStore';
import { CatalogUsers } from '../users/CatalogUsers';
import { SyncStore } from './SyncStore';

const LEASE_MILLISECONDS = 60_000;

/** What became of a refresh; a failed one throws. */
export type RefreshOutcome =
  | { outcome: 'synced'; stats: SyncStats }
  /** Another request or replica is at it. */
  | { outcome: 'alreadyRunning' }
  /** There is no issue in Linear to read yet. */
  | { outcome: 'notLinked' };

/**
 * Reads one incident's items from Linear and stores what differs. Removes only
 * what a complete read of a found parent does not have any more.
 */
export class RefreshService {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #requests: ParentIssueRequests;
  readonly #actionItems: ActionItemStore;
  readonly #syncs: SyncStore;
  readonly #users: CatalogUsers;
  readonly #announcer: IncidentAnnouncer;
  readonly #settings: ActionItemsSettings;
  readonly #logger: LoggerService;
  readonly #now: () => Date;
  readonly #ref: (incidentNumber: number) => string;
  readonly #wakeWorker: () => void;
  readonly #warnedStateTypes = new Set<string>();

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    requests: ParentIssueRequests;
    actionItems: ActionItemStore;
    syncs: SyncStore;
    users: CatalogUsers;
    announcer: IncidentAnnouncer;
    settings: ActionItemsSettings;
    logger: LoggerService;
    now: () => Date;
    ref: (incidentNumber: number) => string;
    wakeWorker: () => void;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#requests = options.requests;
    this.#actionItems = options.actionItems;
    this.#syncs = options.syncs;
    this.#users = options.users;
    this.#announcer = options.announcer;
    this.#settings = options.settings;
    this.#logger = options.logger;
    this.#now = options.now;
    this.#ref = options.ref;
    this.#wakeWorker = options.wakeWorker;
  }

  /** @throws the gateway's errors, after the failure was recorded */
  async refresh(
    incidentNumber: number,
    call: LinearCall,
  ): Promise<RefreshOutcome> {
    const parent = await this.#parentIssues.find(incidentNumber);
    if (!parent || parent.status === 'pending' || parent.status === 'failed') {
      return { outcome: 'notLinked' };
    }
    const lease = await this.#leases.acquire({
      key: `refresh:${incidentNumber}`,
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return { outcome: 'alreadyRunning' };
    }
    try {
      await this.#syncs.recordAttempt(incidentNumber, this.#now());
      const read = await this.#linear.readIssueTree(parent.issueId, call);
      return await this.#store({ parent, read, lease });
    } catch (error) {
      await this.#syncs.recordFailure(
        incidentNumber,
        error instanceof Error ? error.message : 'unknown error',
      );
      this.#announcer.refreshed(this.#ref(incidentNumber));
      throw error;
    } finally {
      await lease.release();
    }
  }

  async #store(options: {
    parent: ParentIssueRecord;
    read: Lookup<IssueTree>;
    lease: Lease;
  }): Promise<RefreshOutcome> {
    const { parent, read, lease } = options;
    const { incidentNumber } = parent;
    if (read.outcome === 'absent' || read.value.parent.trashed) {
      await this.#storeMissing(parent);
      return {
        outcome: 'synced',
        stats: { added: 0, changed: 0, removed: 0, unchanged: 0, requests: 1 },
      };
    }
    const tree = read.value;
    const items = await this.#mapItems(tree);
    const now = this.#now();
    const diff = await this.#database.knex.transaction(async tx => {
      const found = diffActionItems({
        stored: await this.#actionItems.listForDiff(tx, incidentNumber),
        read: items,
      });
      await this.#actionItems.apply(tx, incidentNumber, found, now);
      const parentChanged = await this.#observe(tx, parent, tree.parent);
      if (parentChanged || changes(found)) {
        await this.#requests.follow(tx, incidentNumber);
      }
      await this.#syncs.recordSuccess(tx, incidentNumber, now);
      if (!(await lease.isHeld(tx))) {
        throw new Error('the lease of this refresh ran out');
      }
      return found;
    });
    this.#announceItems(incidentNumber, diff);
    this.#wakeWorker();
    return {
      outcome: 'synced',
      stats: {
        added: diff.added.length,
        changed: diff.changed.length,
        removed: diff.removed.length,
        unchanged: diff.unchanged,
        requests: tree.requests,
      },
    };
  }

  /** Stores what Linear told of the parent; `false` when it told nothing new. */
  async #observe(
    tx: Knex,
    parent: ParentIssueRecord,
    observed: LinearIssue,
  ): Promise<boolean> {
    if (
      parent.status === 'linked' &&
      isDeepStrictEqual(parent.observed, JSON.parse(JSON.stringify(observed)))
    ) {
      return false;
    }
    const update: ParentIssueUpdate = {
      status: 'linked',
      observed,
      ...(parent.status === 'missing' && { reason: undefined }),
    };
    committed(
      await this.#parentIssues.update({
        knex: tx,
        record: parent,
        writer: 'refresh',
        update,
        // Whoever wrote meanwhile wrote other fields, or a newer observation.
        onConflict: current =>
          (current.observed?.updatedAt ?? '') <= observed.updatedAt
            ? update
            : undefined,
      }),
      'refresh',
    );
    return true;
  }

  async #storeMissing(parent: ParentIssueRecord): Promise<void> {
    await this.#database.knex.transaction(async tx => {
      await this.#parentIssues.update({
        knex: tx,
        record: parent,
        writer: 'refresh',
        update: {
          status: 'missing',
          reason:
            'The parent issue is in the trash, deleted or out of our sight in Linear. Its action items are kept; nothing is recreated by itself.',
        },
        onConflict: () => ({ status: 'missing' }),
      });
      await this.#syncs.recordSuccess(tx, parent.incidentNumber, this.#now());
    });
    this.#announcer.announce([
      {
        type: 'incident.updated',
        incidentRef: this.#ref(parent.incidentNumber),
      },
    ]);
  }

  async #mapItems(tree: IssueTree): Promise<StoredActionItem[]> {
    const userRefByEmail = await this.#users.refsByEmail(
      tree.items.flatMap(({ issue }) =>
        issue.assignee ? [issue.assignee.email] : [],
      ),
    );
    const incidentParents = await this.#parentIssues.findIncidentsByIssue(
      tree.items.map(({ issue }) => issue.id),
    );
    return tree.items.flatMap(({ issue, source }) => {
      const mapped = mapActionItem({
        issue,
        source,
        settings: this.#settings,
        userRefByEmail,
        isIncidentParent: incidentParents.has(issue.id),
      });
      if (mapped.outcome === 'dropped') {
        return [];
      }
      if (mapped.unknownStateType !== undefined) {
        this.#warnOnce(mapped.unknownStateType);
      }
      return [mapped.item];
    });
  }

  #warnOnce(stateType: string): void {
    if (!this.#warnedStateTypes.has(stateType)) {
      this.#warnedStateTypes.add(stateType);
      this.#logger.warn(
        `Linear has a workflow state of the unknown type ${stateType}; its issues are shown as to do`,
      );
    }
  }

  #announceItems(incidentNumber: number, diff: ActionItemDiff): void {
    const incidentRef = this.#ref(incidentNumber);
    const groups = [
      ['action-item.added', diff.added.map(item => item.issueId)],
      ['action-item.changed', diff.changed.map(item => item.issueId)],
      ['action-item.completed', diff.completed],
      ['action-item.removed', diff.removed],
    ] as const;
    for (const [type, actionItemIds] of groups) {
      if (actionItemIds.length > 0) {
        this.#announcer.announce([
          { type, incidentRef, actionItemIds: [...actionItemIds] },
        ]);
      }
    }
    this.#announcer.refreshed(incidentRef);
  }
}

function changes(diff: ActionItemDiff): boolean {
  return diff.added.length + diff.changed.length + diff.removed.length > 0;
}
