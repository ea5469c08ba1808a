import { parseEntityRef } from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import {
  CreateIncident,
  createIncidentSchema,
  idempotencyKeySchema,
  incidentEntityRef,
  ParentIssue,
} from '@backstage-incidents/incidents-common';
import {
  actionSchema,
  IncidentsService,
} from '@backstage-incidents/incidents-node';
import { idempotencyOf } from '../idempotency';
import { parseInput } from '../parseInput';
import { withTaskErrors } from '../taskError';
import { EntityPresence } from '../waitForEntity';
import { examples } from './createIncidentAction.examples';

/** Long enough for the parent issue to be linked when Linear responds. */
const WAIT_SECONDS = 15;

/** Placeholder for the reference of an incident in a dry run. */
const DRY_RUN_REF = 'DRYRUN-1';

/** What the task's log says of a page that may not open yet. */
const NO_PAGE_YET = {
  absent:
    'The catalog has not processed the incident yet; its page opens as soon as it has',
  unavailable:
    "The catalog isn't responding, so the incident's page may not open yet",
};

/** The action `incidents:incident:create`. */
export function createIncidentAction(options: {
  config: Config;
  incidents: IncidentsService;
  /** Waits briefly for the incident's page, so that the task's link to it works. */
  waitForEntity: (entityRef: string) => Promise<EntityPresence>;
}) {
  const { incidents } = options;
  const appUrl = options.config.getString('app.baseUrl').replace(/\/+$/, '');

  function pageUrl(entityRef: string): string {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    return `${appUrl}/catalog/${namespace}/${kind}/${name}`;
  }

  return createTemplateAction({
    id: 'incidents:incident:create',
    description:
      'Declares an incident on behalf of the user who runs the template. Its parent issue is created in Linear automatically, as soon as Linear responds. Everyone who can read tasks can read their parameters, so do not put anything secret about a private incident into them.',
    examples,
    supportsDryRun: true,
    schema: {
      input: actionSchema(
        createIncidentSchema.safeExtend({
          idempotencyKey: idempotencyKeySchema
            .optional()
            .describe(
              'Declares the incident once for all runs with this key. Default: a hash of task, step and input, so that retrying a task declares nothing twice.',
            ),
        }),
      ),
      output: z =>
        z.object({
          ref: z.string().describe('For example INC-42.'),
          entityRef: z
            .string()
            .describe('For example incident:default/inc-42.'),
          url: z.string().describe("Address of the incident's entity page."),
          parentIssueIdentifier: z
            .string()
            .optional()
            .describe('For example PAY-214; absent while it is pending.'),
          parentIssueUrl: z
            .string()
            .optional()
            .describe('Address in Linear; absent while it is pending.'),
        }),
    },
    async handler(ctx) {
      const { idempotencyKey, checkpointKey } = idempotencyOf(ctx);
      const { idempotencyKey: _, ...body } = ctx.input;
      if (body.visibility === 'private' && (body.title || body.summary)) {
        ctx.logger.warn(
          'Everyone who can read tasks can read their parameters. Leave out the title and summary of a private incident and add them on its page.',
        );
      }

      if (ctx.isDryRun) {
        const incident = parseInput(createIncidentSchema, body);
        ctx.logger.info(`Dry run: would declare ${inWords(incident)}`);
        const entityRef = incidentEntityRef(DRY_RUN_REF);
        ctx.output('ref', DRY_RUN_REF);
        ctx.output('entityRef', entityRef);
        ctx.output('url', pageUrl(entityRef));
        return;
      }

      const credentials = await ctx.getInitiatorCredentials();
      const { ref, entityRef, parentIssue } = await ctx.checkpoint({
        key: checkpointKey,
        fn: () =>
          withTaskErrors(async () => {
            const incident = await incidents.createIncident(body, {
              credentials,
              idempotencyKey,
              waitSeconds: WAIT_SECONDS,
            });
            // Checkpoints are readable with the task, so they contain nothing private.
            const { ref: declared, entityRef: page } = incident;
            if (!('parentIssue' in incident)) {
              return { ref: declared, entityRef: page };
            }
            const { status, identifier, url } = incident.parentIssue;
            return {
              ref: declared,
              entityRef: page,
              parentIssue: { status, identifier, url },
            };
          }),
      });

      ctx.logger.info(`Declared ${ref}: ${pageUrl(entityRef)}`);
      const presence = await options.waitForEntity(entityRef);
      if (presence !== 'present') {
        ctx.logger.info(NO_PAGE_YET[presence]);
      }
      ctx.output('ref', ref);
      ctx.output('entityRef', entityRef);
      ctx.output('url', pageUrl(entityRef));
      if (!parentIssue) {
        return;
      }
      ctx.logger.info(parentIssueInWords(parentIssue));
      if (parentIssue.identifier !== undefined) {
        ctx.output('parentIssueIdentifier', parentIssue.identifier);
      }
      if (parentIssue.url !== undefined) {
        ctx.output('parentIssueUrl', parentIssue.url);
      }
    },
  });
}

function inWords(incident: CreateIncident): string {
  if (incident.visibility === 'private') {
    return 'a private incident and create its parent issue in Linear';
  }
  const { severity, lead, affects = [] } = incident;
  return [
    `a public ${severity} incident`,
    lead ? `led by ${lead}` : 'without a lead',
    `affecting ${affects.join(', ') || 'no entity'}`,
    'and create its parent issue in Linear',
  ].join(', ');
}

function parentIssueInWords(
  parentIssue: Pick<ParentIssue, 'status' | 'identifier' | 'url'>,
): string {
  const { status, identifier, url } = parentIssue;
  switch (status) {
    case 'linked':
      return `Its parent issue is ${[identifier, url]
        .filter(Boolean)
        .join(': ')}`;
    case 'pending':
      return 'Its parent issue is not in Linear yet; it will be created automatically';
    case 'notConfigured':
      return 'It has no parent issue: Linear is not configured';
    case 'missing':
      return 'Its parent issue was not found in Linear; the incident page says what to do';
    case 'failed':
      return 'Its parent issue could not be created; the incident page says why and what to do';
    default:
      return unknownStatus(status);
  }
}

function unknownStatus(status: never): never {
  throw new Error(`Unknown status of a parent issue: ${status}`);
}
