import { readFileSync, statSync } from 'node:fs';
import { type Document, type LineCounter, visit } from 'yaml';

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

/** What stands in a text file. Throws what `refuse` makes of the reason why it cannot be read. */
export function textOf(path: string, refuse: (why: string) => Error): string {
  const why = (cause: unknown): string => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    return code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(cause);
  };
  let bytes: Buffer;
  try {
    if (statSync(path).size > LARGEST) throw new RangeError('it is larger than 1 MB');
    bytes = readFileSync(path);
  } catch (cause) {
    throw refuse(cause instanceof RangeError ? cause.message : why(cause));
  }
  if (bytes.includes(0)) throw refuse('it is no text');
  return bytes.toString('utf8');
}

/** What keeps a text from being read as YAML at all; of very many faults the first. */
export function syntaxFaults(document: Document.Parsed, lines: LineCounter): Placed[] {
  const faults = document.errors.map(({ code, message, linePos }) => ({
    ...(linePos?.[0] ?? { line: 1, col: 1 }),
    message:
      code === 'MULTIPLE_DOCS'
        ? 'a second document begins here — one document in a file'
        : `${message.split(/ at line \d+/)[0]} — valid YAML`,
  }));
  visit(document, {
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

/** The library refuses to write out aliases of aliases of aliases. */
function isOfSize(document: Document.Parsed): boolean {
  try {
    document.toJS();
    return true;
  } catch {
    return false;
  }
}
