import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Add an action item to an incident.',
    example: stringify({
      steps: [
        {
          id: 'follow-up',
          name: 'Add a follow-up',
          action: 'incidents:actionItem:create',
          input: {
            ref: 'INC-42',
            title: 'Raise the connection limit',
            description: 'It was reached at 03:04.',
            assignee: 'user:default/jane',
            priority: 'high',
            dueDate: '2026-02-01',
          },
        },
      ],
    }),
  },
  {
    description: 'Add the same first action items to every incident.',
    example: stringify({
      steps: [
        {
          id: 'checklist',
          name: 'Add the checklist',
          action: 'incidents:actionItem:create',
          each: ['Write the timeline', 'Hold the postmortem'],
          input: { ref: 'INC-42', title: '${{ each.value }}' },
        },
      ],
    }),
  },
];
