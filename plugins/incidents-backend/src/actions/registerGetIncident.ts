import { parseRef } from '../http/parse';
import { actionSchemas } from './actionSchemas';
import { ActionServices } from './ActionServices';

/** `get-incident` */
export function registerGetIncident(services: ActionServices): void {
  const { registry, requesters, access, incidentViews } = services;
  registry.register({
    name: 'get-incident',
    title: 'Get an incident',
    description: 'Reads one incident with its parent issue and progress.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => actionSchemas(z).refInput,
      output: z => z.object({ incident: actionSchemas(z).anyIncident }),
    },
    async action({ input, credentials }) {
      const answer = await access.read(
        await requesters.of(credentials),
        parseRef(input.ref),
      );
      const [incident] = await incidentViews.views([answer]);
      return { output: { incident } };
    },
  });
}
