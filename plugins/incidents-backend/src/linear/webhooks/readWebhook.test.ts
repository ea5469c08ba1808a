import { createHmac } from 'node:crypto';
import { readWebhook } from './readWebhook';

const now = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

function deliver(
  body: object | string,
  options: {
    secret?: string;
    secrets?: string[];
    signature?: string | undefined;
    tamper?: boolean;
  } = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signature = createHmac('sha256', options.secret ?? 'new')
    .update(text)
    .digest('hex');
  return readWebhook({
    rawBody: Buffer.from(options.tamper ? `${text} ` : text),
    signature: 'signature' in options ? options.signature : signature,
    secrets: options.secrets ?? ['old', 'new'],
    now,
    maxAgeMs: 7 * HOUR,
  });
}

const issueEvent = {
  type: 'Issue',
  action: 'update',
  webhookTimestamp: now,
  actor: { id: 'user-1', name: 'Ada' },
  data: { id: 'issue-1', parentId: 'parent-2', title: 'Secret plans' },
  updatedFrom: { parentId: 'parent-1' },
};

describe('readWebhook', () => {
  it('returns the ids of the issue and of its present and former parent, and nothing private', () => {
    const reading = deliver(issueEvent);
    expect(reading).toEqual({
      outcome: 'genuine',
      hint: {
        type: 'Issue',
        action: 'update',
        issueIds: ['issue-1'],
        parentIds: ['parent-2', 'parent-1'],
        actorId: 'user-1',
      },
    });
    expect(JSON.stringify(reading)).not.toContain('Secret plans');
  });

  it.each([
    [{ type: 'Comment', data: { id: 'c', issueId: 'issue-1' } }],
    [{ type: 'Attachment', data: { id: 'a', issue: { id: 'issue-1' } } }],
    [{ type: 'IssueSLA', issueData: { id: 'issue-1' } }],
    [{ type: 'Issue', webhookTimestamp: String(now), data: { id: 'issue-1' } }],
  ])('finds the issue of %j', event => {
    expect(
      deliver({ action: 'create', webhookTimestamp: now, ...event }),
    ).toMatchObject({ hint: { issueIds: ['issue-1'] } });
  });

  it('finds both issues of a relation, and a parent by reference', () => {
    expect(
      deliver({
        type: 'IssueRelation',
        action: 'create',
        webhookTimestamp: now,
        data: { id: 'r', issueId: 'issue-1', relatedIssueId: 'issue-2' },
      }),
    ).toMatchObject({ hint: { issueIds: ['issue-1', 'issue-2'] } });
    expect(
      deliver({
        type: 'Issue',
        action: 'update',
        webhookTimestamp: now,
        data: { id: 'issue-1', parent: { id: 'parent-1' } },
      }),
    ).toMatchObject({ hint: { parentIds: ['parent-1'] } });
  });

  it('finds no issue in an event of another type', () => {
    expect(
      deliver({
        type: 'Project',
        action: 'update',
        webhookTimestamp: now,
        actor: null,
        data: { id: 'project-1' },
      }),
    ).toMatchObject({ outcome: 'genuine', hint: { issueIds: [] } });
  });

  it.each(['old', 'new'])('accepts the %s secret while rotating', secret => {
    expect(deliver(issueEvent, { secret }).outcome).toBe('genuine');
  });

  it.each([
    ['another secret', { secret: 'other' }],
    ['a changed body', { tamper: true }],
    ['no signature', { signature: undefined }],
    ['an empty signature', { signature: '' }],
    ['a short signature', { signature: 'abcd' }],
    ['a signature of other characters', { signature: 'z'.repeat(64) }],
    ['no secret configured', { secrets: [] }],
    ['an empty secret', { secret: '', secrets: [''] }],
  ])('rejects %s', (_, options) => {
    expect(deliver(issueEvent, options)).toEqual({ outcome: 'badSignature' });
  });

  it.each([
    [0, 'genuine'],
    [7 * HOUR, 'genuine'],
    [7 * HOUR + 1, 'tooOld'],
    [-8 * HOUR, 'tooOld'],
  ])('classifies a delivery of an age of %d ms as %s', (age, outcome) => {
    expect(
      deliver({ ...issueEvent, webhookTimestamp: now - age }).outcome,
    ).toBe(outcome);
  });

  it.each(['', 'null', '[]', '{"type":"Issue"}', 'not json'])(
    'classifies "%s" as malformed',
    body => {
      expect(deliver(body)).toEqual({ outcome: 'malformed' });
    },
  );
});
