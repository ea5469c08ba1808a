import { Fault } from './Fault';

/** The response's text after a fault has damaged it. */
export function spoilAnswer(fault: Fault | undefined, text: string): string {
  switch (fault?.kind) {
    case 'malformed':
      return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
    case 'truncatedPage': {
      const answer: unknown = JSON.parse(text);
      truncatePages(answer, fault.mode ?? 'dropCursor');
      return JSON.stringify(answer);
    }
    case 'partialData': {
      const answer: unknown = JSON.parse(text);
      return JSON.stringify({
        ...(isObject(answer) ? answer : {}),
        errors: [
          {
            message: 'Internal server error',
            path: firstPath(answer),
            extensions: {
              type: 'internal error',
              code: 'INTERNAL_SERVER_ERROR',
              statusCode: 500,
              userError: false,
            },
          },
        ],
      });
    }
    default:
      return text;
  }
}

function truncatePages(value: unknown, mode: 'dropCursor' | 'cutNodes'): void {
  if (Array.isArray(value)) {
    for (const item of value) truncatePages(item, mode);
    return;
  }
  if (!isObject(value)) return;
  if (mode === 'dropCursor' && isObject(value.pageInfo)) {
    value.pageInfo.hasNextPage = true;
    value.pageInfo.endCursor = null;
  }
  if (mode === 'cutNodes' && Array.isArray(value.nodes)) {
    value.nodes = value.nodes.slice(0, Math.floor(value.nodes.length / 2));
  }
  for (const item of Object.values(value)) truncatePages(item, mode);
}

function firstPath(answer: unknown): string[] {
  const data = isObject(answer) ? answer.data : undefined;
  return isObject(data) ? Object.keys(data).slice(0, 1) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
