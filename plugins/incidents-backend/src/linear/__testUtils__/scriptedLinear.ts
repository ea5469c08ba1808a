import { type AnyLinearError, isLinearError } from '../LinearError';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
  startScriptedServer,
} from './startScriptedServer';
import { wireIssue } from './wireIssue';

const servers: Awaited<ReturnType<typeof startScriptedServer>>[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.close();
  }
});

/** A scripted server that ends with the test. */
export async function serve(
  answer: (request: ScriptedRequest, index: number) => ScriptedAnswer,
) {
  const server = await startScriptedServer(answer);
  servers.push(server);
  return server;
}

/** The response to FindIssue. */
export function found(overrides: Record<string, unknown> = {}) {
  return { body: { data: { issue: wireIssue(overrides) } } };
}

/** A GraphQL error without data. */
export function failed(
  message: string,
  extensions: Record<string, unknown> = {},
  status = 200,
) {
  return { status, body: { data: null, errors: [{ message, extensions }] } };
}

/** How Linear says that there is no such issue. */
export const missing = failed('Entity not found: Issue', {
  type: 'invalid input',
  code: 'INPUT_ERROR',
});

/** What a call fails with; anything but an error of the family fails the test. */
export async function failure(work: Promise<unknown>): Promise<AnyLinearError> {
  const error: unknown = await work.then(
    () => undefined,
    reason => reason,
  );
  if (!isLinearError(error)) {
    throw new Error(`expected an error of the family, got ${String(error)}`);
  }
  return error;
}
