import { listIncidentsSchema } from '@backstage-incidents/incidents-common';
import { parse } from '../http/parse';
import { actionSchemas } from './actionSchemas';
import { ActionServices } from './ActionServices';

/** `list-incidents` */
export function registerListIncidents(services: ActionServices): void {
  const { registry, requesters, access, incidentViews } = services;
  registry.register({
    name: 'list-incidents',
    title: 'List incidents',
    description:
      'Lists incidents with their parent issues and progress. A list in a filter means any of its values.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => actionSchemas(z).listIncidentsInput,
      output: z => actionSchemas(z).listIncidentsOutput,
    },
    async action({ input, credentials }) {
      const { hasOpenActionItems, overdue, ...filters } = input;
      const page = await access.list(
        await requesters.of(credentials),
        // As a query string carries it.
        parse(listIncidentsSchema, {
          ...filters,
          ...(hasOpenActionItems !== undefined && {
            hasOpenActionItems: String(hasOpenActionItems),
          }),
          ...(overdue !== undefined && { overdue: String(overdue) }),
        }),
      );
      return {
        output: {
          items: await incidentViews.views(page.items),
          nextCursor: page.nextCursor,
          totalItems: page.totalItems,
        },
      };
    },
  });
}
