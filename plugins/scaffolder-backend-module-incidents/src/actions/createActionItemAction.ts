import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  createActionItemSchema,
  incidentRefSchema,
} from '@backstage-incidents/incidents-common';
import { IncidentsService } from '@backstage-incidents/incidents-node';
import { idempotencyOf } from '../idempotency';
import { parseForDryRun } from '../parseForDryRun';
import { withTaskErrors } from '../taskError';
import { examples } from './createActionItemAction.examples';

/** The action `incidents:actionItem:create`. */
export function createActionItemAction(options: {
  incidents: IncidentsService;
}) {
  const { incidents } = options;

  return createTemplateAction({
    id: 'incidents:actionItem:create',
    description:
      'Creates an action item of an incident: a sub-issue of its parent issue in Linear. Fails while the parent issue is pending or Linear cannot be reached; retrying the task is safe.',
    examples,
    supportsDryRun: true,
    schema: {
      input: z =>
        z.object({
          ref: z
            .string()
            .describe('The incident, for example INC-42; any letter case.'),
          title: z
            .string()
            .max(200)
            .describe('One line, at most 200 characters.'),
          description: z
            .string()
            .max(10_000)
            .optional()
            .describe('At most 10,000 characters.'),
          assignee: z
            .string()
            .optional()
            .describe(
              'Entity ref of a user whose e-mail address Linear knows.',
            ),
          priority: z
            .enum(['urgent', 'high', 'medium', 'low', 'none'])
            .optional(),
          dueDate: z.string().optional().describe('YYYY-MM-DD.'),
          idempotencyKey: z
            .string()
            .regex(/^[\x21-\x7e]{1,200}$/)
            .optional()
            .describe(
              'Creates the action item once for all runs with this key. Default: a hash of task, step and input, so that retrying a task creates nothing twice.',
            ),
        }),
      output: z =>
        z.object({
          identifier: z.string().describe('For example PAY-215.'),
          url: z
            .string()
            .optional()
            .describe('Address in Linear; absent in a dry run.'),
        }),
    },
    async handler(ctx) {
      const { idempotencyKey: _, ref, ...body } = ctx.input;

      if (ctx.isDryRun) {
        const incidentRef = parseForDryRun(incidentRefSchema, ref);
        const item = parseForDryRun(createActionItemSchema, body);
        ctx.logger.info(
          `Dry run: would create an action item of ${incidentRef} in Linear, assigned to ${
            item.assignee ?? 'nobody'
          }`,
        );
        ctx.output('identifier', 'DRYRUN-1');
        return;
      }

      const { idempotencyKey, checkpointKey } = idempotencyOf(ctx);
      const credentials = await ctx.getInitiatorCredentials();
      const { identifier, url } = await ctx.checkpoint({
        key: checkpointKey,
        fn: () =>
          withTaskErrors(async () => {
            const item = await incidents.createActionItem(ref, body, {
              credentials,
              idempotencyKey,
            });
            return { identifier: item.identifier, url: item.url };
          }),
      });

      // Not the address: it may spell out the title, and logs are for more eyes.
      ctx.logger.info(`Created action item ${identifier}`);
      ctx.output('identifier', identifier);
      ctx.output('url', url);
    },
  });
}
