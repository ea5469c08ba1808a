import { IncidentReading } from './IncidentReading';
import { touchedItems } from './touchedItems';

const item = (issueId: string) => ({ issueId });

describe('A reading touches of the stored items a, b and c', () => {
  it.each<{ read: string[]; gone: IncidentReading['gone']; touched: string[] }>(
    [
      { read: ['a'], gone: { kind: 'these', issueIds: [] }, touched: ['a'] },
      {
        read: ['a'],
        gone: { kind: 'these', issueIds: ['b'] },
        touched: ['a', 'b'],
      },
      { read: ['new'], gone: { kind: 'these', issueIds: ['x'] }, touched: [] },
      {
        read: ['a'],
        gone: { kind: 'others', keep: new Set() },
        touched: ['a', 'b', 'c'],
      },
      {
        read: ['a'],
        gone: { kind: 'others', keep: new Set(['a', 'b']) },
        touched: ['a', 'c'],
      },
    ],
  )('$touched, when it read $read and $gone are gone', options => {
    const { read, gone, touched } = options;
    expect(
      touchedItems(['a', 'b', 'c'].map(item), { items: read.map(item), gone }),
    ).toEqual(touched.map(item));
  });
});
