import { isDeepStrictEqual } from 'node:util';
import { reason } from '@backstage-incidents/incidents-common';
import {
  LinearIssue,
  LinearItemSource,
  LinearRelation,
  relationSource,
  sourcePrecedence,
} from '../linear';
import {
  ParentIssueRecord,
  ParentIssueUpdate,
} from '../parentIssue/ParentIssueRecord';

/** Relations of incidents' parents: incident number → issue id → source. */
export type KnownRelations = ReadonlyMap<
  number,
  ReadonlyMap<string, LinearItemSource>
>;

/** Items that are none any more: these ids, or all but what was read and `keep`. */
export type GoneItems =
  | { kind: 'these'; issueIds: readonly string[] }
  | { kind: 'others'; keep: ReadonlySet<string> };

/** How an issue belongs to an incident now; `detached`: it did, and does not any more. */
export type SourceDecision = LinearItemSource | 'detached' | 'none';

/** An issue can be an item of several incidents, so an item is known by both. */
export function itemKey(incidentNumber: number, issueId: string): string {
  return `${incidentNumber}:${issueId}`;
}

/**
 * What one read issue is to one incident. Only an issue's own `parent` field
 * decides whether it is a sub-issue; a relation is only known where it was read,
 * so one that was not stays as it is stored, unless all of them were.
 */
export function decideSource(options: {
  issueParentId: string | undefined;
  /** The incident's parent issue. */
  parentIssueId: string;
  /** How the item is stored for the incident, if it is. */
  stored: LinearItemSource | undefined;
  /** The relation that was read between the two, if one was. */
  related: LinearItemSource | undefined;
  /** Whether every relation of the parent was read. */
  relationsComplete: boolean;
}): SourceDecision {
  const { stored, related } = options;
  if (options.issueParentId === options.parentIssueId) {
    return 'child';
  }
  const known: LinearItemSource[] = [];
  if (related) {
    known.push(related);
  }
  if (stored && stored !== 'child' && !options.relationsComplete) {
    known.push(stored);
  }
  const strongest = sourcePrecedence.find(source => known.includes(source));
  if (strongest) {
    return strongest;
  }
  return stored ? 'detached' : 'none';
}

/**
 * What relations make of the issues at their other ends, incident by incident;
 * the strongest where there are several.
 */
export function relationsOfParents(
  relations: readonly LinearRelation[],
  /** Incident numbers by the issue id of their parent. */
  parents: ReadonlyMap<string, number>,
): Map<number, Map<string, LinearItemSource>> {
  const found = new Map<number, Map<string, LinearItemSource>>();
  for (const relation of relations) {
    for (const parentId of [relation.issueId, relation.relatedIssueId]) {
      const incidentNumber = parents.get(parentId);
      const end = relationSource(relation, parentId);
      if (incidentNumber === undefined || !end) continue;
      const ofIncident = found.get(incidentNumber) ?? new Map();
      const known: LinearItemSource | undefined = ofIncident.get(end.issueId);
      if (!known || rank(end.source) < rank(known)) {
        ofIncident.set(end.issueId, end.source);
      }
      found.set(incidentNumber, ofIncident);
    }
  }
  return found;
}

function rank(source: LinearItemSource): number {
  return sourcePrecedence.indexOf(source);
}

/**
 * The ends of relations that are not stored with what the relation makes of
 * them, and have to be read for it. Children stay children whatever relates to
 * them. Incidents without any are left out.
 */
export function unfetchedTargets(options: {
  relations: KnownRelations;
  /** The stored items of the same incidents. */
  items: readonly {
    incidentNumber: number;
    issueId: string;
    source: LinearItemSource;
  }[];
  /** Whether items of this source are kept at all. */
  keeps: (source: LinearItemSource) => boolean;
}): Map<number, Map<string, LinearItemSource>> {
  const { relations, items, keeps } = options;
  const sources = new Map(
    items.map(item => [
      itemKey(item.incidentNumber, item.issueId),
      item.source,
    ]),
  );
  const wanted = new Map<number, Map<string, LinearItemSource>>();
  for (const [incidentNumber, ends] of relations) {
    const unfetched = new Map(
      [...ends].filter(([issueId, source]) => {
        const stored = sources.get(itemKey(incidentNumber, issueId));
        return keeps(source) && stored !== source && stored !== 'child';
      }),
    );
    if (unfetched.size > 0) wanted.set(incidentNumber, unfetched);
  }
  return wanted;
}

