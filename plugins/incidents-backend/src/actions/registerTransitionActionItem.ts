import {
  actionItemUpdatePermission,
  issueIdentifierSchema,
  transitionActionItemSchema,
} from '@backstage-incidents/incidents-common';
import { z as zod } from 'zod';
import { inTime } from '../http/inTime';
import { parse, parseRef } from '../http/parse';
import { actionSchemas } from './actionSchemas';
import { ActionServices, requireLinear } from './ActionServices';

/** `transition-action-item` */
export function registerTransitionActionItem(services: ActionServices): void {
  const { registry, requesters, access } = services;
  registry.register({
    name: 'transition-action-item',
    title: 'Move an action item to another state',
    description:
      "Moves an action item to a workflow state of its own team, by name; with expectedFrom only if it is there. Says 'alreadyThere' when there is nothing to do.",
    attributes: { readOnly: false, destructive: false, idempotent: true },
    schema: {
      input: z => actionSchemas(z).transitionInput,
      output: z => actionSchemas(z).transitionOutput,
    },
    async action({ input, credentials }) {
      const { ref: givenRef, identifier: givenIdentifier, ...given } = input;
      const requester = await requesters.of(credentials);
      const ref = parseRef(givenRef);
      const { identifier } = parse(
        zod.object({ identifier: issueIdentifierSchema }),
        { identifier: givenIdentifier },
      );
      const body = parse(transitionActionItemSchema, given);
      const { number } = await access.require(
        requester,
        ref,
        actionItemUpdatePermission,
      );
      const { actionItems } = requireLinear(services);
      return {
        output: await inTime(call =>
          actionItems.transition({
            incident: { number, ref },
            identifier,
            body,
            call,
          }),
        ),
      };
    },
  });
}
