import {
  filtersOf,
  isFiltered,
  parseIncidentQuery,
  toggleOrder,
  writeIncidentQuery,
} from './incidentQuery';

function parse(search: string) {
  return parseIncidentQuery(new URLSearchParams(search));
}

describe('incidentQuery', () => {
  it('reads the address and writes the same one back', () => {
    const search =
      'status=active&status=mitigated&severity=sev1&lead=user%3Adefault%2Fada&affects=component%3Adefault%2Fcheckout&label=pci&overdue=true&q=cards&orderBy=severity';
    expect(
      writeIncidentQuery(parse(search), new URLSearchParams()).toString(),
    ).toBe(search);
  });

  it('leaves out what it does not understand', () => {
    const query = parse('status=exploded&orderBy=mood&overdue=maybe');
    expect(query).toEqual(parse(''));
    expect(isFiltered(query)).toBe(false);
  });

  it('asks the server for nothing that was not asked for', () => {
    expect(filtersOf(parse('q=%20'))).toEqual({
      status: [],
      severity: [],
      lead: [],
      affects: [],
      label: [],
      orderBy: '-createdAt',
    });
    expect(filtersOf(parse('overdue=true'))).toMatchObject({ overdue: true });
  });

  it('keeps parameters that are not its own', () => {
    expect(
      writeIncidentQuery(parse('q=x'), new URLSearchParams('charts=1')).get(
        'charts',
      ),
    ).toBe('1');
  });

  it('turns the order round', () => {
    expect(toggleOrder('-createdAt', 'severity')).toBe('-severity');
    expect(toggleOrder('-severity', 'severity')).toBe('severity');
    expect(toggleOrder('severity', 'severity')).toBe('-severity');
  });
});
