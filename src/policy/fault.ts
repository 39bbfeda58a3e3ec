import { isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml';
import type { z } from 'zod';

/** Something wrong in a file: where, and what — what is expected. */
export interface Fault {
  path: (string | number)[];
  message: string;
  /** Whether the last key of the path is what is wrong, not its value. */
  onKey?: boolean;
}

type Issue = z.core.$ZodIssue;

/** What a schema found, as faults. Of a choice between forms, the one that was meant speaks: the one that went deepest. */
export function schemaFaults(issues: readonly Issue[], file: unknown): Fault[] {
  return issues.flatMap((issue) => issueFaults(issue, [], file));
}

function issueFaults(issue: Issue, base: PropertyKey[], file: unknown): Fault[] {
  const path = [...base, ...issue.path].map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], message: issue.message, onKey: true }));
  }
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((errors) => errors.some((error) => error.path.length > 0 || isOurs(error)));
    if (meant) return meant.flatMap((inner) => issueFaults(inner, path, file));
  }
  const wrong = issue.code === 'invalid_key' ? path.at(-1) : valueAt(file, path);
  return [{ path, message: sentence(issue, path, wrong) }];
}

const isOurs = (issue: Issue): boolean => issue.message.includes(' — ');

function sentence(issue: Issue, path: Fault['path'], value: unknown): string {
  if (isOurs(issue)) return issue.message;
  if (value === undefined) return `"${path.at(-1)}" is missing — ${expected(issue)}`;
  return `${typeof value === 'object' ? 'this' : `"${value}"`} is not right — ${expected(issue)}`;
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  if (issue.code === 'invalid_type' && isUnsaid(issue)) return KINDS[issue.expected] ?? issue.expected;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  return issue.message;
}

/** Whether the schema has no words of its own for it. */
const isUnsaid = (issue: Issue): boolean => issue.message.startsWith('Invalid input');

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list like [one, another]',
  object: 'a map of keys and values',
  record: 'a map of keys and values',
};

function valueAt(value: unknown, path: Fault['path']): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null)?.[step], value);
}

/** Line and column (from 1) of what a fault is about, or of the nearest thing around it that exists. */
export function positionOf(root: Node | null, fault: Fault, lines: LineCounter): { line: number; col: number } {
  let offset = startOf(root) ?? 0;
  let node: unknown = root;
  for (const [i, step] of fault.path.entries()) {
    const pair = isMap(node) ? node.items.find((item) => keyOf(item) === String(step)) : undefined;
    const next = isSeq(node) ? node.items[Number(step)] : pair?.value;
    const keyWanted = fault.onKey && i === fault.path.length - 1;
    offset = (keyWanted ? undefined : startOf(next)) ?? startOf(pair?.key) ?? offset;
    node = next;
  }
  return lines.linePos(offset);
}

const keyOf = (pair: Pair): string => String(isScalar(pair.key) ? pair.key.value : pair.key);
const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];
