import { RecordIssue } from '../actionItems/ActionItemService';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { LinearIssue } from '../linear';
import { ParentIssueRecord } from '../parentIssue/ParentIssueRecord';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { KnownIssues, KnownItem } from './KnownIssues';
import {
  decideSource,
  isReadable,
  KnownRelations,
  observation,
} from './readingRules';
import { WriteGuard } from './WriteGuard';

/** The result of applying issues. */
export interface AppliedIssues {
  added: number;
  changed: number;
  removed: number;
  /** Matched an incident and equal to what is stored. */
  unchanged: number;
  /** Stored items that no longer qualify but were to be kept. */
  gone: KnownItem[];
}

interface ApplyOptions {
  /** Names the writer in logs and conflict telemetry. */
  writer: string;
  guard: WriteGuard;
  /** When the reading began, by the database's clock; absent: what it adds is new in Linear. */
  startedAt?: Date;
  /** Entity ref of the user whose change the issues show; absent: it was not a user of Backstage. */
  actor?: string;
  relations?: KnownRelations;
  /** Whether `relations` has every relation of the incidents it names. */
  relationsComplete?: boolean;
  /** Remove nothing, and return what would be removed as `gone`. */
  keepGone?: boolean;
}

/** Nobody else can take over what a person does. */
const BY_PERSON = { writer: 'person', guard: async () => {} };

/** What the issues say about one incident. */
interface IncidentPart {
  record: ParentIssueRecord;
  parent?: LinearIssue;
  items: StoredActionItem[];
  gone: KnownItem[];
  needsRefresh: boolean;
}

/**
 * Applies what was read of any issues, of any number of incidents: matches them
 * locally, drops what belongs to none, and writes only incidents where something
 * differs. What a list does not contain proves nothing; only what an issue says
 * of itself does.
 */
export type IssueApplier = ReturnType<typeof createIssueApplier>;

