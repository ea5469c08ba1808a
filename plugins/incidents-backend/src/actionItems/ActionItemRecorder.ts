import { ActionItemSource } from '@backstage-incidents/incidents-common';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { IncidentAnnouncer } from '../announcer';
import { ActionItemsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { LinearIssue } from '../linear';
import { CatalogUsers } from '../catalog/users';
import { ActionItemStore } from './ActionItemStore';
import { ActionItemDiff, diffActionItems } from './diffActionItems';
import { mapActionItem } from './mapActionItem';
import { StoredActionItem } from './StoredActionItem';

/** An incident that shows an issue, and what was new in it. */
interface Recorded {
  incidentNumber: number;
  diff: ActionItemDiff;
}

/**
 * Stores an issue as Linear answered a write of ours, so that the card shows it
 * at once and the parent issue follows.
 */
export class ActionItemRecorder {
  readonly #database: IncidentsDatabase;
  readonly #actionItems: ActionItemStore;
  readonly #requests: ParentIssueRequests;
  readonly #users: CatalogUsers;
  readonly #announcer: IncidentAnnouncer;
  readonly #settings: ActionItemsSettings;
  readonly #now: () => Date;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    database: IncidentsDatabase;
    actionItems: ActionItemStore;
    requests: ParentIssueRequests;
    users: CatalogUsers;
    announcer: IncidentAnnouncer;
    settings: ActionItemsSettings;
    now: () => Date;
    ref: (incidentNumber: number) => string;
  }) {
    this.#database = options.database;
    this.#actionItems = options.actionItems;
    this.#requests = options.requests;
    this.#users = options.users;
    this.#announcer = options.announcer;
    this.#settings = options.settings;
    this.#now = options.now;
    this.#ref = options.ref;
  }

  /**
   * Updates every incident that shows the issue.
   *
   * @param as - the incident that asks, and how it shows the issue; it is
   * inserted there only as a new sub-issue
   * @returns the item as that incident shows it
   */
  async record(
    issue: LinearIssue,
    as: { incidentNumber: number; source: ActionItemSource; insert: boolean },
  ): Promise<StoredActionItem> {
    const userRefs = await this.#users.refsOf(
      issue.assignee ? [issue.assignee] : [],
    );
    const map = (source: ActionItemSource) =>
      toItem({ issue, source, settings: this.#settings, userRefs });
    const store = () =>
      this.#database.knex.transaction(tx =>
        this.#store(tx, {
          issue,
          map,
          insertInto: as.insert ? as.incidentNumber : undefined,
        }),
      );
    let recorded: Recorded[];
    try {
      recorded = await store();
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      // A refresh inserted the same new row first.
      recorded = await store();
    }
    for (const { incidentNumber, diff } of recorded) {
      this.#announce(incidentNumber, diff);
    }
    return map(as.source);
  }

  async #store(
    tx: Knex,
    options: {
      issue: LinearIssue;
      insertInto: number | undefined;
      map: (source: ActionItemSource) => StoredActionItem;
    },
  ): Promise<Recorded[]> {
    const { issue, insertInto, map } = options;
    const known = await this.#actionItems.listByIssue(tx, issue.id);
    const recorded: Recorded[] = [];
    for (const { incidentNumber, item } of known) {
      // A refresh may have read a later state than our answer shows.
      if (Date.parse(item.updatedAt) <= Date.parse(issue.updatedAt)) {
        recorded.push({
          incidentNumber,
          diff: diffActionItems({ stored: [item], read: [map(item.source)] }),
        });
      }
    }
    if (
      insertInto !== undefined &&
      !known.some(({ incidentNumber }) => incidentNumber === insertInto)
    ) {
      recorded.push({
        incidentNumber: insertInto,
        diff: diffActionItems({ stored: [], read: [map('child')] }),
      });
    }
    for (const { incidentNumber, diff } of recorded) {
      await this.#actionItems.apply(tx, incidentNumber, diff, this.#now());
      await this.#requests.reconcile(tx, incidentNumber, 'background');
    }
    return recorded;
  }

  #announce(incidentNumber: number, diff: ActionItemDiff): void {
    const incidentRef = this.#ref(incidentNumber);
    const groups = [
      ['action-item.added', diff.added.map(item => item.issueId)],
      ['action-item.changed', diff.changed.map(item => item.issueId)],
      ['action-item.completed', diff.completed],
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

function toItem(options: {
  issue: LinearIssue;
  source: ActionItemSource;
  settings: ActionItemsSettings;
  userRefs: ReadonlyMap<string, string>;
}): StoredActionItem {
  const mapped = mapActionItem({
    ...options,
    // Whether it is shown is decided by what is stored, not by this answer.
    issue: { ...options.issue, trashed: false },
    settings: { ...options.settings, sources: [options.source] },
  });
  if (mapped.outcome === 'dropped') {
    throw new Error(`An answered write cannot be dropped: ${mapped.because}`);
  }
  return mapped.item;
}
