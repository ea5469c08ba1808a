import { createIncidentSchema } from '@backstage-incidents/incidents-common';
import { declarationOf, emptyDraft, lacksTitle } from './incidentDraft';

const empty = emptyDraft(new Date('2026-11-18T12:00:00Z'));

describe('declaration', () => {
  it('needs a title unless it is private', () => {
    expect(lacksTitle({ ...empty, title: ' ' })).toBe(true);
    expect(lacksTitle({ ...empty, title: 'It burns' })).toBe(false);
    expect(lacksTitle({ ...empty, visibility: 'private' })).toBe(false);
  });

  it.each([
    [{ ...empty, title: ' It burns ' }],
    [{ ...empty, visibility: 'private' as const }],
    [{ ...empty, title: 'It burns', lead: 'user:default/ada', summary: ' ' }],
  ])('is what the API takes', draft => {
    const body = declarationOf(draft);
    expect(createIncidentSchema.parse(body)).toEqual(body);
  });

  it('leaves out what was not written', () => {
    expect(Object.keys(declarationOf({ ...empty, summary: ' ' }))).toEqual([
      'severity',
      'visibility',
      'affects',
      'labels',
      'startedAt',
    ]);
  });
});
