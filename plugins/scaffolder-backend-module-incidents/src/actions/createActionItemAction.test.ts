import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  CreateActionItemInput,
  createActionItemSchema,
} from '@backstage-incidents/incidents-common';
import { HttpIncidentsService } from '@backstage-incidents/incidents-node';
import {
  actionItemFixture,
  IncidentsApiStub,
  refusal,
} from '@backstage-incidents/incidents-node/testUtils';
import { parse } from 'yaml';
import { z } from 'zod';
import { initiator, runAction, TaskState } from '../__testUtils__/runAction';
import { createActionItemAction } from './createActionItemAction';
import { examples } from './createActionItemAction.examples';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B
  ? 1
  : 2
  ? true
  : false;
type Flat<T> = { [K in keyof T]: T[K] };
type ActionInput = Parameters<
  ReturnType<typeof createActionItemAction>['handler']
>[0]['input'];

describe('incidents:actionItem:create', () => {
  let api: IncidentsApiStub;
  let action: ReturnType<typeof createActionItemAction>;

  beforeEach(async () => {
    api = await IncidentsApiStub.start();
    api.answer(() => ({ status: 201, body: actionItemFixture() }));
    action = createActionItemAction({
      incidents: HttpIncidentsService.create({
        auth: mockServices.auth({ pluginId: 'scaffolder' }),
        discovery: api.discovery,
      }),
    });
  });

  afterEach(() => api.close());

  const item = { title: 'Raise the limit', priority: 'high' } as const;
  const input: ActionInput = { ref: 'INC-42', ...item };

  it('has exactly the fields of the wire type and the reference, with the same types', () => {
    const equal: Equal<
      Flat<Omit<ActionInput, 'idempotencyKey'>>,
      Flat<CreateActionItemInput & { ref: string }>
    > = true;
    expect(equal).toBe(true);
  });

  it('shows every field of the wire type in its JSON Schema, and no other', () => {
    const wire = z.toJSONSchema(createActionItemSchema, {
      io: 'input',
      unrepresentable: 'any',
    });

    expect(Object.keys(action.schema?.input?.properties ?? {}).sort()).toEqual(
      [...Object.keys(wire.properties ?? {}), 'idempotencyKey', 'ref'].sort(),
    );
    expect(action.schema?.input).toMatchObject({
      required: ['title', 'ref'],
      additionalProperties: false,
    });
  });

  it('creates the action item on behalf of the user who started the task', async () => {
    const { outputs, log } = await runAction(action, input);

    expect(api.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/incidents/INC-42/action-items',
        body: item,
        headers: expect.objectContaining({
          authorization: mockCredentials.service.header({
            onBehalfOf: initiator,
            targetPluginId: 'incidents',
          }),
          'idempotency-key': expect.stringMatching(/^[0-9a-f]{64}$/),
        }),
      }),
    ]);
    expect(outputs).toEqual({
      identifier: 'PAY-215',
      url: 'https://linear.app/acme/issue/PAY-215',
    });
    expect(log).toEqual(['Created action item PAY-215']);
  });

  it('puts nothing of an item into its log but the identifier', async () => {
    const secret = {
      title: 'Revoke the stolen key',
      assignee: 'user:default/sleuth',
    };
    const { identifier, url } = actionItemFixture();
    api.answer(() => ({
      status: 201,
      body: actionItemFixture({ title: secret.title }),
    }));
    const state = new TaskState();

    const run = await runAction(
      action,
      { ref: 'INC-42', ...secret },
      { state },
    );

    expect(run.log).toEqual([`Created action item ${identifier}`]);
    expect([run.outputs, ...state.checkpoints.values()]).toEqual([
      { identifier, url },
      { identifier, url },
    ]);
  });

  it('creates one for each item of a step, and none twice when retried', async () => {
    const state = new TaskState();
    const inputs = ['Write the timeline', 'Hold the postmortem'].map(title => ({
      ref: 'INC-42',
      title,
    }));
    for (const each of [...inputs, ...inputs]) {
      await runAction(action, each, { state });
    }

    expect(api.requests.map(({ body }) => body)).toEqual(
      inputs.map(({ title }) => ({ title })),
    );
    expect(
      new Set(api.requests.map(({ headers }) => headers['idempotency-key']))
        .size,
    ).toBe(2);
  });

  it('uses the same key when the step is retried', async () => {
    api.answer(() => refusal(503, 'ServiceUnavailableError', 'Not now'));
    await expect(runAction(action, input)).rejects.toThrow(
      'Not now. Retrying the task is safe',
    );
    api.answer(() => ({ body: actionItemFixture() }));
    await runAction(action, input);

    const [first, second] = api.requests.map(
      ({ headers }) => headers['idempotency-key'],
    );
    expect(second).toBe(first);
  });

  it('fails with the message of the API while no parent issue is linked', async () => {
    api.answer(() =>
      refusal(409, 'ConflictError', 'INC-42 has no parent issue yet'),
    );

    await expect(runAction(action, input)).rejects.toMatchObject({
      name: 'ConflictError',
      message: 'INC-42 has no parent issue yet',
    });
  });

  it('writes nothing in a dry run and says what it would do', async () => {
    const { outputs, log } = await runAction(
      action,
      { ...input, ref: 'inc-42' },
      { dryRun: true },
    );

    expect(api.requests).toEqual([]);
    expect(log).toEqual([
      'Dry run: would create an action item of INC-42 in Linear, assigned to nobody',
    ]);
    expect(outputs).toEqual({ identifier: 'DRYRUN-1' });
  });

  it.each([
    [{ ...input, ref: '42' }, 'must look like INC-42'],
    [{ ...input, title: ' ' }, 'title: must not be empty'],
    [{ ...input, dueDate: 'tomorrow' }, 'dueDate: must be a date'],
  ])('refuses %j in a dry run, as the API would', async (bad, words) => {
    await expect(runAction(action, bad, { dryRun: true })).rejects.toThrow(
      words,
    );
  });

  it.each(examples)('example works: $description', async ({ example }) => {
    api.answer(({ body }) => {
      const { title } = createActionItemSchema.parse(body);
      return { body: actionItemFixture({ title }) };
    });

    for (const step of parse(example).steps) {
      expect(step.action).toBe(action.id);
      for (const value of step.each ?? ['']) {
        const { outputs } = await runAction(
          action,
          JSON.parse(
            JSON.stringify(step.input).replaceAll('${{ each.value }}', value),
          ),
        );
        expect(outputs.identifier).toBe('PAY-215');
      }
    }
  });
});
