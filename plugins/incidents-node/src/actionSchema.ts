import { z } from 'zod';
import type { z as zodV3 } from 'zod/v3';

/** The `z` that the actions registry and the scaffolder pass to their schema callbacks. */
type ZodV3 = typeof zodV3;
type Build = (v3: ZodV3) => zodV3.ZodType;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A schema whose inferred type is that of the wire schema. @public */
export type ActionObject<T> = zodV3.ZodObject<{
  [K in keyof T]-?: zodV3.ZodType<T[K]>;
}>;

/**
 * Converts a wire schema for an action of the registry or the scaffolder. They
 * read only schemas made with the zod v3 that they provide, not those of zod v4.
 * Types, enums, upper limits and descriptions are converted. Formats, patterns
 * and lower limits are not: the API checks them after it has trimmed the text,
 * and its error names the field.
 *
 * @throws Error at once when the schema contains something that it cannot convert
 * @public
 */
export function actionSchema<S extends z.ZodObject>(
  schema: S,
): (v3: ZodV3) => ActionObject<z.input<S>> {
  const build = convert(z.toJSONSchema(schema, { io: 'input' }));
  // The compiler cannot see that both come from one schema; a test compares them.
  return v3 => build(v3) as unknown as ActionObject<z.input<S>>;
}

function convert(schema: JsonSchema): Build {
  const { $schema: _, description, default: __, ...rest } = schema;
  const build = convertUndescribed(rest);
  return description === undefined
    ? build
    : v3 => build(v3).describe(description);
}

function convertUndescribed(schema: JsonSchema): Build {
  const { type } = schema;
  // A discriminated union is a `oneOf`.
  const options = schema.anyOf ?? schema.oneOf;
  if (options) {
    expectOnly(schema, ['anyOf', 'oneOf']);
    const [first, second, ...others] = options.map(convert);
    if (!first || !second) {
      throw cannotConvert('a union of fewer than two');
    }
    return v3 =>
      v3.union([first(v3), second(v3), ...others.map(build => build(v3))]);
  }
  if (Array.isArray(type)) {
    const [only, ...more] = type.filter(one => one !== 'null');
    if (!only || more.length > 0 || !type.includes('null')) {
      throw cannotConvert(`type ${type.join(', ')}`);
    }
    const build = convertUndescribed({ ...schema, type: only });
    return v3 => build(v3).nullable();
  }
  switch (type) {
    case 'string':
      return convertString(schema);
    case 'integer':
    case 'number':
      return convertNumber(schema);
    case 'boolean':
      expectOnly(schema, ['type']);
      return v3 => v3.boolean();
    case 'null':
      expectOnly(schema, ['type']);
      return v3 => v3.null();
    case 'array':
      return convertArray(schema);
    case 'object':
      return convertObject(schema);
    default:
      throw cannotConvert(
        type ?? (Object.keys(schema).join(', ') || 'any value'),
      );
  }
}

function convertString(schema: JsonSchema): Build {
  if (schema.const !== undefined) {
    expectOnly(schema, ['type', 'const']);
    const value = String(schema.const);
    return v3 => v3.literal(value);
  }
  if (schema.enum) {
    expectOnly(schema, ['type', 'enum']);
    const [first, ...others] = schema.enum.map(String);
    return v3 => v3.enum([first, ...others]);
  }
  // `allOf` contains further patterns.
  expectOnly(schema, [
    'type',
    'maxLength',
    'minLength',
    'pattern',
    'format',
    'allOf',
  ]);
  const { maxLength } = schema;
  return v3 =>
    maxLength === undefined ? v3.string() : v3.string().max(maxLength);
}

function convertNumber(schema: JsonSchema): Build {
  expectOnly(schema, ['type', 'minimum', 'maximum']);
  const { type, minimum, maximum } = schema;
  return v3 => {
    let number = v3.number();
    if (type === 'integer') number = number.int();
    if (minimum !== undefined) number = number.min(minimum);
    if (maximum !== undefined) number = number.max(maximum);
    return number;
  };
}

function convertArray(schema: JsonSchema): Build {
  expectOnly(schema, ['type', 'items', 'maxItems']);
  const { items, maxItems } = schema;
  const item = convert(toSchema(items));
  return v3 => {
    const array = v3.array(item(v3));
    return maxItems === undefined ? array : array.max(maxItems);
  };
}

function convertObject(schema: JsonSchema): Build {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties) {
    // The keys of a record are text in every JSON object.
    expectOnly(schema, ['type', 'additionalProperties', 'propertyNames']);
    const value = convert(toSchema(additionalProperties));
    return v3 => v3.record(value(v3));
  }
  expectOnly(schema, [
    'type',
    'properties',
    'required',
    'additionalProperties',
  ]);
  const isStrict = additionalProperties === false;
  if (additionalProperties !== undefined && !isStrict) {
    throw cannotConvert('additional properties beside named ones');
  }
  const fields = Object.entries(properties).map(([name, property]) => {
    const build = convert(toSchema(property));
    const isRequired = required.includes(name);
    return { name, build, isRequired };
  });
  return v3 => {
    const object = v3.object(
      Object.fromEntries(
        fields.map(({ name, build, isRequired }) => [
          name,
          isRequired ? build(v3) : build(v3).optional(),
        ]),
      ),
    );
    return isStrict ? object.strict() : object;
  };
}

function toSchema(
  schema:
    | z.core.JSONSchema._JSONSchema
    | z.core.JSONSchema._JSONSchema[]
    | undefined,
): JsonSchema {
  if (typeof schema !== 'object' || Array.isArray(schema)) {
    throw cannotConvert('any value');
  }
  return schema;
}

/** An unknown keyword would otherwise be dropped silently. */
function expectOnly(schema: JsonSchema, keywords: readonly string[]): void {
  const unknown = Object.keys(schema).filter(key => !keywords.includes(key));
  if (unknown.length > 0) {
    throw cannotConvert(unknown.join(', '));
  }
}

function cannotConvert(what: string): Error {
  return new Error(`Cannot make an action schema with ${what}`);
}
