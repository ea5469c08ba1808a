import {
  Incident,
  PRIVATE_INCIDENT_TITLE,
} from '@backstage-incidents/incidents-common';
import {
  PLACEHOLDER,
  TemplatePlaceholder,
  templatePlaceholders,
} from '../config';

/** What templates read from an incident. */
export type TemplateIncident = Pick<
  Incident,
  'ref' | 'title' | 'summary' | 'severity' | 'status' | 'visibility'
>;

const DEFAULT_TEMPLATE = `{{summary}}

Incident [{{ref}}]({{url}}) is worked on here: the sub-issues of this issue and its related issues are the incident's action items. Title, severity and lead are kept in Backstage.`;

/**
 * Description of the parent issue when it is created or public again, in
 * Markdown; `undefined` for a private incident, which has none.
 *
 * @param url - address of the incident's page
 * @param template - default: the summary and a line that leads back to Backstage
 */
export function parentIssueDescription(
  incident: TemplateIncident,
  url: string,
  template = DEFAULT_TEMPLATE,
): string | undefined {
  return incident.visibility === 'private'
    ? undefined
    : render(template, incident, url);
}

/**
 * Text of a comment on the parent issue; `undefined` where the template is
 * blank. Of a private incident it contains reference and address only.
 *
 * @param url - address of the incident's page
 */
export function parentIssueComment(
  incident: TemplateIncident,
  url: string,
  template: string,
): string | undefined {
  return render(template, incident, url) || undefined;
}

/** One pass: what a value contains is never taken for a placeholder. */
function render(
  template: string,
  incident: TemplateIncident,
  url: string,
): string {
  const { ref, title, summary = '', severity, status } = incident;
  const values: Record<TemplatePlaceholder, string> =
    incident.visibility === 'private'
      ? {
          ref,
          url,
          title: PRIVATE_INCIDENT_TITLE,
          summary: '',
          severity: '',
          status: '',
        }
      : { ref, url, title, summary, severity, status };
  return template
    .replace(PLACEHOLDER, (whole, name: string) => {
      const known = templatePlaceholders.find(
        placeholder => placeholder === name,
      );
      return known ? values[known] : whole;
    })
    .trim();
}
