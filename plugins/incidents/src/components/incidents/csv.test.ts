import { actionItem, incident } from '../../__testUtils__/fixtures';
import { actionItemsCsv, incidentsCsv } from './csv';

function cells(csv: string, column: string): string {
  const [head, row] = csv.split('\r\n').map(line => line.split(','));
  return row[head.indexOf(column)];
}

describe('CSV', () => {
  it('has a row for each incident, lists joined by semicolons', () => {
    const csv = incidentsCsv([
      incident({ ref: 'INC-1', labels: ['a', 'b'] }),
      incident({ ref: 'INC-2' }),
    ]);
    expect(csv.split('\r\n')).toHaveLength(4);
    expect(cells(csv, 'ref')).toBe('INC-1');
    expect(cells(csv, 'labels')).toBe('a;b');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1'])(
    'neutralizes the cell %j, which a spreadsheet would run',
    title => {
      expect(cells(incidentsCsv([incident({ title })]), 'title')).toBe(
        `'${title}`,
      );
    },
  );

  it('quotes commas, quotation marks and line breaks', () => {
    expect(incidentsCsv([incident({ title: 'a, "b"\nc' })])).toContain(
      ',"a, ""b""\nc",',
    );
  });

  it('has the incident of each action item', () => {
    const { ref, entityRef, title, severity, status, visibility } = incident({
      ref: 'INC-7',
    });
    const csv = actionItemsCsv([
      {
        incident: { ref, entityRef, title, severity, status, visibility },
        actionItem: actionItem({ identifier: 'PAY-3', title: 'Do it' }),
      },
    ]);
    expect(cells(csv, 'incident.ref')).toBe('INC-7');
    expect(cells(csv, 'identifier')).toBe('PAY-3');
  });
});
