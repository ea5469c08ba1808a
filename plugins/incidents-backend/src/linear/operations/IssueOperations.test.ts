import {
  failed,
  failure,
  found,
  missing,
  serve,
} from '../__testUtils__/scriptedLinear';
import { type ScriptedAnswer } from '../__testUtils__/startScriptedServer';
import { person, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

const ISSUE_ID = '6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01';

describe('createIssue', () => {
  const input = { id: ISSUE_ID, teamId: 'team-inc', title: 'Checkout is slow' };
  const created = {
    body: { data: { issueCreate: { success: true, issue: wireIssue() } } },
  };
  const conflict = failed('conflict on insert of Issue', {
    type: 'invalid input',
    code: 'INPUT_ERROR',
    userPresentableMessage: `Entity Issue with id ${ISSUE_ID} already exists.`,
  });

  it('says created', async () => {
    const server = await serve(() => created);
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'created',
      issue: { id: ISSUE_ID },
    });
  });

  it('settles a conflict by reading the id', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? conflict : found(),
    );
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'existed',
      issue: { id: ISSUE_ID },
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ['a dropped connection', 'reset'],
    ['a proxy error', { status: 504, body: 'time-out' }],
    ['HTML', { body: '<html></html>' }],
    [
      'an answer without the issue',
      {
        body: { data: { issueCreate: { success: true, issue: null } } },
      },
    ],
  ])('settles %s by reading the id', async (_, answer) => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? answer : found(),
    );
    expect(await testGateway(server).createIssue(input, person)).toMatchObject({
      outcome: 'existed',
    });
  });

  it('stays a failure where the read finds nothing', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? 'reset' : missing,
    );
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('stays a failure where the read fails too', async () => {
    const server = await serve(() => 'reset');
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('does not read after a refusal', async () => {
    const server = await serve(() =>
      failed('title too long', { type: 'invalid input' }),
    );
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'rejected', reason: 'invalid' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not take another issue for its own', async () => {
    const server = await serve(() => ({
      body: {
        data: {
          issueCreate: { success: true, issue: wireIssue({ id: 'other' }) },
        },
      },
    }));
    expect(
      await failure(testGateway(server).createIssue(input, person)),
    ).toMatchObject({ kind: 'rejected', reason: 'notApplied' });
  });
});
