import { linearError } from './LinearError';
import { type LinearGateway } from './createLinearGateway';
import { failure, serve } from './__testUtils__/scriptedLinear';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
} from './__testUtils__/startScriptedServer';
import {
  background,
  interactive,
  recordingLogger,
  testGateway,
} from './__testUtils__/testGateway';

const ISSUE_ID = '6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01';

describe('redaction', () => {
  const SECRET = 'Acquisition-of-Umbrella-leaked';
  const EMAIL = 'jo.secret@example.com';
  const TOKEN = 'lin_api_TOPSECRET';

  const echo = (request: ScriptedRequest) =>
    `${SECRET} ${EMAIL} ${TOKEN} ${request.body} ${request.headers.authorization}`;
  const answers: [string, (request: ScriptedRequest) => ScriptedAnswer][] = [
    ['reset', () => 'reset'],
    ['hang', () => 'hang'],
    ['html', request => ({ body: echo(request) })],
    ['broken json', request => ({ body: `{"data": ${echo(request)}` })],
    ['500', request => ({ status: 500, body: echo(request) })],
    ['404', request => ({ status: 404, body: echo(request) })],
    ['401', request => ({ status: 401, body: echo(request) })],
    ['429', request => ({ status: 429, body: echo(request) })],
    [
      'wrong shape',
      request => ({
        body: {
          data: {
            issue: { title: [echo(request)], [SECRET]: 1 },
            issueCreate: { [SECRET]: echo(request) },
            issueUpdate: { success: SECRET },
            users: { nodes: [{ email: [EMAIL] }] },
          },
        },
      }),
    ],
    ...[
      'invalid input',
      'forbidden',
      'ratelimited',
      'authentication error',
      'internal error',
      'usage limit exceeded',
      SECRET,
    ].map((type): [string, (request: ScriptedRequest) => ScriptedAnswer] => [
      `error of type ${type}`,
      request => ({
        body: {
          data: null,
          errors: [
            {
              message: echo(request),
              path: [SECRET],
              extensions: {
                type,
                code: SECRET,
                userPresentableMessage: `title must not be ${SECRET} too complex`,
              },
            },
          ],
        },
      }),
    ]),
  ];

  const calls: [string, (gateway: LinearGateway) => Promise<unknown>][] = [
    [
      'createIssue',
      gateway =>
        gateway.createIssue(
          { id: ISSUE_ID, teamId: 't', title: SECRET, description: SECRET },
          interactive,
        ),
    ],
    [
      'updateIssue',
      gateway => gateway.updateIssue(ISSUE_ID, { title: SECRET }, background),
    ],
    [
      'createComment',
      gateway =>
        gateway.createComment(
          { id: ISSUE_ID, issueId: ISSUE_ID, body: SECRET },
          interactive,
        ),
    ],
    [
      'upsertAttachment',
      gateway =>
        gateway.upsertAttachment(
          { issueId: ISSUE_ID, url: `https://x/${SECRET}`, title: SECRET },
          interactive,
        ),
    ],
    ['findUser', gateway => gateway.findUser({ email: EMAIL }, interactive)],
    ['findIssue', gateway => gateway.findIssue(SECRET, interactive)],
  ];

  const apiKey = { kind: 'apiKey' as const, apiKey: TOKEN };
  const oauth = {
    kind: 'oauth' as const,
    clientId: 'client',
    clientSecret: TOKEN,
    scopes: ['read'],
  };

  it.each(
    answers.flatMap(([answerName, answer]) =>
      calls.map(
        ([callName, call]) => [answerName, callName, answer, call] as const,
      ),
    ),
  )(
    'keeps secrets out of logs, errors, metrics and status after a response of type "%s" to %s',
    async (_answer, _call, answer, call) => {
      for (const auth of [apiKey, oauth]) {
        const server = await serve(answer);
        const { logger, lines } = recordingLogger();
        const observed: unknown[] = [];
        const gateway = testGateway({
          ...server,
          auth,
          logger,
          timeoutMs: 40,
          retry: { attempts: 2, initialDelayMs: 0, maxDelayMs: 0 },
          circuit: { failures: 2, halfOpenAfterMs: 1_000 },
          metrics: {
            requestEnded: request => observed.push(request),
            circuitChanged: state => observed.push(state),
            tokenRenewed: () => observed.push('renewed'),
          },
        });
        const error = await failure(call(gateway));
        const everything = [
          lines.join('\n'),
          everythingOf(error),
          JSON.stringify(observed),
          JSON.stringify(gateway.status()),
        ].join('\n');
        expect(everything).not.toContain(SECRET);
        expect(everything).not.toContain(EMAIL);
        expect(everything).not.toContain(TOKEN);
      }
    },
  );

  it('is checked by a helper that notices a leak', () => {
    const leaking = linearError(
      { kind: 'unavailable', operation: 'FindIssue' },
      `failed on ${SECRET}`,
    );
    expect(everythingOf(leaking)).toContain(SECRET);
  });

  function everythingOf(error: Error): string {
    const own = Object.getOwnPropertyNames(error).map(name =>
      String(Reflect.get(error, name)),
    );
    return [...own, String(error), JSON.stringify(error)].join('\n');
  }
});
