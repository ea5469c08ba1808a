import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { idempotencyKeySchema } from '@backstage-incidents/incidents-common';
import { actionSchema } from '@backstage-incidents/incidents-node';
import { z } from 'zod';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IdentifyRequester } from '../incidents/Requester';
import { ToResponseError } from './errors';
import { Route } from './route';

const reads = { readOnly: true, destructive: false, idempotent: true };
const creates = { readOnly: false, destructive: false, idempotent: false };
const changes = { readOnly: false, destructive: false, idempotent: true };

/** What agents may do. Each is an operation of the HTTP API, with its params, query and body as one input. */
const actions: readonly {
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
      'Lists incidents with their parent issues and the progress of their action items. Several values of a filter mean any of them.',
    attributes: reads,
  },
  {
    name: 'get-incident',
    operation: 'GET /incidents/:ref',
    description:
      'Reads one incident with its parent issue and the progress of its action items.',
    attributes: reads,
    output: 'incident',
  },
  {
    name: 'list-action-items',
    operation: 'GET /incidents/:ref/action-items',
    description:
      'Lists the Linear issues that follow up an incident, with their progress and how fresh they are.',
    attributes: reads,
  },
  {
    name: 'create-incident',
    operation: 'POST /incidents',
    description:
      'Declares an incident. Its parent issue in Linear is created in the background.',
    attributes: creates,
    output: 'incident',
  },
  {
    name: 'create-action-item',
    operation: 'POST /incidents/:ref/action-items',
    description:
      "Creates a sub-issue of an incident's parent issue in Linear. Its title can be read by everyone who sees the Linear team, even when the incident is private.",
    attributes: creates,
    output: 'actionItem',
  },
  {
    name: 'transition-action-item',
    operation: 'POST /incidents/:ref/action-items/:identifier/transition',
    description:
      "Moves an action item to a workflow state of its own team, by name. With expectedFrom it is moved only from that state. The outcome 'alreadyThere' says that there was nothing to do.",
    attributes: changes,
  },
  {
    name: 'explain-routing',
    operation: 'POST /routing/preview',
    description:
      "Says which Linear team would get an incident's parent issue, which rule matched, and why each other rule was skipped. Writes nothing.",
    attributes: reads,
  },
];

/** Registers what agents may do, each authorized by the credentials that it is called with. */
export function registerActions(options: {
  registry: ActionsRegistryService;
  routes: readonly Route[];
  identify: IdentifyRequester;
  access: IncidentAccess;
  toResponseError: ToResponseError;
}): void {
  const { registry, routes, identify, access, toResponseError } = options;
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
            access,
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
