import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFile, writeFile } from 'node:fs/promises';

/**
 * A table of a page under `docs/`, and the one that the code gives. The page has it
 * between `<!-- NAME -->` and `<!-- end -->`; with `WRITE_TABLES=1` it is written.
 */
export async function documentedTable(
  page: string,
  rows: readonly (readonly string[])[],
  name: string = 'operations',
): Promise<{ documented: string; generated: string }> {
  const [begin, end] = [`<!-- ${name} -->\n\n`, '\n\n<!-- end -->'];
  const file = resolvePackagePath(
    '@backstage-incidents/incidents-backend',
    '../../docs',
    page,
  );
  const text = await readFile(file, 'utf8');
  const [before, rest] = text.split(begin);
  const [found, after] = rest.split(end);
  const generated = toMarkdown(rows);
  if (process.env.WRITE_TABLES) {
    await writeFile(file, `${before}${begin}${generated}${end}${after}`);
  }
  return { documented: found, generated };
}

/** As prettier formats it; the first row is the head. */
function toMarkdown([head, ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map(row => row[column].length)),
  );
  const line = (row: readonly string[], filler = ' ') =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i], filler)).join(' | ')} |`;
  return [
    line(head),
    line(
      head.map(() => ''),
      '-',
    ),
    ...rows.map(row => line(row)),
  ].join('\n');
}
