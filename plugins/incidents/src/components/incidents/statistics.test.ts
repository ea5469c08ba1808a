import { DateTime } from 'luxon';
import { incident } from '../../__testUtils__/fixtures';
import { countAges, countWeeks, median, resolveTimes } from './statistics';

const now = DateTime.fromISO('2026-11-18T12:00:00');

function at(iso: string): string {
  return DateTime.fromISO(iso).toUTC().toISO() ?? '';
}

describe('statistics', () => {
  it('takes the middle', () => {
    expect(median([])).toBeUndefined();
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it('counts by the weeks of the reader', () => {
    expect(
      countWeeks({
        now,
        weeks: 2,
        incidents: [
          incident({
            createdAt: at('2026-11-09T00:00:01'),
            closedAt: at('2026-11-16T00:00:01'),
          }),
          incident({
            createdAt: at('2026-11-18T09:00:00'),
            closedAt: undefined,
          }),
          incident({
            createdAt: at('2026-01-01T00:00:00'),
            closedAt: undefined,
          }),
        ],
      }),
    ).toEqual([
      { week: '2026-11-09', opened: 1, closed: 0 },
      { week: '2026-11-16', opened: 1, closed: 1 },
    ]);
  });

  it('sorts open incidents by age and leaves closed ones out', () => {
    expect(
      countAges({
        now,
        incidents: [
          incident({ startedAt: at('2026-11-18T11:00:00') }),
          incident({ startedAt: at('2026-11-10T12:00:00') }),
          incident({ startedAt: at('2025-11-10T12:00:00') }),
          incident({ startedAt: at('2026-11-18T11:00:00'), status: 'done' }),
        ],
      }),
    ).toEqual([1, 0, 1, 0, 0, 1]);
  });

  it('gives the middle time to resolve of what was resolved, by severity', () => {
    const resolved = (severity: 'sev1' | 'sev2', hours: number) =>
      incident({
        severity,
        status: 'done',
        startedAt: at('2026-11-01T00:00:00'),
        closedAt: new Date(
          Date.parse(at('2026-11-01T00:00:00')) + hours * 3_600_000,
        ).toISOString(),
      });
    expect(
      resolveTimes([
        resolved('sev1', 1),
        resolved('sev1', 3),
        resolved('sev2', 5),
        incident({ severity: 'sev3', status: 'active' }),
      ]),
    ).toEqual([
      { severity: 'sev1', median: 2 * 3_600_000, count: 2 },
      { severity: 'sev2', median: 5 * 3_600_000, count: 1 },
    ]);
  });
});
