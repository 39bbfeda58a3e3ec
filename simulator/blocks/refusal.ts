import type { Fault } from './schema.ts';

/** What a refused Web API call answers beside `ok: false`. */
export interface Refusal {
  error: string;
  errors?: string[];
  response_metadata?: { messages: string[] };
}

const located = (fault: Fault): string => `${fault.message} [json-pointer:${fault.pointer}]`;

/** `chat.*` list the faults twice: bare and as messages. */
export const refusedWithErrors = (error: string, faults: readonly Fault[]): Refusal => ({
  error,
  errors: faults.map(located),
  response_metadata: { messages: faults.map((fault) => `[ERROR] ${located(fault)}`) },
});

/** `views.*` list the faults as messages only. */
export const refusedArguments = (faults: readonly Fault[]): Refusal => ({
  error: 'invalid_arguments',
  response_metadata: { messages: faults.map((fault) => `[ERROR] ${located(fault)}`) },
});
