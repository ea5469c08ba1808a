/** Words about the incident itself. */
export const incidentMessages = {
  'incident.title': 'Incident',
  'incident.lead': 'Lead',
  'incident.noLead': 'Nobody leads it yet',
  'incident.reporter': 'Reporter',
  'incident.participants': 'Participants',
  'incident.affects': 'Affects',
  'incident.labels': 'Labels',
  'incident.links': 'Links',
  'incident.summary': 'Summary',
  'incident.started': 'Started',
  'incident.mitigated': 'Mitigated',
  'incident.closed': 'Closed',
  'incident.timeToMitigate': 'Time to mitigate',
  'incident.timeToResolve': 'Time to resolve',
  'incident.runningFor': 'running for {{duration}}',
  'incident.private': 'Private',
  'incident.privateHint':
    'Only its lead, reporter, participants and the configured readers can see this incident.',
  'incident.itemsInLinear': 'Open in Linear',
} as const;
