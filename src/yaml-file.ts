import { readFileSync, statSync } from 'node:fs';
import { type Document, isScalar, type LineCounter, visit } from 'yaml';

/** A fault with its line and column, from 1. */
export interface Placed {
  line: number;
  col: number;
  message: string;
}

/** Many times what any of our files needs; reading more would only take long. */
const LARGEST = 1_000_000;
/** Faults of what is no YAML: beyond these it was never meant to be. */
const MOST_SYNTAX_FAULTS = 10;
/** Maps and lists in each other, several times as deep as any of our files goes. */
const MOST_LEVELS = 50;

const TOO_DEEP: Placed = {
  line: 1,
  col: 1,
  message: 'it is nested too deep to be read — a few maps and lists in each other',
};

/** What stands in a text file. Throws what `refuse` makes of the reason why it cannot be read, which ends with what to do. */
export function textOf(path: string, refuse: (why: string) => Error): string {
  try {
    if (statSync(path).size > LARGEST) {
      throw new Unreadable('it is larger than 1 MB, which no such file needs to be. Shorten it.');
    }
    const bytes = readFileSync(path);
    if (bytes.includes(0)) throw new Unreadable('it is no text. Save it as text (UTF-8).');
    return bytes.toString('utf8');
  } catch (cause) {
    throw refuse(cause instanceof Unreadable ? cause.message : whyOf(cause));
  }
}

class Unreadable extends Error {}

function whyOf(cause: unknown): string {
  switch (cause instanceof Error && 'code' in cause ? cause.code : null) {
    case 'ENOENT':
      return 'there is no such file. Name one that exists.';
    case 'EISDIR':
      return 'it is a folder. Name a file.';
    case 'EACCES':
      return 'this user may not. Give it the right to read the file.';
    default:
      return `${cause instanceof Error ? cause.message : cause}. Name another file.`;
  }
}

/** What keeps a text from being read as YAML at all; of very many faults the first. */
export function syntaxFaults(document: Document.Parsed, lines: LineCounter): Placed[] {
  if (isTooDeep(document)) return [TOO_DEEP];
  const faults = document.errors.map(({ code, message, linePos }) => ({
    ...(linePos?.[0] ?? { line: 1, col: 1 }),
    message:
      code === 'MULTIPLE_DOCS'
        ? 'a second document begins here — one document in a file'
        : `${message.split(/ at line \d+/)[0]} — valid YAML`,
  }));
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || !isOfEveryObject(key.value)) return;
      faults.push({ ...lines.linePos(key.range?.[0] ?? 0), message: `"${key.value}" can be no name — another name` });
    },
    Alias: (_, alias) => {
      if (alias.resolve(document)) return;
      const message = `nothing before it is called &${alias.source} — the name of something above`;
      faults.push({ ...lines.linePos(alias.range?.[0] ?? 0), message });
    },
  });
  if (faults.length === 0 && !isOfSize(document)) {
    faults.push({
      line: 1,
      col: 1,
      message: 'its aliases repeat each other without end — what they stand for, written out',
    });
  }
  return faults.slice(0, MOST_SYNTAX_FAULTS);
}

/** What a map that does not have it would be thought to have all the same, like `constructor`. */
const isOfEveryObject = (key: unknown): boolean => typeof key === 'string' && key in Object.prototype;

/** Before anything else walks through it. The reader itself ends at some depth, with an error of its own. */
function isTooDeep(document: Document.Parsed): boolean {
  let deepest = 0;
  visit(document, {
    Collection: (_, __, above) => {
      deepest = Math.max(deepest, above.length / 2);
      return deepest > MOST_LEVELS ? visit.BREAK : undefined;
    },
  });
  return deepest > MOST_LEVELS || document.errors.some(({ message }) => message.startsWith('Maximum call stack'));
}

/** The library refuses to write out aliases of aliases of aliases. */
function isOfSize(document: Document.Parsed): boolean {
  try {
    document.toJS();
    return true;
  } catch {
    return false;
  }
}
