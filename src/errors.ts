/** What kind of refusal it is; only `internal` is a bug and is logged as one. */
export type ErrorCode = 'invalid' | 'not_found' | 'forbidden' | 'conflict' | 'unavailable' | 'internal';

/** A refusal with one sentence for the person who can act on it. `field` names the form field it stands next to. */
export class DeskError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, message: string, options: { field?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DeskError';
    this.code = code;
    this.field = options.field;
  }
}

export const invalid = (message: string, field?: string) => new DeskError('invalid', message, field ? { field } : {});
export const notFound = (message: string) => new DeskError('not_found', message);
export const forbidden = (message: string) => new DeskError('forbidden', message);
export const conflict = (message: string) => new DeskError('conflict', message);
export const unavailable = (message: string, cause?: unknown) => new DeskError('unavailable', message, { cause });
export const internal = (message: string, cause?: unknown) => new DeskError('internal', message, { cause });
