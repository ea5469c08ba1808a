import { ConfigReader } from '@backstage/config';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  CreateIncidentInput,
  createIncidentSchema,
  Incident,
} from '@backstage-incidents/incidents-common';
import { HttpIncidentsService } from '@backstage-incidents/incidents-node';
import {
  incidentFixture,
  IncidentsApiStub,
  refusal,
} from '@backstage-incidents/incidents-node/testUtils';
import { parse } from 'yaml';
import { z } from 'zod';
import { initiator, runAction, TaskState } from '../__testUtils__/runAction';
import { EntityPresence } from '../waitForEntity';
import { createIncidentAction } from './createIncidentAction';
import { examples } from './createIncidentAction.examples';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B
  ? 1
  : 2
  ? true
  : false;
type Flat<T> = { [K in keyof T]: T[K] };
type ActionInput = Parameters<
  ReturnType<typeof createIncidentAction>['handler']
>[0]['input'];

describe('incidents:incident:create', () => {
  let api: IncidentsApiStub;
  let action: ReturnType<typeof createIncidentAction>;

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
    api.answer(() => ({ status: 201, body: incidentFixture() }));
    action = createAction();
  });

  afterEach(() => api.close());

  function createAction({
    baseUrl = 'https://backstage.example.com',
    presence = 'present',
  }: { baseUrl?: string; presence?: EntityPresence } = {}) {
    return createIncidentAction({
      config: new ConfigReader({ app: { baseUrl } }),
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth({ pluginId: 'scaffolder' }),
        discovery: api.discovery,
      }),
      waitForEntity: async () => presence,
    });
  }

  function keys() {
    return api.requests.map(({ headers }) => headers['idempotency-key']);
  }

  const input: ActionInput = {
    title: 'Checkout answers with errors',
    severity: 'sev2',
    affects: ['component:default/checkout'],
  };

  it.each([
    ['absent', /The catalog has not processed the incident yet/],
    ['unavailable', /The catalog isn't responding/],
  ] as const)(
    'says in the log why the page may not open yet when the entity is %s',
    async (presence, message) => {
      const { log } = await runAction(createAction({ presence }), input);
      expect(log.filter(line => line.startsWith('The catalog '))).toEqual([
        expect.stringMatching(message),
      ]);
    },
  );

  it('has exactly the fields of the wire type, with the same types', () => {
    const equal: Equal<
      Flat<Omit<ActionInput, 'idempotencyKey'>>,
      Flat<CreateIncidentInput>
    > = true;
    expect(equal).toBe(true);
  });

  it('shows every field of the wire type in its JSON Schema, and no other', () => {
    const wire = z.toJSONSchema(createIncidentSchema, {
      io: 'input',
      unrepresentable: 'any',
    });

    expect(Object.keys(action.schema?.input?.properties ?? {}).sort()).toEqual(
      [...Object.keys(wire.properties ?? {}), 'idempotencyKey'].sort(),
    );
    expect(action.schema?.input).toMatchObject({
      required: ['severity'],
      additionalProperties: false,
    });
    for (const schema of Object.values(
      action.schema?.input?.properties ?? {},
    )) {
      expect(schema).toHaveProperty('type');
    }
  });

  it('declares on behalf of the user who started the task and waits for the parent issue', async () => {
    const { outputs, log } = await runAction(action, input);

    expect(api.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/incidents',
        body: input,
        headers: expect.objectContaining({
          authorization: mockCredentials.service.header({
            onBehalfOf: initiator,
            targetPluginId: 'incidents',
          }),
          'idempotency-key': expect.stringMatching(/^[0-9a-f]{64}$/),
          prefer: expect.stringMatching(/^wait=\d+$/),
        }),
      }),
    ]);
    expect(outputs).toEqual({
      ref: 'INC-42',
      entityRef: 'incident:default/inc-42',
      url: 'https://backstage.example.com/catalog/default/incident/inc-42',
      parentIssueIdentifier: 'PAY-214',
      parentIssueUrl: 'https://linear.app/acme/issue/PAY-214',
    });
    expect(log).toEqual([
      'Declared INC-42: https://backstage.example.com/catalog/default/incident/inc-42',
      'Its parent issue is PAY-214: https://linear.app/acme/issue/PAY-214',
    ]);
  });

  it('keeps the base path of the app', async () => {
    action = createAction({ baseUrl: 'https://example.com/backstage/' });

    const { outputs } = await runAction(action, input);

    expect(outputs.url).toBe(
      'https://example.com/backstage/catalog/default/incident/inc-42',
    );
  });

  it('succeeds while the parent issue is pending and says that it will be created automatically', async () => {
    api.answer(() => ({
      status: 201,
      body: incidentFixture({ parentIssue: { status: 'pending' } }),
    }));

    const { outputs, log } = await runAction(action, input);

    expect(Object.keys(outputs)).toEqual(['ref', 'entityRef', 'url']);
    expect(log[1]).toContain('will be created automatically');
  });

  it.each([
    ['notConfigured', 'Linear is not configured'],
    ['missing', 'was not found in Linear'],
    ['failed', 'could not be created'],
  ] as const)(
    'says what a parent issue that is %s means',
    async (status, words) => {
      api.answer(() => ({
        body: incidentFixture({ parentIssue: { status } }),
      }));

      const { log } = await runAction(action, input);

      expect(log[1]).toContain(words);
    },
  );

  it('uses the same key when the step is retried', async () => {
    api.answer(() => refusal(503, 'ServiceUnavailableError', 'Not now'));
    await expect(runAction(action, input)).rejects.toThrow('Not now');
    api.answer(() => ({ status: 201, body: incidentFixture() }));

    await runAction(action, input);

    expect(new Set(keys()).size).toBe(1);
  });

  it('sends no second request after it has declared, and outputs the same', async () => {
    const state = new TaskState();
    const first = await runAction(action, input, { state });

    const second = await runAction(action, input, { state });

    expect(api.requests).toHaveLength(1);
    expect(second).toEqual(first);
  });

  it('declares each of several different items of one step', async () => {
    const state = new TaskState();
    let declared = 0;
    api.answer(() => {
      declared += 1;
      return { body: incidentFixture({ ref: `INC-${declared}` }) };
    });

    const one = await runAction(action, { ...input, title: 'One' }, { state });
    const two = await runAction(action, { ...input, title: 'Two' }, { state });

    expect([one.outputs.ref, two.outputs.ref]).toEqual(['INC-1', 'INC-2']);
    expect(new Set(keys()).size).toBe(2);
  });

  it('uses the key of the input instead, without sending it as a field', async () => {
    await runAction(action, { ...input, idempotencyKey: 'alert-7c1f' });

    expect(keys()).toEqual(['alert-7c1f']);
    expect(api.requests[0].body).toEqual(input);
  });

  it('writes nothing in a dry run and says what it would do', async () => {
    const { outputs, log } = await runAction(action, input, { dryRun: true });

    expect(api.requests).toEqual([]);
    expect(log).toEqual([
      'Dry run: would declare a public sev2 incident, without a lead, affecting component:default/checkout, and create its parent issue in Linear',
    ]);
    expect(outputs).toEqual({
      ref: 'DRYRUN-1',
      entityRef: 'incident:default/dryrun-1',
      url: 'https://backstage.example.com/catalog/default/incident/dryrun-1',
    });
  });

  it.each([
    [{ severity: 'sev1' }, 'title: is required unless'],
    [{ title: 'x', severity: 'sev1', lead: 'jane' }, 'lead: must be a full'],
    [
      { title: 'x', severity: 'sev1', startedAt: 'noon' },
      'startedAt: must be an ISO 8601 instant',
    ],
  ] as const)(
    'refuses %j in a dry run, as the API would',
    async (bad, words) => {
      await expect(runAction(action, bad, { dryRun: true })).rejects.toThrow(
        words,
      );
    },
  );

  it.each([
    [400, 'InputError', 'lead: there is no user user:default/nobody'],
    [403, 'NotAllowedError', 'You may not declare incidents'],
    [409, 'ConflictError', 'The key was used for another request'],
  ])('fails with the words of the API on %d', async (status, name, message) => {
    api.answer(() => refusal(status, name, message));

    await expect(runAction(action, input)).rejects.toMatchObject({
      name,
      message,
    });
  });

  it('says that retrying is safe when the API fails', async () => {
    api.answer(() => refusal(503, 'ServiceUnavailableError', 'Not now'));

    await expect(runAction(action, input)).rejects.toThrow(
      'Not now. Retrying the task is safe',
    );
  });

  it('says that the API could not be reached', async () => {
    const { discovery } = api;
    const baseUrl = await discovery.getBaseUrl('incidents');
    await api.close();
    const unreachable = createIncidentAction({
      config: new ConfigReader({ app: { baseUrl: 'http://localhost' } }),
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth(),
        discovery: {
          getBaseUrl: async () => baseUrl,
          getExternalBaseUrl: async () => baseUrl,
        },
      }),
      waitForEntity: async () => 'present',
    });

    await expect(runAction(unreachable, input)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        /could not be reached.*Retrying the task is safe/,
      ),
    });
    api = await IncidentsApiStub.start();
  });

  it('keeps the content of a private incident out of log, outputs and checkpoints', async () => {
    const secrets: Partial<Incident> = {
      title: 'Stolen signing key',
      summary: 'Somebody has it',
      severity: 'sev1',
      lead: 'user:default/sleuth',
      affects: ['component:default/vault'],
      participants: ['user:default/lawyer'],
    };
    api.answer(() => ({
      body: incidentFixture({ ...secrets, visibility: 'private' }),
    }));
    const state = new TaskState();
    const { title, lead, affects } = secrets;
    const content = { title, severity: 'sev1', lead, affects } as const;

    const run = await runAction(
      action,
      { ...content, visibility: 'private' },
      { state },
    );
    const dry = await runAction(
      action,
      { ...content, visibility: 'private' },
      { dryRun: true },
    );

    expect(run.log[0]).toContain(
      'Everyone who can read tasks can read their parameters',
    );
    expect(dry.log[1]).toContain('would declare a private incident');
    expect(JSON.stringify([run, dry, [...state.checkpoints]])).not.toMatch(
      /stolen|somebody|sev1|sleuth|vault|lawyer/i,
    );
  });

  it.each(examples)('example works: $description', async ({ example }) => {
    api.answer(({ body }) => {
      const { title = 'Private incident', ...incident } =
        createIncidentSchema.parse(body);
      return { body: incidentFixture({ ...incident, title }) };
    });

    for (const step of parse(example).steps) {
      expect(step.action).toBe(action.id);
      const { outputs } = await runAction(action, step.input);
      expect(outputs.ref).toBe('INC-42');
    }
  });
});
