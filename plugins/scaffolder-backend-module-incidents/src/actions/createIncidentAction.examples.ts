import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Declare an incident from the parameters of a template.',
    example: stringify({
      steps: [
        {
          id: 'declare',
          name: 'Declare the incident',
          action: 'incidents:incident:create',
          input: {
            title: 'Checkout answers with errors',
            severity: 'sev2',
            lead: 'user:default/jane',
            affects: ['component:default/checkout'],
          },
        },
      ],
    }),
  },
  {
    description:
      'Declare a private incident. Task parameters are readable by everyone who can read tasks, so title and summary are filled in later, on its page.',
    example: stringify({
      steps: [
        {
          id: 'declare',
          name: 'Declare the incident',
          action: 'incidents:incident:create',
          input: {
            severity: 'sev1',
            visibility: 'private',
            participants: ['group:default/security'],
          },
        },
      ],
    }),
  },
  {
    description:
      'Declare an incident that another system knows, once however often it is reported, with its chat room and its true start.',
    example: stringify({
      steps: [
        {
          id: 'declare',
          name: 'Declare the incident',
          action: 'incidents:incident:create',
          input: {
            title: 'Payments are slow',
            summary: 'The 99th percentile is above two seconds.',
            severity: 'sev3',
            status: 'mitigated',
            labels: ['latency'],
            links: [
              { title: 'Chat', url: 'https://chat.example.com/payments-slow' },
            ],
            startedAt: '2026-01-02T03:04:05Z',
            idempotencyKey: 'alert-7c1f',
          },
        },
      ],
    }),
  },
];