/** The items that were read, each as it was last changed in Linear: reads overtake each other, and the older one must not win. */
export function newestOf<Item extends { issueId: string; updatedAt: string }>(
  stored: readonly Item[],
  read: readonly Item[],
): Item[] {
  const known = new Map(stored.map(item => [item.issueId, item]));
  return read.map(item => {
    const other = known.get(item.issueId);
    return other && other.updatedAt > item.updatedAt ? other : item;
  });
}

/** Of an incident's stored items those that a reading says something about; it leaves the others as they are. */
export function affectedRows<Item extends { issueId: string }>(
  present: readonly Item[],
  reading: { items: readonly { issueId: string }[]; gone: GoneItems },
): Item[] {
  const { gone } = reading;
  const read = new Set(reading.items.map(item => item.issueId));
  const these = new Set(gone.kind === 'these' ? gone.issueIds : []);
  return present.filter(
    ({ issueId }) =>
      read.has(issueId) ||
      these.has(issueId) ||
      (gone.kind === 'others' && !gone.keep.has(issueId)),
  );
}

/** Whether Linear has, or had, the parent issue. */
export function isReadable(
  parent: ParentIssueRecord | undefined,
): parent is ParentIssueRecord {
  return parent?.status === 'linked' || parent?.status === 'missing';
}

/** What a read of the parent changes about its record; `undefined`: nothing. */
export function observation(
  record: Pick<
    ParentIssueRecord,
    'status' | 'observed' | 'attachmentId' | 'fields'
  >,
  read: LinearIssue | 'absent',
): ParentIssueUpdate | undefined {
  if (record.status === 'pending') {
    // Creation is still at it, and knows better.
    return undefined;
  }
  if (read === 'absent' || read.trashed) {
    return record.status === 'missing'
      ? undefined
      : {
          status: 'missing',
          reasons: [
            reason('parentIssueMissing', {
              identifier: record.observed?.identifier,
            }),
          ],
        };
  }
  const { attachmentIds, ...issue } = read;
  const observed = mergeObserved(record.observed, issue);
  const withoutAttachment = isAttachmentGone(record, attachmentIds)
    ? forgetAttachment(record)
    : undefined;
  if (record.status === 'missing') {
    return {
      status: 'linked',
      reasons: [],
      observed: observed ?? record.observed,
      ...withoutAttachment,
    };
  }
  return observed || withoutAttachment
    ? { status: 'linked', ...(observed && { observed }), ...withoutAttachment }
    : undefined;
}

/** A person deleted ours; where attachments were not read, it is believed to be there. */
function isAttachmentGone(
  { attachmentId }: Pick<ParentIssueRecord, 'attachmentId'>,
  attachmentIds: readonly string[] | undefined,
): boolean {
  return (
    attachmentId !== undefined &&
    attachmentIds !== undefined &&
    !attachmentIds.includes(attachmentId)
  );
}

/** So that the next reconcile writes it again. */
function forgetAttachment({
  fields,
}: Pick<ParentIssueRecord, 'fields'>): ParentIssueUpdate {
  const { attachment: _, ...others } = fields;
  return { attachmentId: undefined, fields: others };
}

/**
 * What to store of a parent issue after another read; `undefined`: nothing new.
 * Lists leave out the description, so the stored one is kept. A read older than
 * the stored state is ignored.
 */
function mergeObserved(
  stored: LinearIssue | undefined,
  read: LinearIssue,
): LinearIssue | undefined {
  if (stored && stored.updatedAt > read.updatedAt) {
    return undefined;
  }
  const merged: LinearIssue =
    read.description === undefined && stored?.description !== undefined
      ? { ...read, description: stored.description }
      : read;
  return isDeepStrictEqual(plain(stored), plain(merged)) ? undefined : merged;
}

/** As it comes back from the database: without fields that are undefined. */
function plain(issue: LinearIssue | undefined): unknown {
  return issue && JSON.parse(JSON.stringify(issue));
}
