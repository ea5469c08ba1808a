import { RecordIssue } from '../actionItems/ActionItemService';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { LinearIssue } from '../linear';
import { IncidentWriter } from './IncidentWriter';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { alwaysHeld } from './WriteGuard';

/** How often a record that a sync overtook is repeated; after that the sync has stored it. */
const ATTEMPTS = 3;

/**
 * Stores an issue as Linear returned it after a person's change, at every
 * incident that has it, so that the card shows it at once.
 *
 * @param as - the incident at which the person is, and how it shows the issue;
 * `insert`: the issue is new there
 * @returns the item as that incident shows it
 */
export async function recordIssue(
  deps: { known: KnownIssues; mapper: ItemMapper; writer: IncidentWriter },
  issue: LinearIssue,
  as: Parameters<RecordIssue>[1],
): Promise<StoredActionItem> {
  const { known, mapper, writer } = deps;
  // Whether it is trashed is for the next read to say; the person sees what they did.
  const shown = { ...issue, trashed: false };
  const toItem = await mapper.prepare([shown]);

  const isNewAt = (incidentNumber: number) =>
    as.insert && incidentNumber === as.incidentNumber;

  async function store(
    incidentNumber: number,
  ): Promise<'written' | 'outdated'> {
    const basis = await writer.basis(incidentNumber);
    const stored = (await known.itemsAmong([issue.id])).find(
      item => item.incidentNumber === incidentNumber,
    );
    const source =
      stored?.source ?? (isNewAt(incidentNumber) ? as.source : undefined);
    const item = source && toItem({ issue: shown, source });
    const parentIssueId = (await known.parentsOf([incidentNumber])).get(
      incidentNumber,
    );
    if (!item || parentIssueId === undefined) {
      return 'written';
    }
    const { outcome } = await writer.write(
      {
        incidentNumber,
        parentIssueId,
        items: [item],
        gone: { kind: 'these', issueIds: [] },
        basis,
      },
      { writer: 'person', guard: alwaysHeld, actor: as.actor },
    );
    return outcome;
  }

  const incidents = new Set(
    (await known.itemsAmong([issue.id])).map(item => item.incidentNumber),
  );
  if (as.insert) {
    incidents.add(as.incidentNumber);
  }
  for (const incidentNumber of incidents) {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if ((await store(incidentNumber)) === 'written') {
        break;
      }
    }
  }
  const item = toItem({ issue: shown, source: as.source });
  if (!item) {
    throw new Error(`An issue of source ${as.source} cannot be recorded`);
  }
  return item;
}

/** Removes an item at once that a person detached in Linear from the incident's parent. */
export async function forgetItem(
  deps: { known: KnownIssues; writer: IncidentWriter },
  incidentNumber: number,
  issueId: string,
): Promise<void> {
  const parentIssueId = (await deps.known.parentsOf([incidentNumber])).get(
    incidentNumber,
  );
  if (parentIssueId !== undefined) {
    await deps.writer.write(
      {
        incidentNumber,
        parentIssueId,
        items: [],
        gone: { kind: 'these', issueIds: [issueId] },
      },
      { writer: 'person', guard: alwaysHeld },
    );
  }
}
