export type Surface = 'message' | 'modal' | 'home';
export type JsonObject = Record<string, unknown>;

/** One thing Slack objects to, in its own words, and where (a JSON pointer). */
export interface Fault {
  message: string;
  pointer: string;
}

/** A condition between the fields of one object; asked only when every field is right by itself. */
export type Rule = (object: JsonObject, pointer: string) => Fault[];
export type Fields = Record<string, Schema>;

export interface StringSchema {
  kind: 'string';
  /** Lengths count Unicode code points. */
  min?: number;
  max?: number;
  values?: readonly string[];
  pattern?: string;
  format?: 'uri' | 'email';
}

export interface NumberSchema {
  kind: 'number' | 'integer';
  min?: number;
  max?: number;
}

export interface ArraySchema {
  kind: 'array';
  items: Schema;
  min?: number;
  max?: number;
  distinct?: boolean;
}

export interface ObjectSchema {
  kind: 'object';
  required: Fields;
  optional: Fields;
  rules: readonly Rule[];
  /** Where it may appear; everywhere when absent. */
  surfaces?: readonly Surface[];
}

/** One of several objects told apart by their `type`. */
export interface UnionSchema {
  kind: 'union';
  of: Record<string, ObjectSchema>;
}

/** What Slack wraps in `failed to match all allowed schemas` when the inner part fails. */
export interface AllSchema {
  kind: 'all';
  of: Schema;
}

export type Schema =
  | StringSchema
  | NumberSchema
  | { kind: 'boolean' }
  | ArraySchema
  | ObjectSchema
  | UnionSchema
  | AllSchema;

export const boolean: Schema = { kind: 'boolean' };
export const string = (limits: Omit<StringSchema, 'kind'> = {}): Schema => ({ kind: 'string', ...limits });
export const oneOf = (...values: string[]): Schema => ({ kind: 'string', values });
export const integer = (min?: number, max?: number): Schema => ({
  kind: 'integer',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const number: Schema = { kind: 'number' };
export const list = (items: Schema, min?: number, max?: number): ArraySchema => ({
  kind: 'array',
  items,
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const distinct = (items: Schema, min: number): Schema => ({ ...list(items, min), distinct: true });
export const object = (required: Fields, optional: Fields = {}, rules: readonly Rule[] = []): ObjectSchema => ({
  kind: 'object',
  required,
  optional,
  rules,
});
export const all = (of: Schema): Schema => ({ kind: 'all', of });
export const union = (of: Record<string, ObjectSchema>): Schema => ({ kind: 'union', of });

/** The same object, allowed on these surfaces only. */
export const only = (surfaces: readonly Surface[], schema: ObjectSchema): ObjectSchema => ({ ...schema, surfaces });

/** Narrows a record of schemas to some of its names. */
export const pick = (from: Record<string, ObjectSchema>, ...names: string[]): Record<string, ObjectSchema> =>
  Object.fromEntries(
    names.map((name) => {
      const schema = from[name];
      if (!schema) throw new Error(`No schema is called ${name}.`);
      return [name, schema];
    }),
  );
