import { ApiError, type ArgumentType, badArgument, type Method } from './method.ts';

/** Reads the arguments a method knows; throws `invalid_arguments` with Slack's text. Others are ignored. */
export function readArguments(method: Method, raw: Record<string, unknown>): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [name, declared] of Object.entries(method.args)) {
    const value = raw[name];
    if (value === undefined || value === null) {
      if (declared.endsWith('!')) throw badArgument(`missing required field: ${name}`);
      continue;
    }
    args[name] = read(name, declared.replace('!', '') as ArgumentType, value);
  }
  return args;
}

function read(name: string, type: ArgumentType, value: unknown): unknown {
  switch (type) {
    case 'string':
      if (typeof value === 'string') return value;
      throw badArgument('must provide a string', `/${name}`);
    case 'boolean':
      if (value === true || value === 'true' || value === '1' || value === 1) return true;
      if (value === false || value === 'false' || value === '0' || value === 0 || value === '') return false;
      throw badArgument('must be a boolean', `/${name}`);
    case 'integer': {
      const number = typeof value === 'string' && value !== '' ? Number(value) : value;
      if (Number.isInteger(number)) return number;
      throw badArgument('must provide an integer', `/${name}`);
    }
    case 'json':
      return typeof value === 'string' ? parsed(value) : value;
    case 'list': {
      const list = typeof value === 'string' && value.startsWith('[') ? parsed(value) : value;
      if (Array.isArray(list)) return list;
      if (typeof list === 'string') return list.split(',').map((item) => item.trim());
      throw badArgument('must provide an array', `/${name}`);
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A page of a list and the cursor of the next one. */
export function page<T>(
  items: readonly T[],
  args: Record<string, unknown>,
  limits: { standard: number; most: number },
) {
  const limit = args.limit === undefined || args.limit === 0 ? limits.standard : Number(args.limit);
  if (limit < 1) throw new ApiError('invalid_limit');
  const from = args.cursor ? offsetOf(String(args.cursor)) : 0;
  const to = from + Math.min(limit, limits.most);
  const more = to < items.length;
  return { items: items.slice(from, to), more, cursor: more ? cursorOf(to) : '' };
}

const cursorOf = (offset: number) => Buffer.from(`next:${offset}`).toString('base64');

function offsetOf(cursor: string): number {
  const [, offset] = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (offset === undefined) throw new ApiError('invalid_cursor');
  return Number(offset);
}
