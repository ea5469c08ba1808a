import fc from 'fast-check';
import {
  parentIssueComment,
  parentIssueDescription,
  TemplateIncident,
} from './templates';

const incident: TemplateIncident = {
  ref: 'INC-7',
  title: 'Checkout is down',
  summary: 'Cards are refused.',
  severity: 'sev1',
  status: 'active',
  visibility: 'public',
};
const hidden: TemplateIncident = { ...incident, visibility: 'private' };
const url = 'https://backstage.example/catalog/default/incident/inc-7';
const everything =
  '{{ref}}|{{ title }}|{{summary}}|{{severity}}|{{status}}|{{url}}';

describe('parentIssueDescription', () => {
  it('begins with the summary and leads back to the incident', () => {
    expect(parentIssueDescription(incident, url)).toMatch(
      /^Cards are refused\.\n\nIncident \[INC-7\]\(https:\/\/backstage\.example/,
    );
    expect(
      parentIssueDescription({ ...incident, summary: undefined }, url),
    ).toMatch(/^Incident \[INC-7\]/);
  });

  it('fills every placeholder, spaces in the braces or not', () => {
    expect(parentIssueDescription(incident, url, everything)).toBe(
      `INC-7|Checkout is down|Cards are refused.|sev1|active|${url}`,
    );
  });

  it('does not treat text that people typed as a template', () => {
    const typed = { ...incident, title: '{{summary}} $& $1' };
    expect(parentIssueDescription(typed, url, '{{title}}')).toBe(
      '{{summary}} $& $1',
    );
  });

  it('is none for a private incident, whatever the template', () => {
    fc.assert(
      fc.property(fc.string(), template => {
        expect(parentIssueDescription(hidden, url, template)).toBeUndefined();
      }),
    );
  });
});

describe('parentIssueComment', () => {
  it('is none where the template is blank', () => {
    expect(parentIssueComment(incident, url, '')).toBeUndefined();
    expect(parentIssueComment(incident, '', ' {{summary}} ')).toBe(
      'Cards are refused.',
    );
  });

  it('contains of a private incident its reference and address only', () => {
    expect(parentIssueComment(hidden, url, everything)).toBe(
      `INC-7|Private incident||||${url}`,
    );
  });
});
