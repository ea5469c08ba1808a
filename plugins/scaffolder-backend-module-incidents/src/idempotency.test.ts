import fc from 'fast-check';
import { idempotencyOf } from './idempotency';

const task = { id: 'task-1' };
const step = { id: 'declare' };

describe('idempotencyOf', () => {
  it('hashes task, step and input with SHA-256, and keeps the result under the same hash', () => {
    const { idempotencyKey, checkpointKey } = idempotencyOf({
      task,
      step,
      input: {},
    });

    expect(idempotencyKey).toMatch(/^[0-9a-f]{64}$/);
    expect(checkpointKey).toBe(`create.${idempotencyKey}`);
  });

  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), input => {
        const turned = JSON.parse(JSON.stringify(input), (_, value) =>
          typeof value === 'object' && value !== null && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).reverse())
            : value,
        );
        expect(idempotencyOf({ task, step, input: { ...turned } })).toEqual(
          idempotencyOf({
            task,
            step,
            input: JSON.parse(JSON.stringify(input)),
          }),
        );
      }),
    );
  });

  it('treats an absent and an undefined field alike', () => {
    expect(idempotencyOf({ task, step, input: { title: undefined } })).toEqual(
      idempotencyOf({ task, step, input: {} }),
    );
  });

  it.each([
    [{ task: { id: 'task-2' }, step, input: {} }],
    [{ task, step: { id: 'other' }, input: {} }],
    [{ task, step, input: { title: 'b' } }],
    [{ task, step, input: { affects: ['a', 'b'] } }],
    [{ task, step, input: { affects: ['b', 'a'] } }],
    [{ task, step, input: { affects: ['a,b'] } }],
  ])('differs for %j', other => {
    const all = [
      { task, step, input: {} },
      { task: { id: 'task-1declare' }, step: { id: '' }, input: {} },
      { task, step, input: { title: 'a' } },
      { task, step, input: { affects: [] } },
    ].map(idempotencyOf);

    expect(all).not.toContainEqual(idempotencyOf(other));
    expect(new Set(all.map(one => one.checkpointKey)).size).toBe(all.length);
  });

  it('uses a chosen key as it is, but does not keep two inputs under one checkpoint', () => {
    const first = idempotencyOf({
      task,
      step,
      input: { idempotencyKey: 'alert-1' },
    });
    const input: { idempotencyKey: string; title: string } = {
      idempotencyKey: 'alert-1',
      title: 'a',
    };
    const second = idempotencyOf({ task, step, input });

    expect(first.idempotencyKey).toBe('alert-1');
    expect(second.idempotencyKey).toBe('alert-1');
    expect(second.checkpointKey).not.toBe(first.checkpointKey);
  });

  it('rejects a chosen key that is not valid in a header', () => {
    expect(() =>
      idempotencyOf({ task, step, input: { idempotencyKey: 'two words' } }),
    ).toThrow('idempotencyKey: must have 1 to 255 visible ASCII characters');
  });
});
