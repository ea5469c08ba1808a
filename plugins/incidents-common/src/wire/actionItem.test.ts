import {
  createActionItemSchema,
  transitionActionItemSchema,
  updateActionItemSchema,
} from './actionItem';

describe('createActionItemSchema', () => {
  it('requires only a title and normalizes the assignee', () => {
    expect(createActionItemSchema.parse({ title: ' Fix ' })).toEqual({
      title: 'Fix',
    });
    expect(
      createActionItemSchema.parse({
        title: 'Fix',
        assignee: 'User:default/Jane',
        dueDate: '2026-02-01',
        priority: 'urgent',
      }),
    ).toEqual({
      title: 'Fix',
      assignee: 'user:default/jane',
      dueDate: '2026-02-01',
      priority: 'urgent',
    });
  });

  it.each([
    [{}],
    [{ title: '' }],
    [{ title: 'x'.repeat(201) }],
    [{ title: 'a\u0007b' }],
    [{ title: 'Fix', description: 'x'.repeat(10_001) }],
    [{ title: 'Fix', priority: 'P1' }],
    [{ title: 'Fix', dueDate: '2026-02-30' }],
    [{ title: 'Fix', state: 'Todo' }],
  ])('refuses %j', body => {
    expect(createActionItemSchema.safeParse(body).success).toBe(false);
  });
});

describe('updateActionItemSchema', () => {
  it('distinguishes clearing from leaving unchanged', () => {
    expect(
      updateActionItemSchema.parse({ assignee: null, dueDate: null }),
    ).toEqual({ assignee: null, dueDate: null });
    expect(updateActionItemSchema.parse({})).toEqual({});
  });

  it.each([[{ priority: null }], [{ title: '' }], [{ expectedUpdatedAt: 1 }]])(
    'refuses %j',
    body => {
      expect(updateActionItemSchema.safeParse(body).success).toBe(false);
    },
  );
});

describe('transitionActionItemSchema', () => {
  it.each([[{}], [{ to: '' }], [{ to: 'x'.repeat(101) }], [{ to: 1 }]])(
    'refuses %j',
    body => {
      expect(transitionActionItemSchema.safeParse(body).success).toBe(false);
    },
  );
});
