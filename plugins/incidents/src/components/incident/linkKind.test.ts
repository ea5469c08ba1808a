import { linkKind } from './linkKind';

describe('linkKind', () => {
  it.each([
    ['https://acme.slack.com/archives/C1', 'chat'],
    ['https://chat.example.com/inc-42', 'chat'],
    ['https://teams.microsoft.com/l/channel', 'chat'],
    ['https://us02.zoom.us/j/1', 'call'],
    ['https://meet.google.com/abc', 'call'],
    ['https://github.com/acme/checkout/pull/1', 'code'],
    ['https://grafana.example.com/d/1', 'dashboard'],
    ['https://app.datadoghq.com/dashboard/1', 'dashboard'],
    ['https://docs.example.com/inc-42', 'document'],
    ['https://www.notion.so/acme/1', 'document'],
    ['https://example.com/docs', 'other'],
    ['not an address', 'other'],
  ])('takes %s for %s', (url, kind) => {
    expect(linkKind(url)).toBe(kind);
  });
});
