import { incidentReadPermission } from '@backstage-incidents/incidents-common';
import { parseRef } from '../http/parse';
import { actionSchemas } from './actionSchemas';
import { ActionServices } from './ActionServices';

/** `list-action-items` */
export function registerListActionItems(services: ActionServices): void {
  const { registry, requesters, access, sync, actionItemViews } = services;
  registry.register({
    name: 'list-action-items',
    title: 'List the action items of an incident',
    description:
      'Lists the Linear issues that follow up an incident, with progress and how fresh they are.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => actionSchemas(z).refInput,
      output: z => actionSchemas(z).actionItems,
    },
    async action({ input, credentials }) {
      const requester = await requesters.of(credentials);
      const { number } = await access.require(
        requester,
        parseRef(input.ref),
        incidentReadPermission,
      );
      return {
        output: await actionItemViews.list({
          incidentNumber: number,
          sync: await sync.onView(number),
          scope: await access.readScope(requester),
        }),
      };
    },
  });
}
