import { actionItem, states } from '../__testUtils__/fixtures';
import { ActionItemEdit, applyEdit } from './applyEdit';

const item = actionItem({
  identifier: 'PAY-1',
  title: 'One',
  assignee: { name: 'Ada Olsen', userRef: 'user:default/ada.olsen' },
  dueAt: '2024-01-03T00:00:00.000Z',
  overdue: true,
});

describe('applyEdit', () => {
  const edits: Array<[ActionItemEdit, object]> = [
    [
      { kind: 'state', to: 'Done', state: states.done },
      { state: states.done, status: 'done' },
    ],
    [
      { kind: 'state', to: 'Typed by hand' },
      { state: states.todo, status: 'todo' },
    ],
    [{ kind: 'priority', priority: 'high' }, { priority: 'high' }],
    [
      { kind: 'assignee', assignee: 'user:default/sam.weber', name: 'Sam' },
      { assignee: { name: 'Sam', userRef: 'user:default/sam.weber' } },
    ],
    [{ kind: 'assignee', assignee: null, name: '' }, { assignee: undefined }],
    [
      { kind: 'dueDate', dueDate: null },
      { dueAt: undefined, overdue: false },
    ],
    [
      { kind: 'dueDate', dueDate: '2024-05-06' },
      { dueAt: new Date(2024, 4, 7).toISOString(), overdue: true },
    ],
    [{ kind: 'dueDate', dueDate: '2924-05-06' }, { overdue: false }],
  ];

  it.each(edits)('shows %j before the response', (edit, shown) => {
    expect(applyEdit(item, edit)).toMatchObject(shown);
  });
});
