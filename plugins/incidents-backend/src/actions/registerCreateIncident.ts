import {
  createIncidentSchema,
  incidentCreatePermission,
} from '@backstage-incidents/incidents-common';
import { parse } from '../http/parse';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { principalOf } from '../incidents/Requester';
import { actionSchemas } from './actionSchemas';
import { ActionServices } from './ActionServices';

/** `create-incident` */
export function registerCreateIncident(services: ActionServices): void {
  const { registry, requesters, access, incidents, incidentViews } = services;
  registry.register({
    name: 'create-incident',
    title: 'Declare an incident',
    description:
      'Declares an incident. Its parent issue in Linear is created by itself.',
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z => actionSchemas(z).createIncidentInput,
      output: z => z.object({ incident: actionSchemas(z).anyIncident }),
    },
    async action({ input, credentials }) {
      const { idempotencyKey, ...given } = input;
      const requester = await requesters.of(credentials);
      const body = parse(createIncidentSchema, given);
      await access.requirePermission(requester, incidentCreatePermission);
      const created = await incidents.create({
        body,
        requester,
        idempotency:
          idempotencyKey === undefined
            ? undefined
            : idempotentRequest({
                principal: principalOf(requester),
                route: 'POST /incidents',
                key: idempotencyKey,
                body,
              }),
      });
      const answer = await incidents.get({
        ref: created.ref,
        requester,
      });
      const [incident] = await incidentViews.views([answer]);
      return { output: { incident } };
    },
  });
}
