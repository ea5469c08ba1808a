import { actionItemSourceSchema } from '@backstage-incidents/incidents-common';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { LinearIssue } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper, ItemReading } from './ItemMapper';
import { KnownIssues, KnownItem } from './KnownIssues';
import { decideSource, KnownRelations, observation } from './readingRules';
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
  relations?: KnownRelations;
  /** Whether `relations` has every relation of the incidents it names. */
  relationsComplete?: boolean;
  /** Remove nothing, and return what would be removed as `gone`. */
  keepGone?: boolean;
}

interface IncidentPart {
  incidentNumber: number;
  parentIssueId: string;
  readings: ItemReading[];
  gone: string[];
  parent?: LinearIssue;
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
    const applied: AppliedIssues = {
      added: 0,
      changed: 0,
      removed: 0,
      unchanged: 0,
      gone: [],
    };
    const parts = await match(issues, options);
    const records = await parentIssues.findMany(
      parts.flatMap(part => (part.parent ? [part.incidentNumber] : [])),
    );
    const relevant = parts.flatMap(part =>
      part.readings.map(({ issue }) => issue),
    );
    const toItem = await mapper.prepare(relevant);
    const stored = groupBy(
      await known.itemsAmong([
        ...relevant.map(({ id }) => id),
        ...parts.flatMap(part => part.gone),
      ]),
      item => item.incidentNumber,
    );
    for (const part of parts) {
      const present = new Map(
        stored.get(part.incidentNumber)?.map(item => [item.issueId, item]),
      );
      const { items, gone, unchanged } = sortOut(part, present, toItem);
      applied.unchanged += unchanged;
      const record = records.get(part.incidentNumber);
      const hasParentChanged =
        part.parent !== undefined &&
        record !== undefined &&
        observation(record, part.parent) !== undefined;
      const toRemove = options.keepGone ? [] : gone;
      if (options.keepGone) {
        applied.gone.push(...gone);
      }
      if (items.length + toRemove.length === 0 && !hasParentChanged) {
        continue;
      }
      const result = await writer.write(
        {
          incidentNumber: part.incidentNumber,
          parentIssueId: part.parentIssueId,
          items,
          gone: {
            kind: 'these',
            issueIds: toRemove.map(({ issueId }) => issueId),
          },
          parent: part.parent,
          needsRefresh: part.needsRefresh && !options.keepGone,
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

  /** Which incidents the issues concern, and how. */
  async function match(
    issues: readonly LinearIssue[],
    options: ApplyOptions,
  ): Promise<IncidentPart[]> {
    const { relations = new Map(), relationsComplete = false } = options;
    const ids = issues.map(({ id }) => id);
    const parents = await known.parentsAmong([
      ...ids,
      ...issues.flatMap(({ parentId }) => (parentId ? [parentId] : [])),
    ]);
    const itemsByIssue = groupBy(
      await known.itemsAmong(ids),
      item => item.issueId,
    );
    const related = new Map<string, number[]>();
    for (const [incidentNumber, ofIncident] of relations) {
      for (const issueId of ofIncident.keys()) {
        related.set(issueId, [...(related.get(issueId) ?? []), incidentNumber]);
      }
    }
    const parentIssueIds = await known.parentsOf([
      ...parents.values(),
      ...[...itemsByIssue.values()].flat().map(item => item.incidentNumber),
      ...relations.keys(),
    ]);
    const parts = new Map<number, IncidentPart>();
    const partOf = (incidentNumber: number): IncidentPart | undefined => {
      const parentIssueId = parentIssueIds.get(incidentNumber);
      if (parentIssueId === undefined) {
        return undefined;
      }
      const part = parts.get(incidentNumber) ?? {
        incidentNumber,
        parentIssueId,
        readings: [],
        gone: [],
        needsRefresh: false,
      };
      parts.set(incidentNumber, part);
      return part;
    };
    for (const issue of issues) {
      const asParent = parents.get(issue.id);
      if (asParent !== undefined) {
        const part = partOf(asParent);
        if (part) part.parent = issue;
      }
      const items = itemsByIssue.get(issue.id) ?? [];
      const concerned = new Set([
        ...items.map(item => item.incidentNumber),
        ...(related.get(issue.id) ?? []),
      ]);
      const under = issue.parentId && parents.get(issue.parentId);
      if (typeof under === 'number') {
        concerned.add(under);
      }
      for (const incidentNumber of concerned) {
        const part = partOf(incidentNumber);
        if (!part) continue;
        const item = items.find(one => one.incidentNumber === incidentNumber);
        if (item && item.updatedAt > new Date(issue.updatedAt).toISOString()) {
          continue;
        }
        const source = decideSource({
          issueParentId: issue.parentId,
          parentIssueId: part.parentIssueId,
          stored: item?.source,
          related: relations.get(incidentNumber)?.get(issue.id),
          relationsComplete: relationsComplete && relations.has(incidentNumber),
        });
        if (source === 'detached') {
          part.gone.push(issue.id);
          // It may still be related, which the issue does not say.
          part.needsRefresh ||= !relationsComplete;
        } else if (source !== 'none') {
          part.readings.push({ issue, source });
        }
      }
    }
    return [...parts.values()];
  }

  return { apply };
}

/** Leaves out what says the same as what is stored. */
function sortOut(
  part: IncidentPart,
  present: ReadonlyMap<string, KnownItem>,
  toItem: (reading: ItemReading) => StoredActionItem | undefined,
): { items: StoredActionItem[]; gone: KnownItem[]; unchanged: number } {
  const items: StoredActionItem[] = [];
  const gone = part.gone.flatMap(issueId => present.get(issueId) ?? []);
  let unchanged = 0;
  for (const reading of part.readings) {
    const item = toItem(reading);
    const known = present.get(reading.issue.id);
    if (!item) {
      if (known) gone.push(known);
    } else if (
      known?.contentHash === item.contentHash &&
      known.source === actionItemSourceSchema.parse(item.source)
    ) {
      unchanged += 1;
    } else {
      items.push(item);
    }
  }
  return { items, gone, unchanged };
}

function groupBy<T, K>(
  values: readonly T[],
  keyOf: (value: T) => K,
): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
