import {
  incidentCreatePermission,
  routingPreviewSchema,
} from '@backstage-incidents/incidents-common';
import { parse } from '../http/parse';
import { actionSchemas } from './actionSchemas';
import { ActionServices, requireLinear } from './ActionServices';

/** `explain-routing` */
export function registerExplainRouting(services: ActionServices): void {
  const { registry, requesters, access } = services;
  registry.register({
    name: 'explain-routing',
    title: 'Explain where an incident would be routed',
    description:
      "Tells which Linear team would get an incident's parent issue, by which rule, and why every other rule was passed over. Writes nothing.",
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => actionSchemas(z).routingInput,
      output: z => actionSchemas(z).routingOutput,
    },
    async action({ input, credentials }) {
      const draft = parse(routingPreviewSchema, input);
      await access.requirePermission(
        await requesters.of(credentials),
        incidentCreatePermission,
      );
      return { output: await requireLinear(services).preview(draft) };
    },
  });
}
