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
 */
export function parentIssueDescription(options: {
  incident: TemplateIncident;
  /** Default: the summary and a line that leads back to Backstage. */
  template?: string;
  /** Address of the incident's page. */
  url: string;
}): string | undefined {
  const { incident, template = DEFAULT_TEMPLATE, url } = options;
  if (incident.visibility === 'private') return undefined;
  return render(template, placeholderValues(incident, url));
}

/**
 * Text of a comment on the parent issue; `undefined` where the template is
 * blank. Of a private incident it contains reference and address only.
 */
export function parentIssueComment(options: {
  incident: TemplateIncident;
  template: string;
  /** Address of the incident's page. */
  url: string;
}): string | undefined {
  const { incident, template, url } = options;
  return render(template, placeholderValues(incident, url)) || undefined;
}

function placeholderValues(
  incident: TemplateIncident,
  url: string,
): Record<TemplatePlaceholder, string> {
  if (incident.visibility === 'private') {
    return {
      ref: incident.ref,
      title: PRIVATE_INCIDENT_TITLE,
      summary: '',
      severity: '',
      status: '',
      url,
    };
  }
  return {
    ref: incident.ref,
    title: incident.title,
    summary: incident.summary ?? '',
    severity: incident.severity,
    status: incident.status,
    url,
  };
}

/** One pass: what a value contains is never taken for a placeholder. */
function render(
  template: string,
  values: Record<TemplatePlaceholder, string>,
): string {
  return template
    .replace(PLACEHOLDER, (whole, name: string) => {
      const known = templatePlaceholders.find(
        placeholder => placeholder === name,
      );
      return known ? values[known] : whole;
    })
    .trim();
}
