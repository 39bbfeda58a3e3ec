import type {
  ArraySchema,
  Fault,
  NumberSchema,
  ObjectSchema,
  Schema,
  StringSchema,
  Surface,
  UnionSchema,
} from './schema.ts';

interface Findings {
  surface: Surface;
  /** What is wrong with single values. */
  shape: Fault[];
  /** What is wrong between values; told only when every single value is right. */
  rules: Fault[];
}

/** Compares a value with a schema; the faults carry Slack's texts. Shape comes first: rules between fields are judged on well-formed values only. */
export function check(schema: Schema, value: unknown, pointer: string, surface: Surface): Fault[] {
  const findings: Findings = { surface, shape: [], rules: [] };
  walk(schema, value, pointer, findings);
  return findings.shape.length > 0 ? findings.shape : findings.rules;
}

/** The number of Unicode code points, which is how Slack counts characters. */
export const characters = (text: string): number => [...text].length;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function walk(schema: Schema, value: unknown, pointer: string, findings: Findings): void {
  const fault = (message: string, at = pointer) => findings.shape.push({ message, pointer: at });
  switch (schema.kind) {
    case 'boolean':
      if (typeof value !== 'boolean') fault('must be a boolean');
      return;
    case 'string':
      for (const message of stringFaults(schema, value)) fault(message);
      return;
    case 'number':
    case 'integer':
      for (const message of numberFaults(schema, value)) fault(message);
      return;
    case 'array':
      walkArray(schema, value, pointer, findings);
      return;
    case 'object':
      walkObject(schema, value, pointer, findings);
      return;
    case 'union':
      walkUnion(schema, value, pointer, findings);
      return;
    case 'all': {
      const before = findings.shape.length;
      walk(schema.of, value, pointer, findings);
      if (findings.shape.length > before) {
        findings.shape.splice(before, 0, { message: 'failed to match all allowed schemas', pointer });
      }
      return;
    }
  }
}

function stringFaults(schema: StringSchema, value: unknown): string[] {
  if (typeof value !== 'string') return ['must provide a string'];
  if (schema.values && !schema.values.includes(value)) return ['must be a valid enum value'];
  const length = characters(value);
  if (schema.max !== undefined && length > schema.max) return [`must be less than ${schema.max + 1} characters`];
  if (schema.min !== undefined && length < schema.min) return [`must be more than ${schema.min - 1} characters`];
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
    return [`input must match regex pattern: ${schema.pattern}`];
  }
  if (schema.format && !formats[schema.format](value)) return [`input must be a valid: ${schema.format}`];
  return [];
}

const formats = {
  uri: (value: string) => URL.canParse(value),
  email: (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value),
};

function numberFaults(schema: NumberSchema, value: unknown): string[] {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return [schema.kind === 'integer' ? 'must provide an integer' : 'must provide a number'];
  }
  if (schema.kind === 'integer' && !Number.isInteger(value)) return ['must provide an integer'];
  if (schema.max !== undefined && value > schema.max) return [`must be less than ${schema.max}`];
  if (schema.min !== undefined && value < schema.min) return [`must be greater than ${schema.min}`];
  return [];
}

function walkArray(schema: ArraySchema, value: unknown, pointer: string, findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.shape.push({ message: 'must provide an array', pointer });
    return;
  }
  if (schema.max !== undefined && value.length > schema.max) {
    findings.shape.push({ message: `no more than ${schema.max} items allowed`, pointer });
  }
  if (schema.min !== undefined && value.length < schema.min) {
    findings.shape.push({ message: `must provide at least ${schema.min} items`, pointer });
  }
  if (schema.distinct && new Set(value.map((item) => JSON.stringify(item))).size < value.length) {
    findings.shape.push({ message: 'Input contains duplicate items', pointer });
  }
  for (const [index, item] of value.entries()) walk(schema.items, item, `${pointer}/${index}`, findings);
}

function walkObject(schema: ObjectSchema, value: unknown, pointer: string, findings: Findings): void {
  if (!isObject(value)) {
    findings.shape.push({ message: 'must provide an object', pointer });
    return;
  }
  const before = findings.shape.length;
  for (const name of Object.keys(schema.required)) {
    if (value[name] === undefined) findings.shape.push({ message: `missing required field: ${name}`, pointer });
  }
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue;
    const known = own(schema.required, name) ?? own(schema.optional, name);
    if (known) walk(known, field, `${pointer}/${escaped(name)}`, findings);
    else findings.shape.push({ message: `invalid additional property: ${name}`, pointer });
  }
  if (findings.shape.length > before) return;
  for (const rule of schema.rules) findings.rules.push(...rule(value, pointer));
}

function walkUnion(schema: UnionSchema, value: unknown, pointer: string, findings: Findings): void {
  if (!isObject(value)) {
    findings.shape.push({ message: 'must provide an object', pointer });
    return;
  }
  const { type } = value;
  if (type === undefined) {
    findings.shape.push({ message: 'missing required field: type', pointer });
  } else if (typeof type !== 'string') {
    findings.shape.push({ message: 'must provide a string', pointer: `${pointer}/type` });
  } else {
    const member = own(schema.of, type);
    if (member && (member.surfaces?.includes(findings.surface) ?? true)) walkObject(member, value, pointer, findings);
    else findings.shape.push({ message: `unsupported type: ${type}`, pointer: `${pointer}/type` });
  }
}

const own = <T>(record: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
