import {
  actionItemCreatePermission,
  createActionItemSchema,
} from '@backstage-incidents/incidents-common';
import { inTime } from '../http/inTime';
import { parse, parseRef } from '../http/parse';
import { idempotentRequest } from '../incidents/IdempotencyStore';
import { principalOf } from '../incidents/Requester';
import { actionSchemas } from './actionSchemas';
import { ActionServices, requireLinear } from './ActionServices';

/** `create-action-item` */
export function registerCreateActionItem(services: ActionServices): void {
  const { registry, requesters, access, actionItemViews } = services;
  registry.register({
    name: 'create-action-item',
    title: 'Create an action item',
    description:
      "Creates a sub-issue of an incident's parent issue in Linear. Of a private incident too, its title is readable by whoever sees the team.",
    attributes: { readOnly: false, destructive: false, idempotent: false },
    schema: {
      input: z => actionSchemas(z).createActionItemInput,
      output: z => z.object({ actionItem: actionSchemas(z).actionItem }),
    },
    async action({ input, credentials }) {
      const { idempotencyKey, ref: givenRef, ...given } = input;
      const requester = await requesters.of(credentials);
      const ref = parseRef(givenRef);
      const body = parse(createActionItemSchema, given);
      const { number } = await access.require(
        requester,
        ref,
        actionItemCreatePermission,
      );
      const { actionItems } = requireLinear(services);
      const { item } = await inTime(call =>
        actionItems.create({
          incident: { number, ref },
          body,
          call,
          idempotency:
            idempotencyKey === undefined
              ? undefined
              : idempotentRequest({
                  principal: principalOf(requester),
                  route: `POST /incidents/${ref}/action-items`,
                  key: idempotencyKey,
                  body,
                }),
        }),
      );
      return { output: { actionItem: actionItemViews.view(item) } };
    },
  });
}
