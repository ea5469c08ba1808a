/** Words of the template's own field. */
export const templateMessages = {
  'template.visibility': 'Who may see it',
  'template.visibilityHelp':
    'A private incident is readable by its lead, reporter and participants only. Its title and summary are written on its own page afterwards, because what is typed here can be read by whoever may read tasks.',
  'template.public': 'Public',
  'template.private': 'Private',
  'template.title': 'Title',
  'template.titleHelp': 'What a customer or a colleague would notice',
  'template.summary': 'Summary',
  'template.summaryHelp': 'What is known so far',
} as const;
