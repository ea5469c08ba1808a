import type { Page } from '../wire/connection';
import { readPages } from './readPages';

/** Reads a list from its beginning to its end: however few rows a page holds, only Linear says that there are no more. */
export async function readAll<T>(
  operation: string,
  read: (after?: string) => Promise<Page<T>>,
): Promise<T[]> {
  const first = await read();
  const more = await readPages(operation, first.next, read);
  return [...first.nodes, ...more.nodes];
}
