/**
 * The text of each reason of the backend, by its code; values in double braces
 * are its params. A key that ends with the name of a param is for reasons that
 * have it; `_one` and `_other` are chosen by `count` or `open`.
 */
export const reasonMessages = {
  // Linear
  'reason.linearNotConfigured': 'Linear is not configured',
  'reason.linearUnavailable': "Linear isn't responding",
  'reason.linearTimedOut': 'Linear did not respond in time',
  'reason.linearWriteUnconfirmed':
    'Linear did not respond in time, so the change may or may not have been made. It is safe to try again',
  'reason.linearRateLimited': "Linear's rate limit is used up",
  'reason.linearUnauthorized': "Linear rejected Backstage's credentials",
  'reason.linearForbidden':
    "Backstage's credentials are not allowed to do this in Linear",
  'reason.linearNotFound': 'Not found in Linear or not accessible',
  'reason.linearConflict': 'Linear already has an entity with this id',
  'reason.linearTeamMismatch':
    'The state or project belongs to another Linear team',
  'reason.linearUsageLimit':
    'The plan of the Linear workspace does not allow more',
  'reason.linearNotApplied': 'Linear accepted the change but did not apply it',
  'reason.linearInvalidInput': 'Linear rejected the input',
  'reason.linearInvalidInput.field': 'Linear rejected the value of {{field}}',
  'reason.linearQueryTooComplex': "The query is over Linear's complexity limit",
  'reason.linearMalformedResponse': "Linear's response could not be read",

  // Configuration
  'reason.linearTeamNotFound':
    'Linear team {{team}} not found or not accessible; add the app to a private team',
  'reason.linearScopesMissing':
    'Linear did not grant {{missing}}; granted: {{granted}}',
  'reason.linearProjectNotFound':
    'Linear project "{{project}}" not found or not accessible',
  'reason.linearProjectOfOtherTeam':
    'Linear project "{{project}}" does not belong to team {{team}}; add the team to it or name another project',
  'reason.linearLabelNotFound': 'The Linear workspace has no label "{{label}}"',
  'reason.linearLabelNotFound.team':
    'Neither Linear team {{team}} nor the workspace has a label "{{label}}"',
  'reason.linearStateNotFound':
    'Linear team {{team}} has no state "{{state}}"; it has: {{states}}',
  'reason.routingRuleShadowed':
    'Rule "{{rule}}" can never match, because the earlier rule "{{earlier}}" matches everything that it matches; put the narrower rule first',
  'reason.routingRuleWithoutCondition':
    'Rule "{{rule}}" has no condition, so it matches every incident and the default is never used; give it a condition or make it the default',
  'reason.routingRuleKindsDiffer':
    'Rule "{{rule}}" can never match, because none of its refs is of kind {{kinds}}',
  'reason.routingRuleKindWithout':
    'Rule "{{rule}}" can never match, because no entity of kind {{kinds}} has a {{property}}',

  // Sync
  'reason.unexpectedError':
    'Something went wrong (id {{errorId}}). Ask your platform team to look it up in the backend log',
  'reason.retriesExhausted':
    'Gave up after {{attempts}} attempts. Last problem: {{cause}}',
  'reason.tooManyRequests':
    'Only {{perMinute}} of these requests are allowed in a minute',
  'reason.changedConcurrently':
    'Someone else changed it at the same time; it is tried again',
  'reason.jobFailed': 'A background job failed permanently',
  'reason.parentIssueInaccessible':
    'The parent issue was deleted in Linear, or Backstage lost access to it',
  'reason.credentialsRejected': "Linear rejected Backstage's credentials",
  'reason.removalsHeld':
    'The full re-sync would remove {{wouldRemove}} of {{of}} action items and waits for confirmation',
  'reason.configurationFault':
    'The configuration at {{key}} does not match Linear',
  'reason.webhooksSilent': 'Linear stopped sending webhooks',
  'reason.catalogUnavailable': "The catalog isn't responding",
  'reason.notificationsUnavailable':
    "Backstage's notifications plugin isn't accepting notifications",
  'reason.needsAttention': 'It needs the attention of an operator',
  'reason.sweepHeld':
    'The full re-sync would remove {{wouldRemove}} of {{of}} action items and waits for an operator',

  // Checks of the set-up
  'reason.configurationComplete': 'The configuration has no faults',
  'reason.configurationInvalid': '{{faults}}',
  'reason.operatorsMissing':
    'incidents.operators is empty, so nobody is notified when something needs attention',
  'reason.checkNotPossible': 'Not checked: {{cause}}',
  'reason.credentialsAccepted':
    "Linear accepts Backstage's credentials for the workspace {{workspace}}",
  'reason.scopesGranted': 'Linear granted {{granted}}',
  'reason.scopesNotReported': 'Linear does not report the scopes of API keys',
  'reason.configuredNamesFound': 'Found in Linear: {{names}}',
  'reason.configuredNamesNone': 'The configuration names none',
  'reason.webhooksReceived': 'Linear sends webhooks',
  'reason.webhooksNotReceivedYet': 'No webhook has come yet',
  'reason.webhooksNotConfigured': 'Webhooks are not configured',
  'reason.backendNotPublic':
    'Linear cannot reach {{host}}, the host of backend.baseUrl, so it cannot send webhooks',
  'reason.databaseReady': '{{engine}} {{version}}, with all migrations',
  'reason.databaseTooOld':
    'PostgreSQL {{version}} is older than {{oldest}}, the oldest version that is tested',
  'reason.migrationsPending':
    'The database lacks the migrations {{migrations}}',
  'reason.clocksAgree':
    'The clocks of Backstage, the database and Linear agree',
  'reason.clockDiffers':
    "Backstage's clock differs from the clock of {{than}} by {{seconds}} s",
  'reason.jobsRun': 'Background jobs run in time',
  'reason.jobsOverdue_one':
    '{{count}} background job has been due for more than {{minutes}} minutes',
  'reason.jobsOverdue_other':
    '{{count}} background jobs have been due for more than {{minutes}} minutes',
  'reason.jobsEscalated_one': '{{count}} background job failed permanently',
  'reason.jobsEscalated_other': '{{count}} background jobs failed permanently',
  'reason.updateCheckLate':
    'No update check of Linear has completed for {{minutes}} minutes',
  'reason.permissionsEnabled': 'The permission policy decides on every request',
  'reason.permissionsDisabled':
    'permission.enabled is not true, so everyone who is signed in can do everything but see private incidents',
  'reason.incidentKindKnown': 'The catalog accepts entities of kind Incident',
  'reason.incidentKindUnknown':
    'The catalog does not accept entities of kind Incident',
  'reason.scaffolderActionsFound':
    'The scaffolder has the actions of templates',
  'reason.scaffolderActionsMissing': 'The scaffolder does not have {{actions}}',
  'reason.scaffolderUnavailable': "The scaffolder isn't responding",
  'reason.frontendSeen': 'Incidents are in use',
  'reason.frontendNotSeen': 'Nobody has used incidents for {{days}} days',

  // Parent issue and routing
  'reason.noUsableRoute':
    'Linear team {{team}} not found or not accessible, and the default route needs it. Correct incidents.linear.routing, or link an existing issue',
  'reason.issueNotLinkable':
    'The issue was not found among those that can be linked, which are the issues of the Linear teams {{teams}}',
  'reason.teamNotLinkable':
    'Team {{team}} was not found among the Linear teams that can be used, which are {{teams}}',
  'reason.teamHasNoState':
    'Linear team {{team}} has no workflow state of type {{type}}',
  'reason.parentIssueReplaced':
    'The parent issue was replaced while it was being created',
  'reason.identifierGapTooWide':
    '{{team}}-{{wanted}} is more than {{gapLimit}} numbers ahead of the issues of the team in Linear. Raise identifierGapLimit, or link an existing issue',
  'reason.allItemsClosed':
    'Completed automatically: all action items are closed',
  'reason.itemsOpen_one': '{{open}} of {{total}} action items is still open',
  'reason.itemsOpen_other': '{{open}} of {{total}} action items are still open',
  'reason.noCountedItem': 'No action item counts towards completion',
  'reason.uncountedItemsOpen_one':
    'The incident is done, but {{count}} action item that does not count towards completion is open',
  'reason.uncountedItemsOpen_other':
    'The incident is done, but {{count}} action items that do not count towards completion are open',
  'reason.incidentDone':
    'Completed automatically: the incident is done and no action item is open',
  'reason.incidentNotClosed':
    'All action items are closed, but the incident is still open',
  'reason.incidentCanceled': 'Canceled with the incident',
  'reason.incidentNoLongerCanceled':
    'Reopened because the incident is no longer canceled',
  'reason.subIssuesOpen_one':
    'The incident is canceled, but {{count}} sub-issue is open',
  'reason.subIssuesOpen_other':
    'The incident is canceled, but {{count}} sub-issues are open',
  'reason.teamClosesSubIssues_one':
    '{{count}} sub-issue is open, and its Linear team closes sub-issues with their parent',
  'reason.teamClosesSubIssues_other':
    '{{count}} sub-issues are open, and their Linear team closes sub-issues with their parent',
  'reason.personCompleted_one':
    'Someone completed it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items is still open',
  'reason.personCompleted_other':
    'Someone completed it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items are still open',
  'reason.personCanceled_one':
    'Someone canceled it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items is still open',
  'reason.personCanceled_other':
    'Someone canceled it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items are still open',
  'reason.personReopened_one':
    'Someone reopened it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items is still open',
  'reason.personReopened_other':
    'Someone reopened it in Linear, so Backstage leaves it as it is; {{open}} of {{total}} action items are still open',
  'reason.parentIssueCreating':
    'The parent issue is about to be created in Linear',
  'reason.parentIssueUnlinked': 'Someone unlinked the parent issue',
  'reason.parentIssueMissing':
    'The parent issue was deleted in Linear, or Backstage lost access to it',
  'reason.parentIssueMissing.identifier':
    '{{identifier}} was deleted in Linear, or Backstage lost access to it',
  'reason.noUsableRoute.missing':
    'Linear team {{team}} has no {{missing}} "{{name}}", and the default route needs it. Correct incidents.linear.routing, or link an existing issue',
  'reason.completedWithSubIssues':
    'Completed by Linear together with its sub-issues',
  'reason.redactionPending':
    'What it shows of the private incident in Linear is about to be redacted',
  'reason.leadWithoutEmail':
    'Nobody is assigned, because the lead has no email address in the catalog',
  'reason.leadNotInLinear':
    "Nobody is assigned, because nobody in Linear matches the lead's email address or the annotation linear.app/user-id",
  'reason.leadNotAssignable':
    'Nobody is assigned, because Linear does not accept the lead as assignee',
  'reason.identifierTaken':
    'Linear had already given away {{wanted}}, so it is {{identifier}}',
  'reason.ruleMatched': 'Rule "{{rule}}" matches: {{conditions}}',
  'reason.ruleMatchesEveryIncident':
    'Rule "{{rule}}" has no condition, so it matches every incident',
  'reason.ruleNotMatched': 'Conditions not met: {{conditions}}',
  'reason.noRuleMatched': 'No routing rule matches, so the default applies',
  'reason.noRules': 'There are no routing rules, so the default applies',
  'reason.annotationMatched':
    'No routing rule matches; the annotation {{annotation}} of {{entity}} names team {{team}}',
  'reason.annotationsDiffer':
    'No routing rule matches; the annotation {{annotation}} of {{entity}}, the first of the affected entities, names team {{team}}; other teams are named by {{others}}',
  'reason.annotationAbsent':
    'No affected entity has the annotation {{annotation}}',
  'reason.annotationInvalid':
    'The annotation {{annotation}} of {{entities}} is not a team key',
  'reason.routeTargetMissing':
    'Linear team {{team}} not found or not accessible',
  'reason.routeTargetMissing.missing':
    'Linear team {{team}} has no {{missing}} "{{name}}"',
  'reason.ruleUnusable':
    'Rule "{{rule}}" applies, but Linear team {{team}} was not found or is not accessible; so the default applies',
  'reason.ruleUnusable.missing':
    'Rule "{{rule}}" applies, but Linear team {{team}} has no {{missing}} "{{name}}"; so the default applies',
  'reason.routeNamesOtherTeam':
    'Routing rule "{{rule}}" now points to team {{team}}. {{identifier}} stays in {{currentTeam}} unless you move it in Linear',
} as const;
