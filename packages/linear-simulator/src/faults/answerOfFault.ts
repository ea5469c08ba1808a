import { Answer, refusal } from '../http/answers';
import { rateLimited } from '../limits/RateLimits';
import { Fault } from './Fault';

/** The response of a fault instead of Linear's, if it has one. */
export function answerOfFault(
  fault: Fault | undefined,
  at: number,
): Answer | undefined {
  switch (fault?.kind) {
    case 'status': {
      const json = fault.contentType !== 'html';
      const text = json
        ? JSON.stringify({ error: 'injected' })
        : '<html><body><h1>Error</h1></body></html>';
      return {
        status: fault.status,
        contentType: json ? 'application/json' : 'text/html',
        body: fault.body ?? text,
        headers:
          fault.retryAfter === undefined
            ? {}
            : { 'retry-after': String(fault.retryAfter) },
      };
    }
    case 'html':
      return {
        status: fault.status ?? 200,
        contentType: 'text/html',
        body: '<html><body><h1>Welcome to the network</h1></body></html>',
        headers: {},
      };
    case 'rateLimited': {
      const reset = String(at + (fault.resetAfterMs ?? 60_000));
      const bucket = fault.bucket ?? 'requests';
      return refusal(rateLimited(`0 ${bucket}`), {
        date: new Date(at).toUTCString(),
        [`x-ratelimit-${bucket}-limit`]: '5000',
        [`x-ratelimit-${bucket}-remaining`]: '0',
        [`x-ratelimit-${bucket}-reset`]: reset,
      });
    }
    case 'error':
      return {
        status: fault.status ?? 200,
        contentType: 'application/json; charset=utf-8',
        body: JSON.stringify({
          data: null,
          errors: [
            {
              message: fault.message,
              extensions: {
                type: fault.type,
                code: fault.code,
                userPresentableMessage: fault.userPresentableMessage,
              },
            },
          ],
        }),
        headers: {},
      };
    default:
      return undefined;
  }
}
