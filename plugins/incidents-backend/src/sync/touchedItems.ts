import { IncidentReading } from './IncidentReading';

/** Of an incident's stored items those that a reading says something about; it leaves the others as they are. */
export function touchedItems<Item extends { issueId: string }>(
  present: readonly Item[],
  reading: {
    items: readonly { issueId: string }[];
    gone: IncidentReading['gone'];
  },
): Item[] {
  const read = new Set(reading.items.map(item => item.issueId));
  const isGone = goneTest(reading.gone);
  return present.filter(({ issueId }) => read.has(issueId) || isGone(issueId));
}

/** Whether an item that was not read is none any more. */
function goneTest(gone: IncidentReading['gone']): (issueId: string) => boolean {
  switch (gone.kind) {
    case 'these': {
      const these = new Set(gone.issueIds);
      return issueId => these.has(issueId);
    }
    case 'others':
      return issueId => !gone.keep.has(issueId);
    default:
      throw new Error(`Unknown ${JSON.stringify(gone satisfies never)}`);
  }
}
