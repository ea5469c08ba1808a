import { newestOf } from './newestOf';

const at = (issueId: string, updatedAt: string, from: string) => ({
  issueId,
  updatedAt,
  from,
});
const MONDAY = '2026-01-05T00:00:00.000Z';
const TUESDAY = '2026-01-06T00:00:00.000Z';

describe('An item that was read', () => {
  it.each([
    { stored: MONDAY, read: TUESDAY, wins: 'read' },
    { stored: TUESDAY, read: TUESDAY, wins: 'read' },
    { stored: TUESDAY, read: MONDAY, wins: 'stored' },
  ])(
    'of $read gives way to one of $stored: $wins',
    ({ stored, read, wins }) => {
      expect(
        newestOf([at('a', stored, 'stored')], [at('a', read, 'read')]),
      ).toEqual([expect.objectContaining({ from: wins })]);
    },
  );

  it('is taken as it is where none is stored', () => {
    const items = [at('b', MONDAY, 'read')];
    expect(newestOf([at('a', TUESDAY, 'stored')], items)).toEqual(items);
  });
});
