/** Markup that is safe to put into a page. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | undefined | false | readonly Html[];

/** Text in the gaps is escaped, markup is not. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let text = strings[0];
  for (const [index, part] of parts.entries()) {
    text += rendered(part) + strings[index + 1];
  }
  return new Html(text);
}

function rendered(part: Part): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string' || typeof part === 'number') {
    return escape(String(part));
  }
  return part.map(item => item.text).join('');
}

function escape(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
