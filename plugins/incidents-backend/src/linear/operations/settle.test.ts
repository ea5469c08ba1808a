import { type LinearRejection, linearError } from '../LinearError';
import { settleByReading } from './basics';

const operation = 'CreateIssue';

function rejected(reason: LinearRejection, field?: string): Error {
  return linearError({ kind: 'rejected', operation, reason, field });
}

describe('The failure of a create', () => {
  it.each<[string, Error]>([
    ['a conflict', rejected('conflict')],
    ['a refusal that names no field', rejected('invalid')],
    ['a refusal of the id', rejected('invalid', 'id')],
    ['a broken answer', linearError({ kind: 'malformed', operation })],
    ['no answer', linearError({ kind: 'unavailable', operation })],
  ])('is settled by what a read finds after %s', async (_, failure) => {
    await expect(
      settleByReading(failure, async () => ({
        outcome: 'found',
        value: 'issue',
      })),
    ).resolves.toBe('issue');
  });

  it.each<[string, Error]>([
    ['a refusal of another field', rejected('invalid', 'title')],
    ['a change that was not applied', rejected('notApplied')],
    ['a missing entity', rejected('notFound')],
    [
      'a request that was never sent',
      linearError({ kind: 'unavailable', operation, circuitOpen: true }),
    ],
    ['something unknown', new Error('unknown')],
  ])('stands without a read after %s', async (_, failure) => {
    const read = jest.fn();
    await expect(settleByReading(failure, read)).rejects.toBe(failure);
    expect(read).not.toHaveBeenCalled();
  });

  it('stands when the read finds nothing, or fails itself', async () => {
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
