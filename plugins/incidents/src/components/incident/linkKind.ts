/** The kind of page behind a link, guessed from its URL. */
export type LinkKind =
  | 'chat'
  | 'call'
  | 'code'
  | 'dashboard'
  | 'document'
  | 'other';

const KINDS: ReadonlyArray<[LinkKind, RegExp]> = [
  ['chat', /(^|\.)(slack|discord|mattermost|chat|zulip|webex)\b|(^|\.)teams\./],
  ['call', /(^|\.)(zoom|meet|whereby|call)\b/],
  ['code', /(^|\.)(github|gitlab|bitbucket|gerrit|git)\b/],
  [
    'dashboard',
    /(^|\.)(grafana|datadoghq|kibana|newrelic|honeycomb|sentry|prometheus|dashboards?|metrics|status)\b/,
  ],
  [
    'document',
    /(^|\.)(docs?|notion|confluence|wiki|drive|sharepoint|hackmd)\b/,
  ],
];

/** Guesses from the host's name; only an icon depends on it. */
export function linkKind(url: string): LinkKind {
  let host: string;
  try {
    host = new URL(url).hostname;
  } catch {
    return 'other';
  }
  return KINDS.find(([, pattern]) => pattern.test(host))?.[0] ?? 'other';
}
