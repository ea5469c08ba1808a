/** Words of the operations page. */
export const operationsMessages = {
  'operations.forbidden':
    'The operations page is for those who hold the permission incidents.operations.read. Ask your platform team.',
  'operations.readOnly':
    'You may look, but not act: running a sweep, retrying and accepting take the permission incidents.operations.use.',
  'operations.connection': 'Connection',
  'operations.flow': 'Flow',
  'operations.needs': 'Needs a person',
  'operations.why': 'Why did it go there?',
  'operations.whyHint':
    'Fill in an incident, real or made up, to see which team its parent issue goes to.',
  'operations.state.notConfigured': 'Linear is not configured',
  'operations.state.unknown': 'Not tried yet',
  'operations.state.connected': 'Connected',
  'operations.state.unavailable': 'Linear does not answer',
  'operations.state.rateLimited': 'The rate budget is spent',
  'operations.state.unauthorized': 'Linear refused our credentials',
  'operations.advice.notConfigured':
    'Incidents work without it. Configure incidents.linear to give their follow-up work a place in Linear.',
  'operations.advice.unknown': 'The first answer is still awaited.',
  'operations.advice.connected': '',
  'operations.advice.unavailable':
    'Nothing is lost: what is to be written waits, and is sent by itself.',
  'operations.advice.rateLimited':
    'Nothing is lost: work waits until the budget is renewed.',
  'operations.advice.unauthorized':
    'Renew the API key or the client secret under incidents.linear.auth; the work then goes on by itself.',
  'operations.since': 'Since {{clock}}, for {{duration}}.',
  'operations.nextTry': 'Next try {{when}}.',
  'operations.workspace': 'Workspace',
  'operations.actor': 'Acting as',
  'operations.actorApp': '{{name}} (app)',
  'operations.actorPerson': '{{name}} (person)',
  'operations.scopes': 'Scopes',
  'operations.scopesOfKey':
    'not told for an API key: it may do what {{name}} may do',
  'operations.notKnown': 'not known yet',
  'operations.team': 'Team',
  'operations.teamVisibility': 'Visibility',
  'operations.routes': 'Rules that lead here',
  'operations.otherTeam': '1 more team that no rule leads to',
  'operations.otherTeams': '{{n}} more teams that no rule leads to',
  'operations.requests': 'Requests left',
  'operations.points': 'Points left',
  'operations.budgetLeft': '{{remaining}} of {{limit}}',
  'operations.budgetUnknown': '{{label}}: not known yet',
  'operations.resets': 'resets {{when}}',
  'operations.delta': 'Last complete delta',
  'operations.lag': 'Lag behind Linear',
  'operations.due': 'Work waiting',
  'operations.escalatedCount': 'Work escalated',
  'operations.webhooks': 'Webhooks',
  'operations.webhooksHeard': 'last heard {{when}}',
  'operations.webhooksNeverHeard': 'none heard yet',
  'operations.webhooksSilent': 'silent for too long',
  'operations.webhooksNotConfigured': 'not configured',
  'operations.webhooksSilentAdvice':
    'Linear disables a webhook that keeps failing. Enable it again in Linear under Settings, API, Webhooks. Nothing is lost meanwhile: the delta still finds every change.',
  'operations.webhooksAdvice':
    'Changes in Linear are found by the delta. To hear of them at once, add a webhook in Linear and its secret under incidents.linear.webhookSecrets.',
  'operations.sweep': 'Full sweep',
  'operations.sweepState.requested': 'requested {{when}}',
  'operations.sweepState.running': 'running, began {{when}}',
  'operations.sweepState.held': 'held back {{when}}',
  'operations.sweepState.completed': 'completed {{when}}',
  'operations.sweepState.failed': 'failed {{when}}',
  'operations.sweepCounts':
    'The sweep read {{incidents}} incidents and {{items}} action items in {{requests}} requests: {{added}} added, {{changed}} changed, {{removed}} removed.',
  'operations.runNow': 'Run now',
  'operations.outcome.started':
    'A sweep began. What it finds is shown here when it is done.',
  'operations.outcome.joined':
    'A sweep was running already; what it finds is shown here when it is done.',
  'operations.outcome.completed':
    'The sweep is done: {{added}} added, {{changed}} changed, {{removed}} removed, in {{requests}} requests.',
  'operations.outcome.unchanged':
    'The sweep is done: everything was up to date, in {{requests}} requests.',
  'operations.outcome.held':
    'The sweep would remove {{n}} of {{of}} action items and waits for a person.',
  'operations.outcome.failed':
    'The sweep did not succeed. Nothing was lost; it is tried again by itself.',
  'operations.outcome.refused': 'No sweep was started',
  'operations.never': 'never',
  'operations.needsNothing':
    'Nothing. Whatever failed is being retried by itself.',
  'operations.breakerTitle': 'A sweep would remove unusually much',
  'operations.breaker':
    '{{n}} of {{of}} action items are gone from what we can see in Linear. Nothing was removed. If they were really deleted, accept it; if access to a team was lost, mend that first and run a sweep.',
  'operations.accept': 'Accept removals…',
  'operations.acceptTitle': 'Remove {{n}} of {{of}} action items?',
  'operations.acceptText':
    'The sweep looks once more. What is still gone from Linear then is taken off its incidents in Backstage. Nothing is changed in Linear.',
  'operations.acceptSubmit': 'Accept removals',
  'operations.acceptRefused': 'The removals were not accepted',
  'operations.escalations': 'Escalated work',
  'operations.wholeProduct': 'All incidents',
  'operations.kind.parentIssue': 'Parent issue',
  'operations.kind.formerParent': 'Former parent issue',
  'operations.kind.refresh': 'Refresh of action items',
  'operations.kind.dirtyIssues': 'Changed issues',
  'operations.kind.teams': 'Teams and their states',
  'operations.waiting': 'waiting {{duration}}',
  'operations.retry': 'Retry',
  'operations.retryOf': 'Retry {{what}}',
  'operations.retried.underWay':
    '{{what}}: tried again. If it is refused once more, it comes back here.',
  'operations.retried.refusedAgain': '{{what}}: refused again. {{reason}}',
  'operations.retried.done': '{{what}}: tried again, and done.',
  'operations.retryRefused': 'It was not tried again',
  'operations.faults': 'Faults in the configuration',
  'operations.faultsHint':
    'Linear does not have what these keys name. Correct the app config, or Linear; whatever does not need them goes on.',
  'operations.goesTo': 'Team {{team}}',
  'operations.goesToProject': 'Team {{team}}, project {{project}}',
  'operations.routeLabels': 'Labels',
  'operations.routeState': 'State',
  'operations.routeTemplate': 'Template',
  'operations.rules': 'Rules, in the order in which they are tried',
  'operations.ruleTaken': 'taken',
  'operations.rulePassed': 'passed over',
  'operations.noAnswer': 'That cannot be told now',
} as const;
