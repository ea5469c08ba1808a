import { AuditorService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  incidentRefSchema,
  issueIdentifierSchema,
  operationsUsePermission,
} from '@backstage-incidents/incidents-common';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';
import { z } from 'zod';
import { LinearGateway } from './linear';
import { AuthenticatedRequester } from './incidents/Requester';

/** An operation of the API, as the auditor gets it. */
export interface AuditedOperation {
  method: string;
  /** As express has it: `/incidents/:ref`. */
  path: string;
  permission?: { name: string };
  /** A `POST` that only reads: recorded only if it is denied. */
  writesNothing?: boolean;
}

/** Who wants what. */
export interface AuditedRequest {
  requester: AuthenticatedRequester;
  params: unknown;
  /** Absent for an action of the registry. */
  http?: Request;
}

type CreateEvent = Parameters<AuditorService['createEvent']>[0];

/** The event of a write to Linear, whoever caused it. */
const LINEAR_WRITE = 'linear-write';

/** What looks like an id: nothing else is taken from a request, a response or an error. */
const idSchema = z.string().regex(/^[\w.:-]{1,100}$/);
const ids = {
  ref: incidentRefSchema,
  identifier: issueIdentifierSchema,
  id: idSchema,
};

/** Gives operations of the API and writes to Linear to Backstage's auditor: ids only, never what people wrote. */
export type Audit = ReturnType<typeof createAudit>;

export function createAudit(auditor: AuditorService) {
  async function recordWrite<T>(
    event: CreateEvent,
    run: () => Promise<T>,
    metaOf: (result: T) => JsonObject = () => ({}),
  ): Promise<T> {
    const recorded = await auditor.createEvent(event);
    let result: T;
    try {
      result = await run();
    } catch (error) {
      await recorded.fail({ error: withoutText(error) });
      throw error;
    }
    await recorded.success({ meta: metaOf(result) });
    return result;
  }

  return {
    /** Runs an operation of the API. A write is recorded, whatever its outcome; a read only if it is denied. */
    async operation<T extends { body: unknown }>(
      operation: AuditedOperation,
      request: AuditedRequest,
      run: () => Promise<T>,
    ): Promise<T> {
      const { requester } = request;
      const event: CreateEvent = {
        ...auditEvent(operation),
        request: request.http,
        meta: {
          operation: `${operation.method.toUpperCase()} ${operation.path}`,
          principal:
            requester.kind === 'user' ? requester.userRef : requester.subject,
          ...idsIn(request.params),
        },
      };
      if (!isRead(operation)) {
        return recordWrite(event, run, ({ body }) => idsIn(body));
      }
      try {
        return await run();
      } catch (error) {
        if (isDenial(error)) {
          const recorded = await auditor.createEvent(event);
          await recorded.fail({ error: withoutText(error) });
        }
        throw error;
      }
    },

    /** The same gateway, whose writes are recorded, those of jobs too. */
    linear(gateway: LinearGateway): LinearGateway {
      const recorded =
        <A extends unknown[], T>(
          operation: string,
          write: (...args: A) => Promise<T>,
          metaOf: (...args: A) => JsonObject = () => ({}),
        ) =>
        (...args: A): Promise<T> =>
          recordWrite(
            {
              eventId: LINEAR_WRITE,
              severityLevel: 'low',
              meta: { operation, ...metaOf(...args) },
            },
            () => write(...args),
          );
      const issue = (issueId: string) => ({ issueId });
      const atIssue = ({ issueId }: { issueId: string }) => ({ issueId });
      return {
        ...gateway,
        createIssue: recorded('createIssue', gateway.createIssue, ({ id }) =>
          issue(id),
        ),
        updateIssue: recorded(
          'updateIssue',
          gateway.updateIssue,
          (issueId, changes) => {
            const fields = Object.keys(changes);
            return { issueId, ...(fields.length > 0 && { fields }) };
          },
        ),
        trashIssue: recorded('trashIssue', gateway.trashIssue, issue),
        upsertAttachment: recorded(
          'upsertAttachment',
          gateway.upsertAttachment,
          atIssue,
        ),
        removeAttachment: recorded(
          'removeAttachment',
          gateway.removeAttachment,
        ),
        createComment: recorded(
          'createComment',
          gateway.createComment,
          atIssue,
        ),
        updateComment: recorded('updateComment', gateway.updateComment),
        relate: recorded('relate', gateway.relate, issue),
        removeRelation: recorded('removeRelation', gateway.removeRelation),
        transition: recorded(
          'transition',
          gateway.transition,
          ({ issueId }) => ({ issueId, fields: ['stateId'] }),
        ),
      };
    },
  };
}

/** The event of an operation: `incidents.action-item.update` is `action-item-update`. */
export function auditEvent(
  operation: AuditedOperation,
): Required<Pick<CreateEvent, 'eventId' | 'severityLevel'>> {
  const name = operation.permission?.name.replace(/^incidents\./, '') ?? 'read';
  return {
    eventId: name.replaceAll('.', '-'),
    // Acting for everybody, on what only operators see.
    severityLevel:
      operation.permission?.name === operationsUsePermission.name
        ? 'high'
        : 'medium',
  };
}

/** Whether an operation changes nothing. */
export function isRead({ method, writesNothing }: AuditedOperation): boolean {
  return method === 'get' || writesNothing === true;
}

/** Privacy answers as if there were nothing. */
function isDenial(error: unknown): boolean {
  return (
    isError(error) && ['NotAllowedError', 'NotFoundError'].includes(error.name)
  );
}

function idsIn(value: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(ids).flatMap(([name, schema]) => {
      const parsed = schema.safeParse(Reflect.get(Object(value), name));
      return parsed.success ? [[name, parsed.data]] : [];
    }),
  );
}

/** A message may quote what people wrote. */
function withoutText(error: unknown): Error {
  const name = isError(error) ? idSchema.safeParse(error.name).data : undefined;
  const code = idSchema.safeParse(Reflect.get(Object(error), 'code')).data;
  const safe = new Error(code ?? name ?? 'unknown error');
  safe.name = name ?? 'Error';
  safe.stack = undefined;
  return safe;
}
