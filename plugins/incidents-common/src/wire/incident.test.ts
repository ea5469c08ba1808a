import { z } from 'zod';
import {
  createIncidentSchema,
  incidentLinkSchema,
  incidentSchema,
  listIncidentsSchema,
  updateIncidentSchema,
} from './incident';

/** `field: message` of every error. */
function faults(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );
}

const minimal = { title: 'Checkout answers with errors', severity: 'sev2' };

describe('createIncidentSchema', () => {
  it('requires only a title and a severity', () => {
    expect(createIncidentSchema.parse(minimal)).toEqual(minimal);
  });

  it('normalizes equivalent entity refs and instants', () => {
    expect(
      createIncidentSchema.parse({
        ...minimal,
        title: '  Checkout ',
        lead: 'User:Default/Jane',
        participants: ['GROUP:default/SRE'],
        affects: ['Component:default/Checkout'],
        startedAt: '2026-01-02T03:04:05+01:00',
      }),
    ).toEqual({
      title: 'Checkout',
      severity: 'sev2',
      lead: 'user:default/jane',
      participants: ['group:default/sre'],
      affects: ['component:default/checkout'],
      startedAt: '2026-01-02T02:04:05.000Z',
    });
  });

  it('requires a title for a public incident, not for a private one', () => {
    const { title: _, ...untitled } = minimal;

    expect(
      faults(createIncidentSchema, { ...untitled, visibility: 'private' }),
    ).toEqual([]);
    for (const visibility of ['public', undefined]) {
      expect(faults(createIncidentSchema, { ...untitled, visibility })).toEqual(
        ['title: is required unless the incident is private'],
      );
    }
  });

  const many = (count: number, value: unknown) =>
    Array.from({ length: count }, () => value);
  const link = { title: 'Chat', url: 'https://chat.example.com/x' };

  it('accepts everything at its limit', () => {
    expect(
      faults(createIncidentSchema, {
        ...minimal,
        title: 'x'.repeat(200),
        summary: 'x'.repeat(10_000),
        labels: many(20, 'x'.repeat(50)),
        participants: many(100, 'user:default/jane'),
        affects: many(100, 'component:default/checkout'),
        links: many(20, link),
      }),
    ).toEqual([]);
  });

  it.each([
    ['title', 'x'.repeat(201)],
    ['title', 'x'.repeat(300)],
    ['title', ''],
    ['title', 'a\u0000b'],
    ['title', 'a\nb'],
    ['title', null],
    ['summary', 'x'.repeat(10_001)],
    ['summary', 'a\u0000b'],
    ['severity', 'sev6'],
    ['severity', undefined],
    ['status', 'open'],
    ['visibility', 'secret'],
    ['lead', 'jane'],
    ['lead', null],
    ['participants', many(101, 'user:default/jane')],
    ['participants', 'user:default/jane'],
    ['affects', many(101, 'component:default/checkout')],
    ['affects', ['checkout']],
    ['labels', many(21, 'x')],
    ['labels', ['x'.repeat(51)]],
    ['labels', ['']],
    ['links', many(21, link)],
    ['links', [{ ...link, icon: 'chat' }]],
    ['startedAt', 'noon'],
  ])('names the field %s when it is refused', (field, value) => {
    const found = faults(createIncidentSchema, { ...minimal, [field]: value });

    expect(found).not.toEqual([]);
    for (const fault of found) {
      expect(fault.startsWith(field)).toBe(true);
    }
  });

  it('names an unknown field', () => {
    expect(
      faults(createIncidentSchema, { ...minimal, priority: 'high' }),
    ).toEqual([expect.stringContaining('"priority"')]);
  });

  it('never includes the input in an error, so that errors can be logged', () => {
    const secret = 'Stolen signing key';
    expect(
      JSON.stringify(
        faults(createIncidentSchema, {
          title: `${secret}\u0000`,
          summary: `${secret}\u0000`,
          severity: secret,
          lead: secret,
          labels: [`${secret}\n`],
          links: [{ title: secret, url: secret }],
        }),
      ),
    ).not.toContain(secret);
  });
});

