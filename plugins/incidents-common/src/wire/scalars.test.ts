import fc from 'fast-check';
import { z } from 'zod';
import {
  dateSchema,
  entityRefSchema,
  incidentRefSchema,
  instantSchema,
  issueIdentifierSchema,
  line,
  teamKeySchema,
  text,
  webAddressSchema,
} from './scalars';

const CONTROL = ['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u009f'];

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success;
}

describe('line', () => {
  it('trims', () => {
    expect(line(5).parse('  hello ')).toBe('hello');
  });

  it.each([
    ['', 'must not be empty'],
    [' \t ', 'must not be empty'],
    ['123456', 'at most 5'],
    ['a\nb', 'one line'],
    ['a\tb', 'one line'],
    ['a\u2028b', 'one line'],
    ...CONTROL.map(character => [`a${character}b`, 'one line']),
  ])('rejects %j', (value, words) => {
    expect(() => line(5).parse(value)).toThrow(words);
  });

  it('accepts other scripts', () => {
    expect(line(20).parse('Störung 障害 🔥')).toBe('Störung 障害 🔥');
  });
});

describe('text', () => {
  it('keeps tabs and line breaks', () => {
    expect(text(20).parse('a\tb\r\nc\n')).toBe('a\tb\r\nc\n');
  });

  it.each(CONTROL)('rejects the control character %j', character => {
    expect(accepts(text(5), `a${character}b`)).toBe(false);
  });

  it('rejects more than its limit', () => {
    expect(accepts(text(5), '12345')).toBe(true);
    expect(accepts(text(5), '123456')).toBe(false);
  });
});

describe('entityRefSchema', () => {
  it('normalizes to lower case, as the catalog compares', () => {
    expect(entityRefSchema.parse(' User:Default/Jane.Doe ')).toBe(
      'user:default/jane.doe',
    );
  });

  it.each([
    'jane',
    'default/jane',
    'user:jane',
    'user:default/',
    ':default/jane',
    'user:default/jane/doe',
    'user:default/jane doe',
    'user:default/ja\u0000ne',
    'user:default/ja\u200bne',
    `user:default/${'x'.repeat(64)}`,
    '',
    7,
  ])('rejects %j', ref => {
    expect(accepts(entityRefSchema, ref)).toBe(false);
  });

  it('is idempotent', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
    fc.assert(
      fc.property(part, part, (namespace, name) => {
        const ref = entityRefSchema.parse(`Component:${namespace}/${name}`);
        expect(entityRefSchema.parse(ref)).toBe(ref);
      }),
    );
  });
});

describe('incidentRefSchema', () => {
  it.each([
    ['INC-42', 'INC-42'],
    [' inc-42 ', 'INC-42'],
    ['p1-1', 'P1-1'],
  ])('reads %j as %s', (value, ref) => {
    expect(incidentRefSchema.parse(value)).toBe(ref);
  });

  it.each(['INC', 'INC-0', 'INC-042', '42', 'INC-4.2', 'INC-42/x', 'INC--1'])(
    'rejects %j',
    value => {
      expect(() => incidentRefSchema.parse(value)).toThrow(
        'must look like INC-42',
      );
    },
  );
});

describe('issueIdentifierSchema', () => {
  it('accepts any letter case', () => {
    expect(issueIdentifierSchema.parse('pay-214')).toBe('PAY-214');
  });

  it.each(['PAY', '214', 'PAY-', 'PAY-2x'])('rejects %j', value => {
    expect(accepts(issueIdentifierSchema, value)).toBe(false);
  });
});

describe('instantSchema', () => {
  it.each([
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678+02:00', '2026-01-02T01:04:05.678Z'],
  ])('reads %s as the UTC instant %s', (value, instant) => {
    expect(instantSchema.parse(value)).toBe(instant);
  });

  it.each([
    '2026-01-02',
    '2026-01-02T03:04:05',
    '2026-02-30T00:00:00Z',
    '2026-01-02T24:00:01Z',
    '9999-12-31T23:59:59-14:00',
    '0000-01-01T00:00:00+14:00',
    'yesterday',
    1767323045000,
  ])('rejects %j', value => {
    expect(accepts(instantSchema, value)).toBe(false);
  });
});

describe('dateSchema', () => {
  it.each(['2026-02-28', '2028-02-29'])('accepts %s', value => {
    expect(dateSchema.parse(value)).toBe(value);
  });

  it.each(['2026-02-29', '28.02.2026', '2026-02-28T00:00:00Z', ''])(
    'rejects %j',
    value => {
      expect(accepts(dateSchema, value)).toBe(false);
    },
  );
});

describe('the pattern that JSON Schema shows', () => {
  it.each([
    ['entity refs', entityRefSchema, 'User:Default/Jané'],
    ['incident references', incidentRefSchema, 'INC-42'],
    ['issue identifiers', issueIdentifierSchema, 'PAY-214'],
    ['team keys', teamKeySchema, 'PAY'],
    ['web addresses', webAddressSchema, 'HTTPS://example.com/a'],
  ])(
    'of %s accepts what validation accepts, without flags',
    (_, schema, value) => {
      expect(accepts(schema, value)).toBe(true);
      const { pattern, allOf = [] } = z.toJSONSchema(schema, { io: 'input' });
      const patterns = [pattern, ...allOf.map(one => one.pattern)].filter(
        one => one !== undefined,
      );
      expect(patterns).not.toEqual([]);
      for (const one of patterns) {
        expect(value).toMatch(new RegExp(one, 'u'));
      }
    },
  );
});
