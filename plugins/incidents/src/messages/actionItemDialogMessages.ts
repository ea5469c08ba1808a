/** Words of the action items card that most readers never meet: its dialogs, notices and refusals. */
export const actionItemDialogMessages = {
  'addItem.title': 'Add an action item',
  'addItem.submit': 'Add action item',
  'addItem.titleLabel': 'Title',
  'addItem.titleHint': 'One thing to do, so that it can be done.',
  'addItem.description': 'Description',
  'addItem.descriptionHint': 'Markdown, as in Linear.',
  'addItem.assigneeHint':
    'Linear knows them by the e-mail address in the catalog.',
  'addItem.dueDate': 'Due date',
  'addItem.dueDateHint': 'Empty: by the policy for its priority.',
  'addItem.privateTitle': 'This incident is private, its action items are not',
  'addItem.private':
    'Team {{team}} is open to the whole Linear workspace: everyone there will see this title and description. Leave out what must stay private.',
  'addItem.privateUnknownTitle':
    'This incident is private, its action items may not be',
  'addItem.privateUnknown':
    'Whoever can read {{team}} in Linear will see this title and description, and we do not know who that is. Leave out what must stay private.',
  'addItem.itsTeam': 'its team',
  'addItem.privateClosedTitle': 'Only team {{team}} will see this in Linear',
  'addItem.privateClosed':
    'The team is private: its members and the admins of the Linear workspace can read this title and description.',
  'linkParent.title': 'Link another parent issue',
  'linkParent.submit': 'Link issue',
  'linkParent.hint':
    'Its sub-issues and related issues become the action items of this incident.',
  'linkParent.replaces':
    'It takes the place of {{identifier}}, which is kept as history; its sub-issues are no longer shown here.',
  'linkParent.issue': 'Issue in Linear',
  'linkParent.issueHint': 'Its identifier, such as PAY-214, or its address.',
  'unlinkParent.title': 'Unlink {{identifier}}?',
  'unlinkParent.submit': 'Unlink',
  'unlinkParent.stays':
    'In Linear nothing is deleted: {{identifier}} and its issues stay as they are.',
  'unlinkParent.removed':
    'Its action items are no longer shown here or counted, and the link from {{identifier}} to this incident is removed.',
  'unlinkParent.next':
    'You can then have a new parent issue created, or link another. Linking {{identifier}} again brings its action items back.',
  'editItem.state': 'Move {{identifier}} to another state',
  'editItem.stateLabel': 'State',
  'editItem.stateHint':
    'By its name in team {{team}}. If there is none of that name, the answer lists those there are.',
  'editItem.assignee': 'Assign {{identifier}}',
  'editItem.unassign': 'Unassign',
  'editItem.dueDate': 'When is {{identifier}} due?',
  'editItem.dueDateHint':
    "At the end of that day in the team's time zone. Empty: by the policy for its priority.",
  'editItem.refusedTitle': '{{identifier}} was not changed',
  'editItem.refused': '{{message}} The row is as it was before.',
  'editItem.overtakenTitle':
    '{{identifier}} was not changed: somebody else was quicker',
  'editItem.overtaken': '{{message}} Your change was taken back.',
  'editItem.nowInLinear': 'Changed since you saw it: {{changes}}.',
  'editItem.changeOfState': 'state {{now}}, was {{before}}',
  'editItem.changeOfPriority': 'priority {{now}}, was {{before}}',
  'editItem.changeOfAssignee': 'assignee {{now}}, was {{before}}',
  'editItem.changeOfDue': 'due {{now}}, was {{before}}',
  'editItem.changeOfTitle': 'title “{{now}}”',
  'editItem.changeAnyway': 'Change it anyway',
  'parentIssue.missing': 'Create anew',
  'parentIssue.retry': 'Try again',
  'parentIssue.linkAnother': 'Link another',
  'parentIssue.notConfiguredTitle': 'Linear is not configured',
  'parentIssue.notConfigured':
    'Incidents work without it, but action items live in Linear. Your platform team can connect it under incidents.linear in the app config.',
  'parentIssue.pendingTitle': 'The parent issue is being created',
  'parentIssue.pending':
    'As soon as Linear can be reached it will be created by itself, once. There is nothing you need to do.',
  'parentIssue.missingTitle': 'The parent issue is gone from Linear',
  'parentIssue.missingText':
    'It was deleted, or moved out of our sight. The action items below are kept as they were last read.',
  'parentIssue.failedTitle': 'The parent issue could not be created',
  'parentIssue.failedText':
    'Linear refused it. The incident itself is safe; once the cause is mended, try again.',
  'parentIssue.unlinkedTitle': 'No parent issue is linked',
  'parentIssue.unlinkedText':
    'It was unlinked, and its action items are no longer shown here. Nothing was deleted in Linear.',
  'parentIssue.reason': 'Reason: {{reason}}',
  'relatedIncidents.title': 'Related incidents',
  'relatedIncidents.source.child': 'Part of this one',
  'relatedIncidents.source.related': 'Related',
  'relatedIncidents.source.blockedBy': 'Blocks this one',
  'relatedIncidents.source.blocks': 'Blocked by this one',
} as const;
