import fc from 'fast-check';
import {
  countFilters,
  filtersOf,
  isFiltered,
  listFields,
  parseIncidentQuery,
  toggleOrder,
  withoutFilters,
  writeIncidentQuery,
} from './incidentQuery';

function parse(search: string) {
  return parseIncidentQuery(new URLSearchParams(search));
}

describe('incidentQuery', () => {
  it('reads the URL and writes the same one back', () => {
    const search =
      'status=active&status=mitigated&severity=sev1&team=PAY&visibility=private&lead=user%3Adefault%2Fada&affects=component%3Adefault%2Fcheckout&label=pci&overdue=true&needsAttention=true&q=cards&orderBy=severity&after=one&after=two';
    expect(
      writeIncidentQuery(parse(search), new URLSearchParams()).toString(),
    ).toBe(search);
  });

  it('writes any typed text so that it is read the same', () => {
    fc.assert(
      fc.property(
        fc.record({
          label: fc.uniqueArray(fc.string({ minLength: 1 })),
          q: fc.string(),
          after: fc.array(fc.string()),
        }),
        typed => {
          const query = { ...parse(''), ...typed };
          const search = writeIncidentQuery(query, new URLSearchParams());
          expect(parse(search.toString())).toEqual(query);
        },
      ),
    );
  });

  it('ignores invalid parts', () => {
    const query = parse(
      'status=exploded&visibility=secret&orderBy=mood&overdue=maybe&team=&label=',
    );
    expect(query).toEqual(parse(''));
    expect(isFiltered(query)).toBe(false);
  });

  it('sends no filter that is not chosen', () => {
    expect(filtersOf(parse('q=%20&orderBy=severity&after=x'))).toEqual({});
    expect(filtersOf(parse('overdue=true&team=PAY&q=%20card '))).toEqual({
      overdue: true,
      team: ['PAY'],
      q: 'card',
    });
  });

  it('counts the active filters, without the search text', () => {
    expect(countFilters(parse('status=active&status=done&overdue=true'))).toBe(
      3,
    );
    expect(countFilters(parse('q=x&orderBy=severity&after=y'))).toBe(0);
    expect(isFiltered(parse('q=x'))).toBe(true);
  });

  it.each(listFields)('treats %s as a filter', field => {
    const value = { status: 'done', severity: 'sev2', visibility: 'public' };
    const search = new URLSearchParams({ [field]: 'x', ...value });
    expect(parseIncidentQuery(search)[field]).toHaveLength(1);
  });

  it('keeps the order, and parameters that are not its own, when cleared', () => {
    const current = new URLSearchParams(
      'q=x&orderBy=severity&after=a&charts=1',
    );
    expect(
      writeIncidentQuery(
        withoutFilters(parseIncidentQuery(current)),
        current,
      ).toString(),
    ).toBe('orderBy=severity&charts=1'.split('&').reverse().join('&'));
  });

  it.each([
    ['-createdAt', 'severity', 'severity'],
    ['severity', 'severity', '-severity'],
    ['-severity', 'severity', 'severity'],
    ['-createdAt', 'startedAt', '-startedAt'],
    ['-startedAt', 'startedAt', 'startedAt'],
    ['severity', 'status', 'status'],
  ] as const)('from %s a press on %s orders by %s', (from, field, to) => {
    expect(toggleOrder(from, field)).toBe(to);
  });
});
