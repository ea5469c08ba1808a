/** The slug that Linear makes of a title in a URL. */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
}

/** Linear stores markdown in its own spelling: `* ` for bullets, bare links in angle brackets. Code stays as it is. */
export function normalizeMarkdown(text: string): string {
  let fenced = false;
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const normalized = lines.map(line => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      return line;
    }
    return fenced ? line : normalizeLine(line);
  });
  return normalized.join('\n').trim();
}

function normalizeLine(line: string): string {
  const bulleted = line.replace(/^(\s*)[-+] (?=\S)/, '$1* ');
  return bulleted
    .replace(
      /(^|\s)(https?:\/\/[^\s<>()]+[^\s<>().,;:!?])(?=$|[\s.,;:!?])/g,
      '$1<$2>',
    )
    .trimEnd();
}

export const uuidPattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const uuidV4Pattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
