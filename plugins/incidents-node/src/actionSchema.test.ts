import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import * as wire from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { z as zodV3 } from 'zod/v3';
import { actionSchema } from './actionSchema';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B
  ? 1
  : 2
  ? true
  : false;
type Inferred<S extends z.ZodObject> = zodV3.infer<
  ReturnType<ReturnType<typeof actionSchema<S>>>
>;

const wireSchemas = Object.entries(wire).flatMap(([name, schema]) =>
  schema instanceof z.ZodObject ? [{ name, schema }] : [],
);

/** The schema that the actions registry shows to agents. */
async function shown(schema: z.ZodObject): Promise<object> {
  const registry = actionsRegistryServiceMock();
  registry.register({
    name: 'test',
    title: 'Test',
    description: 'Test',
    schema: { input: actionSchema(schema), output: v3 => v3.object({}) },
    action: async () => ({ output: {} }),
  });
  const { actions } = await registry.list();
  return actions[0].schema.input;
}

/** Every path of a JSON Schema with its constraints, as lines. */
function demands(schema: object, path = ''): string[] {
  const lines: string[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const here = `${path} ${keyword}`;
    switch (keyword) {
      case 'properties':
        for (const [name, property] of Object.entries<object>(value)) {
          lines.push(...demands(property, `${path}.${name}`));
        }
        break;
      case 'items':
        lines.push(...demands(value, `${path}[]`));
        break;
      case 'anyOf':
      case 'oneOf':
        for (const one of value) {
          lines.push(...demands(one, `${path}|`));
        }
        break;
      case 'required':
        lines.push(`${here} ${[...value].sort().join()}`);
        break;
      case 'additionalProperties':
        // Unknown fields: zod v4 allows them by default, v3 removes them.
        if (typeof value === 'object') {
          lines.push(...demands(value, `${path}.*`));
        }
        break;
      case 'type':
        for (const one of [value].flat()) {
          lines.push(`${Array.isArray(value) ? `${path}|` : path} type ${one}`);
        }
        break;
      case 'enum':
      case 'const':
      case 'description':
      case 'minimum':
      case 'maximum':
      case 'maxLength':
      case 'maxItems':
        lines.push(`${here} ${[value].flat().join()}`);
        break;
      case '$schema':
      case 'default':
      case 'format':
      case 'minLength':
      case 'pattern':
      case 'propertyNames':
        break;
      default:
        throw new Error(`Unknown keyword ${keyword}`);
    }
  }
  return lines.sort();
}

describe('actionSchema', () => {
  it('infers the type of the wire schema', () => {
    const equal: [
      Equal<
        Inferred<typeof wire.createActionItemSchema>,
        wire.CreateActionItemInput
      >,
      Equal<Inferred<typeof wire.incidentSchema>, wire.Incident>,
      Equal<Inferred<typeof wire.actionItemsSchema>, wire.ActionItems>,
    ] = [true, true, true];
    expect(equal).not.toContain(false);
  });

  it.each(wireSchemas)(
    'shows agents every field, type, limit and description of $name',
    async ({ schema }) => {
      const wanted = demands(z.toJSONSchema(schema, { io: 'input' }));
      expect(wanted).not.toEqual([]);
      expect(demands(await shown(schema))).toEqual(wanted);
    },
  );

  it('rejects unknown fields where the wire schema does', () => {
    const strict = actionSchema(z.strictObject({ a: z.string() }))(zodV3);
    const open = actionSchema(z.object({ a: z.string() }))(zodV3);
    expect(strict.safeParse({ a: 'a', b: 'b' }).success).toBe(false);
    expect(open.parse({ a: 'a', b: 'b' })).toEqual({ a: 'a' });
  });

  it('leaves text that the API trims to the API', () => {
    const schema = z.strictObject({ ref: wire.incidentRefSchema });
    expect(actionSchema(schema)(zodV3).parse({ ref: ' inc-42 ' })).toEqual({
      ref: ' inc-42 ',
    });
  });

  it.each([
    ['any value', z.object({ a: z.unknown() })],
    ['allOf', z.object({ a: z.intersection(z.string(), z.string()) })],
    ['prefixItems', z.object({ a: z.tuple([z.string()]) })],
    ['additional properties', z.looseObject({ a: z.string() })],
    ['exclusiveMinimum', z.object({ a: z.number().gt(0) })],
    ['minItems', z.object({ a: z.array(z.string()).min(1) })],
  ])('throws at once for %s, which it cannot convert', (words, schema) => {
    expect(() => actionSchema(schema)).toThrow(words);
  });
});