export function createIssueApplier(deps: {
  database: IncidentsDatabase;
  known: KnownIssues;
  parentIssues: ParentIssueStore;
  mapper: ItemMapper;
  writer: IncidentWriter;
}) {
  const { known, parentIssues, mapper, writer } = deps;

  async function apply(
    issues: readonly LinearIssue[],
    options: ApplyOptions,
  ): Promise<AppliedIssues> {
    const { keepGone = false } = options;
    const { parts, unchanged } = await match(issues, options);
    const applied: AppliedIssues = {
      added: 0,
      changed: 0,
      removed: 0,
      unchanged,
      gone: keepGone ? parts.flatMap(({ gone }) => gone) : [],
    };
    for (const { record, parent, items, ...part } of parts) {
      const gone = keepGone ? [] : part.gone;
      const hasParentChanged =
        parent !== undefined && observation(record, parent) !== undefined;
      if (items.length + gone.length === 0 && !hasParentChanged) {
        continue;
      }
      const result = await writer.write(
        {
          incidentNumber: record.incidentNumber,
          parentIssueId: record.issueId,
          items,
          gone: {
            kind: 'these',
            issueIds: gone.map(({ issueId }) => issueId),
          },
          parent,
          needsRefresh: part.needsRefresh && !keepGone,
        },
        options,
      );
      if (result.outcome === 'written') {
        applied.added += result.diff.added.length;
        applied.changed += result.diff.changed.length;
        applied.removed += result.diff.removed.length;
        applied.unchanged += result.diff.unchanged;
      }
    }
    return applied;
  }

  /** What the issues say about each incident that they concern, but for what is stored already. */
  async function match(
    issues: readonly LinearIssue[],
    options: ApplyOptions,
  ): Promise<{ parts: IncidentPart[]; unchanged: number }> {
    const { relations = new Map(), relationsComplete = false } = options;
    const ids = issues.map(({ id }) => id);
    const parents = await known.parentsAmong([
      ...ids,
      ...issues.flatMap(({ parentId }) => (parentId ? [parentId] : [])),
    ]);
    const storedItems = new Map<string, KnownItem[]>();
    for (const item of await known.itemsAmong(ids)) {
      const others = storedItems.get(item.issueId) ?? [];
      storedItems.set(item.issueId, [...others, item]);
    }
    const matches = issues.map(issue => {
      const stored = storedItems.get(issue.id) ?? [];
      const under = issue.parentId && parents.get(issue.parentId);
      const asItem = new Set([
        ...stored.map(({ incidentNumber }) => incidentNumber),
        ...[...relations].flatMap(([incidentNumber, ends]) =>
          ends.has(issue.id) ? [incidentNumber] : [],
        ),
        ...(typeof under === 'number' ? [under] : []),
      ]);
      return { issue, stored, asItem, asParent: parents.get(issue.id) };
    });
    const records = await parentIssues.findMany([
      ...new Set(
        matches.flatMap(({ asItem, asParent }) => [
          ...asItem,
          ...(asParent === undefined ? [] : [asParent]),
        ]),
      ),
    ]);
    const parts = new Map<number, IncidentPart>();
    for (const record of [...records.values()].filter(isReadable)) {
      const nothing = { items: [], gone: [], needsRefresh: false };
      parts.set(record.incidentNumber, { record, ...nothing });
    }
    const toItem = await mapper.prepare(
      matches.flatMap(({ issue, asItem }) => (asItem.size > 0 ? [issue] : [])),
    );
    let unchanged = 0;
    for (const { issue, asItem, asParent, ...matched } of matches) {
      const ofParent = asParent === undefined ? undefined : parts.get(asParent);
      if (ofParent) ofParent.parent = issue;
      for (const incidentNumber of asItem) {
        const part = parts.get(incidentNumber);
        const stored = matched.stored.find(
          item => item.incidentNumber === incidentNumber,
        );
        const updatedAt = new Date(issue.updatedAt).toISOString();
        if (!part || (stored && stored.updatedAt > updatedAt)) continue;
        const source = decideSource({
          issueParentId: issue.parentId,
          parentIssueId: part.record.issueId,
          stored: stored?.source,
          related: relations.get(incidentNumber)?.get(issue.id),
          relationsComplete: relationsComplete && relations.has(incidentNumber),
        });
        if (source === 'none') continue;
        if (source === 'detached') {
          // It may still be related, which the issue does not say.
          part.needsRefresh ||= !relationsComplete;
        }
        const item =
          source === 'detached' ? undefined : toItem({ issue, source });
        if (!item) {
          if (stored) part.gone.push(stored);
        } else if (
          stored?.contentHash === item.contentHash &&
          stored.source === item.source
        ) {
          unchanged += 1;
        } else {
          part.items.push(item);
        }
      }
    }
    return { parts: [...parts.values()], unchanged };
  }

  /** Stores an issue as Linear returned it after a person's change, so that cards show it at once. */
  const record: RecordIssue = async (issue, as) => {
    // Whether it is trashed is for the next read to say; the person sees what they did.
    const shown = { ...issue, trashed: false };
    const startedAt = await deps.database.now();
    const toItem = await mapper.prepare([shown]);
    if (as.insert || (await known.itemsAmong([issue.id])).length > 0) {
      const related = new Map([[issue.id, as.source]]);
      await apply([shown], {
        ...BY_PERSON,
        actor: as.actor,
        startedAt: as.insert ? undefined : startedAt,
        relations:
          as.insert && as.source !== 'child'
            ? new Map([[as.incidentNumber, related]])
            : undefined,
      });
    }
    const item = toItem({ issue: shown, source: as.source });
    if (!item) {
      throw new Error(`An issue of source ${as.source} cannot be recorded`);
    }
    return item;
  };

  /** Removes an item at once that a person detached in Linear from the incident's parent. */
  async function forget(
    incidentNumber: number,
    issueId: string,
  ): Promise<void> {
    for (const parent of await known.parentsOf([incidentNumber])) {
      await writer.write(
        {
          incidentNumber,
          parentIssueId: parent.issueId,
          gone: { kind: 'these', issueIds: [issueId] },
        },
        BY_PERSON,
      );
    }
  }

  return { apply, record, forget };
}
