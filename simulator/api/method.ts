import type { Sockets } from '../sockets.ts';
import type { Workspace } from '../workspace.ts';

export type Tier = 't1' | 't2' | 't3' | 't4' | 'special';

/** `json`: an object or array, in forms as JSON text. `list`: an array, in forms comma-separated or as JSON text. */
export type ArgumentType = 'string' | 'boolean' | 'integer' | 'json' | 'list';

export interface Call {
  ws: Workspace;
  sockets: Sockets;
  /** Read by the method's own argument table; absent ones are undefined. */
  args: Record<string, unknown>;
}

export type Answer = Record<string, unknown>;

export interface Method {
  tier: Tier;
  /** Which class of token; the bot's unless told. */
  token?: 'app' | 'none';
  /** Whether JSON bodies are read; otherwise their fields are not seen at all. */
  json: boolean;
  /** Scopes of which the call needs one; none when undefined. Told the call, because some depend on the channel. */
  scopes?: (call: Call) => string[][];
  /** All scopes that may be asked for, for the header. */
  accepts?: string[];
  /** Argument → type; a `!` at the end marks it as required. */
  args: Record<string, ArgumentType | `${ArgumentType}!`>;
  run(call: Call): Answer | Promise<Answer>;
}

export type MethodTable = Record<string, Method>;

/** An answer with `ok: false`. */
export class ApiError extends Error {
  readonly code: string;
  readonly more: Record<string, unknown>;

  constructor(code: string, more: Record<string, unknown> = {}) {
    super(code);
    this.name = 'ApiError';
    this.code = code;
    this.more = more;
  }
}

/** `invalid_arguments` with Slack's own message about one argument. */
export function badArgument(message: string, pointer?: string): ApiError {
  const at = pointer ? ` [json-pointer:${pointer}]` : '';
  return new ApiError('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${message}${at}`] } });
}

/** One scope that is always needed. */
export const needs = (scope: string) => ({ scopes: () => [[scope]], accepts: [scope] });

/** Throws Slack's error when the operation answered with its name. */
export function orRefuse<T>(result: T | string): T {
  if (typeof result === 'string') throw new ApiError(result);
  return result;
}
