import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { idempotencyKeySchema } from '@backstage-incidents/incidents-common';
import { actionSchema } from '@backstage-incidents/incidents-node';
import { z } from 'zod';
import { IdentifyRequester } from '../incidents/Requester';
import { ToResponseError } from './errors';
import { Route, RouteServices } from './route';

const reads = { readOnly: true, destructive: false, idempotent: true };
const creates = { readOnly: false, destructive: false, idempotent: false };
const changes = { readOnly: false, destructive: false, idempotent: true };

/** What agents may do. Each is an operation of the HTTP API, with its params, query and body as one input. */
export const actions: readonly {
  name: string;
  operation: string;
  description: string;
  attributes: typeof reads;
  /** The name of the response in the output; absent: the response is the output. */
  output?: string;
}[] = [
  {
    name: 'list-incidents',
    operation: 'GET /incidents',
    description:
      'Lists the incidents that you can read, newest first by default, with their parent issues in Linear and the progress of their action items. An incident is named by its ref, such as INC-42. Several values of a filter mean any of them. nextCursor, if there is one, is the cursor of the next page.',
    attributes: reads,
  },
  {
    name: 'get-incident',
    operation: 'GET /incidents/:ref',
    description:
      'Reads one incident with its parent issue in Linear and the progress of its action items. An incident without a parent issue yet has parentIssue.status pending, and parentIssue.reason says what it waits for. version is what update-incident wants as expectedVersion.',
    attributes: reads,
    output: 'incident',
  },
  {
    name: 'list-action-items',
    operation: 'GET /incidents/:ref/action-items',
    description:
      'Lists the action items of an incident: the Linear issues that follow it up, each named by its identifier, such as PAY-214. progress counts them; sync says how fresh the list is. teams lists the workflow states that transition-action-item takes.',
    attributes: reads,
  },
  {
    name: 'create-incident',
    operation: 'POST /incidents',
    description:
      'Declares an incident: something is broken for users. Its parent issue in Linear is created in the background within seconds; get-incident shows it. Give an idempotencyKey if you may have to repeat the call, so that only one incident is declared.',
    attributes: creates,
    output: 'incident',
  },
  {
    name: 'update-incident',
    operation: 'PATCH /incidents/:ref',
    description:
      'Changes an incident: status, severity, lead, title and others. Fields that you leave out stay as they are, null clears a field, a list replaces the whole list. Read version with get-incident first and send it as expectedVersion; if somebody else changed the incident since, nothing is changed, and you read it and decide again.',
    attributes: changes,
    output: 'incident',
  },
  {
    name: 'add-note',
    operation: 'POST /incidents/:ref/notes',
    description:
      "Adds a note in Markdown to an incident's timeline: what was observed, decided or done. Everybody who can read the incident can read the note. Calling it again adds another note.",
    attributes: creates,
    output: 'note',
  },
  {
    name: 'sync-incident',
    operation: 'POST /incidents/:ref/sync',
    description:
      "Reads an incident's action items from Linear now, and waits for it up to 30 seconds. Not needed after changes that you made here; use it when somebody has just changed something in Linear.",
    attributes: changes,
  },
  {
    name: 'create-action-item',
    operation: 'POST /incidents/:ref/action-items',
    description:
      "Creates an action item, one concrete task that somebody can finish, as a sub-issue of an incident's parent issue in Linear. Fails while the incident has no parent issue. Its title can be read by everyone who sees the Linear team, even when the incident is private.",
    attributes: creates,
    output: 'actionItem',
  },
  {
    name: 'update-action-item',
    operation: 'PATCH /incidents/:ref/action-items/:identifier',
    description:
      'Changes the assignee, priority or due date of an action item in Linear. Fields that you leave out stay as they are, null clears a field. To change its state, use transition-action-item.',
    attributes: changes,
    output: 'actionItem',
  },
  {
    name: 'transition-action-item',
    operation: 'POST /incidents/:ref/action-items/:identifier/transition',
    description:
      "Moves an action item to a workflow state of its own Linear team, by name, such as In Progress or Done; an unknown name is refused with the names that the team has. With expectedFrom it is moved only from that state. The outcome 'alreadyThere' says that there was nothing to do.",
    attributes: changes,
  },
  {
    name: 'explain-routing',
    operation: 'POST /routing/preview',
    description:
      "Says which Linear team would get an incident's parent issue, which rule matched, and why each other rule was skipped. Declares nothing and writes nothing: use it to find out before create-incident.",
    attributes: reads,
  },
];

/** Registers what agents may do, each authorized by the credentials that it is called with. */
export function registerActions(options: {
  registry: ActionsRegistryService;
  routes: readonly Route[];
  identify: IdentifyRequester;
  services: RouteServices;
  toResponseError: ToResponseError;
}): void {
  const { registry, routes, identify, services, toResponseError } = options;
  for (const { name, operation, description, attributes, output } of actions) {
    const route = routes.find(
      ({ method, path }) => `${method.toUpperCase()} ${path}` === operation,
    );
    if (!route) {
      throw new Error(`The action ${name} needs the operation ${operation}`);
    }
    registry.register({
      name,
      title: route.summary,
      description,
      attributes,
      schema: {
        input: actionSchema(inputOf(route)),
        output: actionSchema(outputOf(route, output)),
      },
      async action({ input, credentials }) {
        try {
          const { body } = await route.handle(
            {
              requester: await identify(credentials),
              params: pick(input, route.params),
              query: pick(input, route.query),
              body: pick(input, route.body ?? z.object({})),
              header: header =>
                header === 'idempotency-key'
                  ? z.string().optional().parse(input.idempotencyKey)
                  : undefined,
            },
            services,
          );
          return {
            output: output === undefined ? Object(body) : { [output]: body },
          };
        } catch (error) {
          throw toResponseError(error, `action ${name}`);
        }
      },
    });
  }
}

function inputOf({ params, query, body, headers = {} }: Route): z.ZodObject {
  return z.strictObject({
    ...params.shape,
    ...query.shape,
    ...body?.shape,
    ...('Idempotency-Key' in headers && {
      idempotencyKey: idempotencyKeySchema.optional(),
    }),
  });
}

function outputOf(route: Route, name: string | undefined): z.ZodObject {
  const [schema] = Object.values(route.responses);
  if (name !== undefined && schema) {
    return z.object({ [name]: schema });
  }
  if (schema instanceof z.ZodObject) {
    return schema;
  }
  throw new Error(`The response of ${route.path} needs a name in the output`);
}

function pick(
  input: Record<string, unknown>,
  { shape }: z.ZodObject,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).filter(([name]) => name in shape),
  );
}
