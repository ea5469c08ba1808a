import { actionItemSourceSchema } from '@backstage-incidents/incidents-common';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { LinearIssue, LinearItemSource } from '../linear';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { decideSource } from './decideSource';
import { IncidentReading } from './IncidentReading';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper, ItemReading } from './ItemMapper';
import { KnownIssues, KnownItem } from './KnownIssues';
import { observation } from './observation';
import { WriteGuard } from './WriteGuard';

/** Relations of incidents' parents: incident number → issue id → source. */
export type KnownRelations = ReadonlyMap<
  number,
  ReadonlyMap<string, LinearItemSource>
>;

/** What became of some issues. */
export interface AppliedIssues {
  added: number;
  changed: number;
  removed: number;
  /** Matched an incident and said nothing new. */
  unchanged: number;
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
export class IssueApplier {
  readonly #known: KnownIssues;
  readonly #parentIssues: ParentIssueStore;
  readonly #mapper: ItemMapper;
  readonly #writer: IncidentWriter;

  constructor(options: {
    known: KnownIssues;
    parentIssues: ParentIssueStore;
    mapper: ItemMapper;
    writer: IncidentWriter;
  }) {
    this.#known = options.known;
    this.#parentIssues = options.parentIssues;
    this.#mapper = options.mapper;
    this.#writer = options.writer;
  }

  async apply(
    issues: readonly LinearIssue[],
    options: {
      writer: string;
      guard: WriteGuard;
      relations?: KnownRelations;
      /** Whether `relations` has every relation of the incidents it names. */
      relationsComplete?: boolean;
    },
  ): Promise<AppliedIssues> {
    const applied = { added: 0, changed: 0, removed: 0, unchanged: 0 };
    const match = await this.#match(issues, options);
    const records = await this.#parentIssues.findMany(
      [...match.values()].flatMap(part =>
        part.parent ? [part.incidentNumber] : [],
      ),
    );
    const relevant = [...match.values()].flatMap(part =>
      part.readings.map(({ issue }) => issue),
    );
    const toItem = await this.#mapper.prepare(relevant);
    const stored = groupByIncident(
      await this.#known.itemsAmong([
        ...relevant.map(({ id }) => id),
        ...[...match.values()].flatMap(part => part.gone),
      ]),
    );
    for (const part of match.values()) {
      const present = stored.get(part.incidentNumber) ?? new Map();
      const { items, gone, unchanged } = sortOut(part, present, toItem);
      applied.unchanged += unchanged;
      const record = records.get(part.incidentNumber);
      const parentMoved =
        part.parent !== undefined &&
        record !== undefined &&
        observation(record, part.parent) !== undefined;
      if (items.length + gone.length === 0 && !parentMoved) {
        continue;
      }
      const reading: IncidentReading = {
        incidentNumber: part.incidentNumber,
        parentIssueId: part.parentIssueId,
        items,
        gone: { kind: 'these', issueIds: gone },
        parent: part.parent,
        needsRefresh: part.needsRefresh,
      };
      const result = await this.#writer.write(reading, options);
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
  async #match(
    issues: readonly LinearIssue[],
    options: { relations?: KnownRelations; relationsComplete?: boolean },
  ): Promise<Map<number, IncidentPart>> {
    const { relations = new Map(), relationsComplete = false } = options;
    const ids = issues.map(({ id }) => id);
    const parents = await this.#known.parentsAmong([
      ...ids,
      ...issues.flatMap(({ parentId }) => (parentId ? [parentId] : [])),
    ]);
    const itemsByIssue = new Map<string, KnownItem[]>();
    for (const item of await this.#known.itemsAmong(ids)) {
      itemsByIssue.set(item.issueId, [
        ...(itemsByIssue.get(item.issueId) ?? []),
        item,
      ]);
    }
    const related = new Map<string, number[]>();
    for (const [incidentNumber, ofIncident] of relations) {
      for (const issueId of ofIncident.keys()) {
        related.set(issueId, [...(related.get(issueId) ?? []), incidentNumber]);
      }
    }
    const parentIssueIds = await this.#known.parentsOf([
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
          // It may still be related, which the issue does not tell.
          part.needsRefresh ||= !relationsComplete;
        } else if (source !== 'none') {
          part.readings.push({ issue, source });
        }
      }
    }
    return parts;
  }
}

/** Leaves out what says the same as what is stored. */
function sortOut(
  part: IncidentPart,
  present: ReadonlyMap<string, KnownItem>,
  toItem: (reading: ItemReading) => StoredActionItem | undefined,
): { items: StoredActionItem[]; gone: string[]; unchanged: number } {
  const items: StoredActionItem[] = [];
  const gone = part.gone.filter(issueId => present.has(issueId));
  let unchanged = 0;
  for (const reading of part.readings) {
    const item = toItem(reading);
    const known = present.get(reading.issue.id);
    if (!item) {
      if (known) gone.push(reading.issue.id);
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

function groupByIncident(
  items: readonly KnownItem[],
): Map<number, Map<string, KnownItem>> {
  const groups = new Map<number, Map<string, KnownItem>>();
  for (const item of items) {
    const group = groups.get(item.incidentNumber) ?? new Map();
    group.set(item.issueId, item);
    groups.set(item.incidentNumber, group);
  }
  return groups;
}
