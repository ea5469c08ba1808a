import { Answer, errorAnswer } from '../../src/__testUtils__/handlers';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Shows what is there while nothing has been answered. */
export const never: Answer = () => new Promise<Response>(() => {});

/** Ways in which any call may fail, by what the reader sees. */
export const failures = {
  'Not found': errorAnswer(404, 'NotFoundError', 'No such incident'),
  Forbidden: errorAnswer(403, 'NotAllowedError', 'Unauthorized'),
  Unreachable: errorAnswer(
    503,
    'ServiceUnavailableError',
    'The backend is starting',
  ),
  Broken: errorAnswer(500, 'Error', 'The database does not answer'),
} satisfies Record<string, Answer>;
