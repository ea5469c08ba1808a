import { z } from 'zod';
import {
  failed,
  failure,
  found,
  missing,
  serve,
} from '../__testUtils__/scriptedLinear';
import { type ScriptedAnswer } from '../__testUtils__/startScriptedServer';
import { interactive, testGateway } from '../__testUtils__/testGateway';
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

  it('reports a new issue as created', async () => {
    const server = await serve(() => created);
    expect(
      await testGateway(server).createIssue(input, interactive),
    ).toMatchObject({
      outcome: 'created',
      issue: { id: ISSUE_ID },
    });
  });

  it('settles a conflict by reading the id', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? conflict : found(),
    );
    expect(
      await testGateway(server).createIssue(input, interactive),
    ).toMatchObject({
      outcome: 'existed',
      issue: { id: ISSUE_ID },
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ['a dropped connection', 'reset'],
    ['a proxy error', { status: 504, body: 'time-out' }],
    ['HTML', { body: '<html></html>' }],
    [
      'a response without the issue',
      {
        body: { data: { issueCreate: { success: true, issue: null } } },
      },
    ],
  ])('settles %s by reading the id', async (_, answer) => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? answer : found(),
    );
    expect(
      await testGateway(server).createIssue(input, interactive),
    ).toMatchObject({
      outcome: 'existed',
    });
  });

  it('fails with the original error when the read finds nothing', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue' ? 'reset' : missing,
    );
    expect(
      await failure(testGateway(server).createIssue(input, interactive)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('fails with the original error when the read fails too', async () => {
    const server = await serve(() => 'reset');
    expect(
      await failure(testGateway(server).createIssue(input, interactive)),
    ).toMatchObject({ kind: 'unavailable', operation: 'CreateIssue' });
  });

  it('settles a rejection that may be a conflict in other words by reading the id', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue'
        ? failed('Validation failed: not unique', { type: 'user error' }, 400)
        : found(),
    );
    expect(
      await testGateway(server).createIssue(input, interactive),
    ).toMatchObject({
      outcome: 'existed',
    });
  });

  it('fails with the rejection when the read finds nothing', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateIssue'
        ? failed('No', { type: 'user error' })
        : missing,
    );
    expect(
      await failure(testGateway(server).createIssue(input, interactive)),
    ).toMatchObject({ kind: 'rejected', operation: 'CreateIssue' });
  });

  it('does not read after a rejection that names a field', async () => {
    const server = await serve(() =>
      failed('title must be shorter than or equal to 255 characters', {
        type: 'invalid input',
      }),
    );
    expect(
      await failure(testGateway(server).createIssue(input, interactive)),
    ).toMatchObject({ kind: 'rejected', reason: 'invalid', field: 'title' });
    expect(server.requests).toHaveLength(1);
  });

  it('rejects a response that holds another issue', async () => {
    const server = await serve(() => ({
      body: {
        data: {
          issueCreate: { success: true, issue: wireIssue({ id: 'other' }) },
        },
      },
    }));
    expect(
      await failure(testGateway(server).createIssue(input, interactive)),
    ).toMatchObject({ kind: 'rejected', reason: 'notApplied' });
  });
});

describe('upsertAttachment', () => {
  const input = {
    id: ISSUE_ID,
    issueId: 'issue',
    url: 'https://backstage.example.com/incident',
    title: 'Incident INC-1',
  };
  const taken = failed('conflict on insert of Attachment', {
    type: 'invalid input',
  });
  const gone = failed('Entity not found: Attachment', {
    type: 'invalid input',
  });
  const attachment = (field: string, id: string) => ({
    body: { data: { [field]: { success: true, attachment: { id } } } },
  });

  it('returns the attachment that Linear has for the URL, whatever id was sent', async () => {
    const server = await serve(() => attachment('attachmentCreate', 'first'));
    expect(
      await testGateway(server).upsertAttachment(input, interactive),
    ).toEqual({
      id: 'first',
    });
  });

  it('updates the attachment that has the id', async () => {
    const server = await serve(({ operation }) =>
      operation === 'CreateAttachment'
        ? taken
        : attachment('attachmentUpdate', ISSUE_ID),
    );
    expect(
      await testGateway(server).upsertAttachment(input, interactive),
    ).toEqual({
      id: ISSUE_ID,
    });
  });

  it('creates the attachment under another id when the one that had the id was removed', async () => {
    const server = await serve(({ operation, variables }) => {
      if (operation === 'UpdateAttachment') {
        return gone;
      }
      const { id } = z.object({ id: z.string() }).parse(variables.input);
      return id === ISSUE_ID ? taken : attachment('attachmentCreate', id);
    });
    const { id } = await testGateway(server).upsertAttachment(
      input,
      interactive,
    );
    expect(id).not.toBe(ISSUE_ID);
    expect(server.requests).toHaveLength(3);
  });
});
