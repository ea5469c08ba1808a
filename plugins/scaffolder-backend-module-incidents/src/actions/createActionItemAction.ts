import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  createActionItemSchema,
  idempotencyKeySchema,
  incidentRefSchema,
} from '@backstage-incidents/incidents-common';
import {
  actionSchema,
  IncidentsService,
} from '@backstage-incidents/incidents-node';
import { idempotencyOf } from '../idempotency';
import { parseInput } from '../parseInput';
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
      "Creates an action item of an incident: a sub-issue of its parent issue in Linear. Fails while no parent issue is linked or Linear isn't responding; retrying the task is safe.",
    examples,
    supportsDryRun: true,
    schema: {
      input: actionSchema(
        createActionItemSchema.safeExtend({
          ref: incidentRefSchema,
          idempotencyKey: idempotencyKeySchema
            .optional()
            .describe(
              'Creates the action item once for all runs with this key. Default: a hash of task, step and input, so that retrying a task creates nothing twice.',
            ),
        }),
      ),
      output: z =>
        z.object({
          identifier: z
            .string()
            .optional()
            .describe(
              'For example PAY-215; absent if you may not read the incident.',
            ),
          url: z
            .string()
            .optional()
            .describe('Address in Linear; absent in a dry run, and as above.'),
        }),
    },
    async handler(ctx) {
      const { idempotencyKey, checkpointKey } = idempotencyOf(ctx);
      const { idempotencyKey: _, ref, ...body } = ctx.input;

      if (ctx.isDryRun) {
        const incidentRef = parseInput(incidentRefSchema, ref, 'ref');
        const item = parseInput(createActionItemSchema, body);
        ctx.logger.info(
          `Dry run: would create an action item of ${incidentRef} in Linear, assigned to ${
            item.assignee ?? 'nobody'
          }`,
        );
        ctx.output('identifier', 'DRYRUN-1');
        return;
      }

      const credentials = await ctx.getInitiatorCredentials();
      const { identifier, url } = await ctx.checkpoint({
        key: checkpointKey,
        fn: () =>
          withTaskErrors(async () => {
            const item = await incidents.createActionItem(ref, body, {
              credentials,
              idempotencyKey,
            });
            // Who may not read the incident learns nothing of the item.
            return 'identifier' in item
              ? { identifier: item.identifier, url: item.url }
              : {};
          }),
      });

      // Not the URL: it may contain the title, and more people can read logs.
      ctx.logger.info(`Created action item ${identifier ?? `of ${ref}`}`);
      if (identifier !== undefined) {
        ctx.output('identifier', identifier);
        ctx.output('url', url);
      }
    },
  });
}
