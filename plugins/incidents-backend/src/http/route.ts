import {
  BasicPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { incidentRefSchema } from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { Audit, AuditedOperation, AuditedRequest } from '../audit';
import { IncidentAccess } from '../incidents/IncidentAccess';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { parse } from './parse';

type IncidentPermission = ResourcePermission<'incident'>;

/** What the OpenAPI document says of an operation. */
interface RouteDescription extends AuditedOperation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  summary: string;
  description?: string;
  /** Request headers with their descriptions. */
  headers?: Record<string, string>;
  /** What the operation needs; absent: every signed-in user and service may. */
  permission?: BasicPermission | IncidentPermission;
  responses: Responses;
  /** Of a successful response; default JSON. A response of any other type is a string. */
  contentType?: 'text/csv';
  /** Statuses of error responses beside 400, 401, 403 and 500. */
  errors?: readonly number[];
}

type Shape = Record<string, z.ZodType>;
/** Schemas of successful responses by status; `null`: no body. */
type Responses = Record<number, z.ZodType | null>;
type Output<S extends Shape> = z.output<z.ZodObject<S>>;

/** What a handler returns. */
type RouteResponse<R extends Responses> = {
  [S in keyof R & number]: {
    status: S;
    body: R[S] extends z.ZodType ? z.input<R[S]> : null;
    headers?: Record<string, string>;
  };
}[keyof R & number];

/** A request that is authenticated, but not validated yet. */
export interface RouteRequest extends AuditedRequest {
  query: unknown;
  /** Absent where none was sent. */
  body: unknown;
  /** Value of a header, by its lower-case name. */
  header: (name: string) => string | undefined;
}

/** What every operation needs. */
export interface RouteServices {
  access: IncidentAccess;
  audit: Audit;
}

/** A request that is allowed, with what it holds. */
interface Context<P extends Shape, Q extends Shape, B>
  extends Pick<RouteRequest, 'requester' | 'header'> {
  params: Output<P>;
  query: Output<Q>;
  body: B;
}

interface RouteOptions<
  R extends Responses,
  P extends Shape,
  Q extends Shape,
  B extends z.ZodObject,
> extends RouteDescription {
  params?: P;
  query?: z.ZodObject<Q>;
  /** Absent: an empty object or nothing. */
  body?: B;
  responses: R;
}

/** One operation of the HTTP API. */
export interface Route extends RouteDescription {
  kind: 'json';
  params: z.ZodObject;
  query: z.ZodObject;
  body?: z.ZodObject;
  /**
   * Validates, authorizes, handles, and gives it to the auditor.
   *
   * @throws InputError that names every field at fault, NotAllowedError, NotFoundError
   */
  handle(request: RouteRequest, services: RouteServices): Promise<Handled>;
}

/** An operation that needs no Backstage credentials and reads the bytes of the body. */
export interface RawRoute extends RouteDescription {
  kind: 'raw';
  /** The largest body, as body-parser has it: `1mb`. */
  limit: string;
  handle(request: {
    bytes: Buffer;
    header: (name: string) => string | undefined;
  }): Promise<Handled>;
}

export type AnyRoute = Route | RawRoute;

interface Handled {
  status: number;
  /** `null`: no body. */
  body: unknown;
  headers?: Record<string, string>;
}

/**
 * One operation: the router and the OpenAPI document both come from it. A basic
 * permission is checked before the handler runs; one on incidents is the
 * handler's to check, in the form of a filter or a redacted response.
 */
export function route<
  const R extends Responses,
  P extends Shape = {},
  Q extends Shape = {},
  B extends z.ZodObject = z.ZodObject,
>(
  options: RouteOptions<R, P, Q, B> & {
    handler: (
      context: Context<P, Q, z.output<B>>,
      unchecked: { access: IncidentAccess; request: RouteRequest },
    ) => Promise<RouteResponse<R>>;
  },
): Route {
  const { permission, handler } = options;
  const nothing: z.ZodType = z.strictObject({});
  // An absent schema leaves its type parameter at the default, which is what `nothing` accepts.
  const params = z.object((options.params ?? {}) as P);
  const query = (options.query ?? nothing) as z.ZodObject<Q>;
  const body = (options.body ?? nothing) as B;
  return {
    ...options,
    kind: 'json',
    params,
    query,
    handle(request, { access, audit }) {
      return audit.operation(options, request, async () => {
        const { requester, header } = request;
        const context = {
          requester,
          header,
          params: parse(params, request.params),
          query: parse(query, request.query),
          body: parse(body, options.method === 'get' ? {} : request.body ?? {}),
        };
        if (permission?.type === 'basic') {
          await access.requirePermission(requester, permission);
        }
        return handler(context, { access, request });
      });
    },
  };
}

/** An operation on the incident at `:ref`, which the requester may see and has the permission for. */
export function incidentRoute<
  const R extends Responses,
  P extends Shape = {},
  Q extends Shape = {},
  B extends z.ZodObject = z.ZodObject,
>(
  options: RouteOptions<R, P, Q, B> & {
    permission: IncidentPermission;
    handler: (
      context: Context<P, Q, z.output<B>> & { incident: IncidentRecord },
    ) => Promise<RouteResponse<R>>;
  },
): Route {
  const { permission, handler } = options;
  const refParams = z.object({ ref: incidentRefSchema });
  const built = route<R, P, Q, B>({
    ...options,
    async handler(context, { access, request }) {
      const { ref } = parse(refParams, request.params);
      const incident = await access.require(context.requester, ref, permission);
      return handler({ ...context, incident });
    },
  });
  return { ...built, params: refParams.extend(built.params.shape) };
}

/** For the operations that take one. */
export const idempotencyKeyHeader = {
  'Idempotency-Key':
    'Makes a repeat with the same body return what the first request created, with status 200. Any text of 1 to 255 characters that is new for each thing to create; kept for 7 days by default.',
};

/** What a handler returns; `null` is no body. */
export function respond<const S extends number, B>(
  status: S,
  body: B,
  headers?: Record<string, string>,
): { status: S; body: B; headers?: Record<string, string> } {
  return { status, body, headers };
}
