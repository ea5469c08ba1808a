import { type LinearRejection, linearError } from '../LinearError';
import { settleByReading } from './basics';

const operation = 'CreateIssue';

function rejected(reason: LinearRejection, field?: string): Error {
  return linearError({ kind: 'rejected', operation, reason, field });
}

describe('a failed create', () => {
  it.each<[string, Error]>([
    ['a conflict', rejected('conflict')],
    ['a rejection that names no field', rejected('invalid')],
    ['a rejection of the id', rejected('invalid', 'id')],
    ['a malformed response', linearError({ kind: 'malformed', operation })],
    ['no response', linearError({ kind: 'unavailable', operation })],
  ])('returns what a read finds after %s', async (_, failure) => {
    await expect(
      settleByReading(failure, async () => ({
        outcome: 'found',
        value: 'issue',
      })),
    ).resolves.toBe('issue');
  });

  it.each<[string, Error]>([
    ['a rejection of another field', rejected('invalid', 'title')],
    ['a change that was not applied', rejected('notApplied')],
    ['a missing entity', rejected('notFound')],
    [
      'a request that was never sent',
      linearError({ kind: 'unavailable', operation, circuitOpen: true }),
    ],
    ['something unknown', new Error('unknown')],
  ])('fails without a read after %s', async (_, failure) => {
    const read = jest.fn();
    await expect(settleByReading(failure, read)).rejects.toBe(failure);
    expect(read).not.toHaveBeenCalled();
  });

  it('fails with the original error when the read finds nothing, or fails itself', async () => {
    const failure = rejected('conflict');
    await expect(
      settleByReading(failure, async () => ({ outcome: 'absent' })),
    ).rejects.toBe(failure);
    await expect(
      settleByReading(failure, async () => {
        throw new Error('the read failed');
      }),
    ).rejects.toBe(failure);
  });
});
