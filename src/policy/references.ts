import type { Fault } from './fault.ts';

type Path = (string | number)[];

/**
 * Everything in a policy file that speaks of something the file does not have, and everything that is there twice. Works
 * on the plain value, so that it also finds these faults where others are.
 */
export function referenceFaults(file: unknown): Fault[] {
  const keysOf = (...pattern: string[]) => [...new Set(found(file, pattern).map(({ value }) => String(value)))];
  const calendars = keysOf('calendars', '@');
  const rotations = keysOf('rotations', '@');
  const priorities = keysOf('priorities', '*', 'key');
  const roles = keysOf('rotations', '*', 'role');

  return [
    ...LISTS.flatMap((list) => doubles(file, list)),
    ...unknown(file, 'calendar', calendars, ['tiers', '*', 'calendar']),
    ...unknown(file, 'calendar', calendars, ['tiers', '*', 'targets', '*', '*', 'calendar']),
    ...unknown(file, 'calendar', calendars, ['rotations', '*', 'calendar']),
    ...unknown(file, 'priority', priorities, ['tiers', '*', 'targets', '*', '@']),
    ...unknown(file, 'rotation', rotations, ['escalation', '*', 'notify', 'rotation']),
    ...unknown(file, 'rotation', rotations, ['rotations', '*', 'night']),
    ...unserved(file, roles, ['reminders', '*', '*', 'to', '*']),
    ...unserved(file, roles, ['breaches', '*', '*']),
    ...unserved(file, roles, ['may_change_priority', '*']),
    ...found(file, ['rotations', '*', 'night'])
      .filter(({ path, value }) => path[1] === value)
      .map(({ path }) => ({ path, message: 'a rotation cannot hand the night to itself — another rotation' })),
    ...unknownLayers(file),
  ];
}

const LISTS = ['priorities', 'request_types', 'environments', 'hold_reasons', 'escalation'];

/** Recipients that are served by a rotation with a role. */
const SERVED_BY: Readonly<Record<string, string>> = {
  on_shift: 'first_line',
  ops_duty: 'ops_duty',
  on_call: 'on_call',
  sre: 'sre',
};

function unknown(file: unknown, noun: string, known: string[], pattern: string[]): Fault[] {
  return found(file, pattern)
    .filter(({ value }) => typeof value === 'string' && !known.includes(value))
    .map(({ path, value }) => ({
      path,
      onKey: pattern.at(-1) === '@',
      message: `there is no ${noun} "${value}" — ${known.length > 0 ? `one of ${known.join(', ')}` : `add it first`}`,
    }));
}

/** Escalation levels that name a layer which their rotation does not have. */
function unknownLayers(file: unknown): Fault[] {
  return found(file, ['escalation', '*', 'notify']).flatMap(({ path, value }) => {
    const { rotation, layer } = (value ?? {}) as { rotation?: unknown; layer?: unknown };
    if (layer === undefined) return [];
    const layers = found(file, ['rotations', String(rotation), 'layers', '*']).map((each) => String(each.value));
    if (layers.includes(String(layer))) return [];
    const known = layers.length > 0 ? `one of ${layers.join(', ')}` : `name its layers first`;
    return [{ path: [...path, 'layer'], message: `"${rotation}" has no layer "${layer}" — ${known}` }];
  });
}

function unserved(file: unknown, roles: string[], pattern: string[]): Fault[] {
  return found(file, pattern).flatMap(({ path, value }) => {
    const role = SERVED_BY[String(value)];
    if (!role || roles.includes(role)) return [];
    return [{ path, message: `nobody serves as "${value}" — a rotation with role: ${role}, or another recipient` }];
  });
}

function doubles(file: unknown, list: string): Fault[] {
  const seen = new Set<unknown>();
  const faults: Fault[] = [];
  for (const { path, value } of found(file, [list, '*', 'key'])) {
    if (seen.has(value)) faults.push({ path, message: `the key "${value}" is there twice — a key of its own` });
    seen.add(value);
  }
  const defaults = found(file, [list, '*', 'default']).filter(({ value }) => value === true);
  return faults.concat(defaults.slice(1).map(({ path }) => ({ path, message: 'a second default — only one' })));
}

/** The places a pattern leads to: `*` is every entry, `@` every key of a map. */
function found(value: unknown, [step, ...rest]: string[], path: Path = []): { path: Path; value: unknown }[] {
  if (step === undefined) return value === undefined ? [] : [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  if (step === '@') return entries.map(([key]) => ({ path: [...path, key], value: key }));
  return entries
    .filter(([key]) => step === '*' || key === step)
    .flatMap(([key, inner]) => found(inner, rest, [...path, key]));
}