describe('incidentLinkSchema', () => {
  it.each([
    'https://chat.example.com/room?x=1#y',
    'http://wiki.internal/page',
    'https://[::1]:8080/',
  ])('accepts %s', url => {
    expect(incidentLinkSchema.parse({ title: 'Link', url }).url).toBe(url);
  });

  it.each([
    'ftp://example.com/x',
    'data:text/html,x',
    'java\nscript:x',
    '//example.com',
    'example.com',
    'https://',
    'https:example.com',
    'https://example.com/a b',
    'https://example.com/a\u0000b',
    `https://example.com/${'x'.repeat(2_000)}`,
    '',
  ])('refuses %j', url => {
    const found = faults(incidentLinkSchema, { title: 'Link', url });

    expect(found).not.toEqual([]);
    for (const fault of found) {
      expect(fault).toMatch(/^url: must /);
    }
  });
});

describe('a URL broken over lines', () => {
  it('is joined, as browsers do', () => {
    expect(
      incidentLinkSchema.parse({ title: 'Link', url: 'https://exa\nmple.com/' })
        .url,
    ).toBe('https://example.com/');
  });
});

describe('updateIncidentSchema', () => {
  it('distinguishes clearing from leaving unchanged', () => {
    const patch = updateIncidentSchema.parse({
      expectedVersion: 3,
      lead: null,
      summary: null,
      closedAt: null,
    });

    expect(patch).toEqual({
      expectedVersion: 3,
      lead: null,
      summary: null,
      closedAt: null,
    });
    expect('title' in patch).toBe(false);
  });

  it.each([
    [{}, 'expectedVersion'],
    [{ expectedVersion: 0 }, 'expectedVersion'],
    [{ expectedVersion: '1' }, 'expectedVersion'],
    [{ expectedVersion: 1, title: null }, 'title'],
    [{ expectedVersion: 1, severity: null }, 'severity'],
    [{ expectedVersion: 1, affects: null }, 'affects'],
    [{ expectedVersion: 1, ref: 'INC-1' }, '"ref"'],
  ])('refuses %j and names %s', (patch, field) => {
    expect(faults(updateIncidentSchema, patch)).toEqual([
      expect.stringContaining(field),
    ]);
  });
});

describe('listIncidentsSchema', () => {
  it('has a default order and page size', () => {
    expect(listIncidentsSchema.parse({})).toEqual({
      orderBy: '-createdAt',
      limit: 50,
    });
  });

  it('parses the values of a query string', () => {
    expect(
      listIncidentsSchema.parse({
        status: 'active',
        severity: ['sev1', 'sev2'],
        lead: 'User:default/Jane',
        overdue: 'false',
        limit: '200',
        orderBy: '-severity',
      }),
    ).toEqual({
      status: ['active'],
      severity: ['sev1', 'sev2'],
      lead: ['user:default/jane'],
      overdue: false,
      limit: 200,
      orderBy: '-severity',
    });
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '201' }, 'limit'],
    [{ limit: 'all' }, 'limit'],
    [{ limit: '1.5' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ status: ['active', 'open'] }, 'status.1'],
    [{ overdue: 'yes' }, 'overdue'],
    [{ orderBy: 'title' }, 'orderBy'],
    [{ q: ['a', 'b'] }, 'q'],
    [{ page: '2' }, '"page"'],
  ])('refuses %j and names %s', (query, field) => {
    expect(faults(listIncidentsSchema, query)).toEqual([
      expect.stringContaining(field),
    ]);
  });
});

describe('incidentSchema', () => {
  it('ignores fields of a newer server', () => {
    const incident = {
      ref: 'INC-42',
      entityRef: 'incident:default/inc-42',
      version: 1,
      title: 'Checkout answers with errors',
      severity: 'sev2',
      status: 'active',
      visibility: 'public',
      participants: [],
      affects: [],
      labels: [],
      links: [],
      startedAt: '2026-01-02T03:04:05.000Z',
      createdAt: '2026-01-02T03:04:05.000Z',
      updatedAt: '2026-01-02T03:04:05.000Z',
      parentIssue: { status: 'pending' },
      progress: {
        total: 0,
        todo: 0,
        inProgress: 0,
        done: 0,
        canceled: 0,
        overdue: 0,
      },
    };

    expect(incidentSchema.parse({ ...incident, novel: true })).toEqual(
      incident,
    );
  });
});
