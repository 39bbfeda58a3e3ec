import { readPolicy } from '../policy/read.ts';
import { rotationQuestions } from '../rotations/batch.ts';
import { timeQuestions } from '../time/batch.ts';

/**
 * One answer for every line, in order and as soon as it is asked: a JSON object with `op` in, a JSON object out. A line that can't be
 * answered gives `{"error":"…","line":N}`, counted from 1, and the rest goes on. A policy lends its calendars by name.
 */
export async function* answers(
  lines: AsyncIterable<string> | Iterable<string>,
  policyPath?: string,
): AsyncGenerator<string> {
  const calendars = policyPath === undefined ? {} : readPolicy(policyPath).calendars;
  const ops = { ...timeQuestions(calendars), ...rotationQuestions() };
  let line = 0;
  for await (const text of lines) {
    line++;
    yield JSON.stringify(answer(ops, text, line));
  }
}

type Ops = Readonly<Record<string, (question: unknown) => object>>;

function answer(ops: Ops, text: string, line: number): object {
  const refuse = (error: string) => ({ error, line });
  let question: unknown;
  try {
    question = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refuse('This line is no JSON. Write one JSON object on each line.');
  }
  if (typeof question !== 'object' || question === null || Array.isArray(question)) {
    return refuse('This line is no JSON object. Write it like {"op":"due", …}.');
  }
  const { op } = question as { op?: unknown };
  const verb = typeof op === 'string' && Object.hasOwn(ops, op) ? ops[op] : undefined;
  if (!verb) return refuse(`The op is ${JSON.stringify(op) ?? 'missing'}. Use one of ${Object.keys(ops).join(', ')}.`);
  try {
    return verb(question);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
