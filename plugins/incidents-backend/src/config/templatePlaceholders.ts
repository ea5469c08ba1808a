/** What a description or comment template may refer to, as `{{name}}`. */
export const templatePlaceholders = [
  'ref',
  'title',
  'summary',
  'severity',
  'status',
  'url',
] as const;

export type TemplatePlaceholder = (typeof templatePlaceholders)[number];

/** Every `{{name}}` of a template; spaces inside the braces are allowed. */
export const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Names a template refers to that no template may. */
export function unknownPlaceholders(template: string): string[] {
  const known: readonly string[] = templatePlaceholders;
  return [...template.matchAll(PLACEHOLDER)]
    .map(match => match[1])
    .filter(name => !known.includes(name));
}
