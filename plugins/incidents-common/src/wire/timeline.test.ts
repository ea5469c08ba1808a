import { createNoteSchema, timelineEntrySchema } from './timeline';

describe('a note', () => {
  it.each([
    ['no text', {}],
    ['an empty text', { text: '' }],
    ['a blank text', { text: ' \n' }],
    ['a text of 10,001 characters', { text: 'x'.repeat(10_001) }],
    ['a control character', { text: 'a\u0000b' }],
    ['an unreadable time', { text: 'x', at: 'yesterday' }],
    ['an unknown field', { text: 'x', kind: 'declared' }],
  ])('is refused with %s', (_, body) => {
    expect(createNoteSchema.safeParse(body).success).toBe(false);
  });

  it.each([
    ['10,000 characters', { text: 'x'.repeat(10_000) }],
    ['several lines', { text: '- a\n- b\n' }],
    ['a time', { text: 'x', at: '2026-03-01T10:00:00.000Z' }],
  ])('is taken with %s, as it is', (_, body) => {
    expect(createNoteSchema.parse(body)).toEqual(body);
  });

  it('of the timeline has a text, or when it was deleted', () => {
    const note = (params: object) =>
      timelineEntrySchema.safeParse({
        id: 'a',
        at: '2026-03-01T10:00:00.000Z',
        kind: 'noteAdded',
        params,
      }).success;
    expect(note({ text: 'x' })).toBe(true);
    expect(note({ deletedAt: '2026-03-01T10:00:00.000Z' })).toBe(true);
    expect(note({})).toBe(false);
  });
});
