import { incident } from '../../__testUtils__/fixtures';
import { changedFields, draftOf, patchOf, rebase } from './incidentDraft';

const base = incident({ version: 3, title: 'Old', severity: 'sev2' });

describe('incidentDraft', () => {
  it('patches only what differs, against the version it was based on', () => {
    expect(patchOf(base, draftOf(base))).toEqual({ expectedVersion: 3 });
    expect(
      patchOf(base, { ...draftOf(base), title: 'New', lead: undefined }),
    ).toEqual({ expectedVersion: 3, title: 'New', lead: null });
  });

  it('clears what was emptied', () => {
    expect(
      patchOf(base, {
        ...draftOf(base),
        summary: '',
        mitigatedAt: undefined,
        labels: [],
      }),
    ).toEqual({
      expectedVersion: 3,
      summary: null,
      mitigatedAt: null,
      labels: [],
    });
  });

  it('keeps my change, takes theirs, and names what both changed', () => {
    const newer = {
      ...base,
      version: 4,
      title: 'Theirs',
      status: 'done' as const,
    };
    const mine = { ...draftOf(base), title: 'Mine', severity: 'sev1' as const };
    const result = rebase({ base, draft: mine, newer });
    expect(result.draft).toMatchObject({
      title: 'Mine',
      severity: 'sev1',
      status: 'done',
    });
    expect(result.theirs).toEqual(['title', 'status']);
    expect(result.both).toEqual(['title']);
    expect(patchOf(newer, result.draft)).toEqual({
      expectedVersion: 4,
      title: 'Mine',
      severity: 'sev1',
    });
  });

  it('sees a change inside a list', () => {
    expect(
      changedFields(draftOf(base), {
        ...draftOf(base),
        links: [{ title: 'a', url: 'https://a.example' }],
      }),
    ).toEqual(['links']);
  });
});
