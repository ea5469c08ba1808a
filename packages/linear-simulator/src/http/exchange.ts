import { IncomingMessage, ServerResponse } from 'node:http';

/** The largest body read. */
const maxBodyBytes = 5 * 1024 * 1024;

export class BodyTooLarge extends Error {}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += buffer.length;
    if (bytes > maxBodyBytes) throw new BodyTooLarge('The body is too large');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function send(
  response: ServerResponse,
  answer: {
    status: number;
    contentType: string;
    body: string;
    headers?: Record<string, string>;
  },
): void {
  response.writeHead(answer.status, {
    'content-type': answer.contentType,
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
  response.end(answer.body);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers?: Record<string, string>,
): void {
  send(response, {
    status,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
    headers,
  });
}
