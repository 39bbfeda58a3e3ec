import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { policyFile } from './schema.ts';

const jsonSchema = z.toJSONSchema(policyFile, { io: 'input' });

/** Every key that a form of the schema names, as paths with `*` for what people name themselves. */
function namedKeys(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, additionalProperties, items, anyOf = [] } = schema as Record<string, never>;
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [`${path}.${key}`, ...namedKeys(inner, `${path}.${key}`)]),
    ...namedKeys(additionalProperties, `${path}.*`),
    ...namedKeys(items, `${path}.*`),
    ...(anyOf as unknown[]).flatMap((one) => namedKeys(one, path)),
  ];
}

/** Whether a value has something at a path of {@link namedKeys}. */
function has(value: unknown, [step, ...rest]: string[]): boolean {
  if (step === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => (step === '*' || step === key) && has(inner, rest));
}

describe('the starter policy', () => {
  const text = readFileSync('policies/starter.yml', 'utf8');
  const starter: unknown = parse(text.replace(/# (holidays_\w+:|user_group:)/g, '$1'));

  it.each([...new Set(namedKeys(jsonSchema))])('shows how to write %s', (path) => {
    expect(has(starter, path.split('.').slice(1))).toBe(true);
  });
});

it('is what editors read as policy.schema.json beside the policies', () => {
  const beside: unknown = JSON.parse(readFileSync('policies/policy.schema.json', 'utf8'));
  expect(beside, 'write the schema of the code into the file').toEqual(jsonSchema);
});

/** Every key that a table of the documentation explains, as {@link namedKeys} writes it. */
function documentedKeys(text: string): string[] {
  const path = (words: string) => words.replace(/\b[A-Z]{2,}\b/g, '*').replaceAll('[]', '.*');
  return text.split(/^### /m).flatMap((section) => {
    if (!/^\| key \|/m.test(section)) return [];
    const [, area] = /^`(.+)`/.exec(section) ?? [];
    const rows = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key = '']) => `.${area ? `${area}.` : ''}${key}`);
    return [...(area ? [`.${area}`] : []), ...rows].map(path).filter((key) => !key.endsWith('*'));
  });
}

it('is documented key by key, and no key is documented that does not exist', () => {
  const documented = documentedKeys(readFileSync('docs/policies.md', 'utf8'));
  expect([...new Set(documented)].sort()).toEqual([...new Set(namedKeys(jsonSchema))].sort());
});
