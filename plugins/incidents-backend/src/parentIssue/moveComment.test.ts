import { decideMoveComment, MOVE_KINDS } from './moveComment';
import { MoveComment } from './ParentIssueRecord';

const intended = (kind: MoveComment['kind']): MoveComment => ({
  id: 'c1',
  kind,
});
const written = (
  kind: MoveComment['kind'],
  was: MoveComment['kind'],
  redacted = false,
): MoveComment => ({ id: 'c1', kind, written: { kind: was, redacted } });

describe('decideMoveComment', () => {
  it.each<[string, MoveComment | undefined, string, boolean, object]>([
    ['no move', undefined, 'completed', false, { action: 'none' }],
    [
      'a move that happened',
      intended('completed'),
      'completed',
      false,
      { action: 'create', kind: 'completed' },
    ],
    [
      'a move that did not happen',
      intended('completed'),
      'started',
      false,
      { action: 'none' },
    ],
    [
      'a reopening that happened',
      intended('reopened'),
      'backlog',
      false,
      { action: 'create', kind: 'reopened' },
    ],
    [
      'the same explained before',
      written('completed', 'completed'),
      'completed',
      false,
      { action: 'none' },
    ],
    [
      'the way back',
      written('reopened', 'completed'),
      'started',
      false,
      { action: 'edit', kind: 'reopened' },
    ],
    [
      'a way back that did not happen',
      written('reopened', 'completed'),
      'completed',
      false,
      { action: 'none' },
    ],
    [
      'an incident that turned private',
      written('completed', 'completed'),
      'completed',
      true,
      { action: 'edit', kind: 'completed' },
    ],
    [
      'an incident that turned private after a person reopened',
      written('completed', 'completed'),
      'started',
      true,
      { action: 'edit', kind: 'completed' },
    ],
    [
      'an incident that is public again',
      written('completed', 'completed', true),
      'completed',
      false,
      { action: 'edit', kind: 'completed' },
    ],
  ])('after %s', (_, comment, stateType, redacted, decision) => {
    expect(decideMoveComment({ comment, stateType, redacted })).toEqual(
      decision,
    );
  });
});

it('explains completing and reopening, not canceling', () => {
  expect(MOVE_KINDS).toEqual({ complete: 'completed', reopen: 'reopened' });
});
