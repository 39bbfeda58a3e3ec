import { localTime, sayDate } from '../simulator/client/text/dates.ts';
import { type Paint, widthOf, wrap } from './paint.ts';

/** A line of the story: when, who, where, and what they wrote or did. */
export interface Row {
  at: number;
  who: string;
  place: string;
  lines: string[];
}

export interface TerminalOptions {
  write: (text: string) => void;
  paint: Paint;
  /** Columns; between 80 and 120 are used. */
  columns?: number;
  zone: string;
  /** Waits, ms. */
  wait: (ms: number) => Promise<void>;
  /** Times as fast as people read; 0: nobody reads along. */
  speed: number;
}

const WHO = 11;
const PLACE = 18;
const BEFORE_TEXT = 7 + WHO + 1 + PLACE + 1;
const FRAME = 9;
const HANGING = 4;
const LEAST_READING_MS = 70;
const LONGEST_READING_MS = 420;
const MS_PER_CHARACTER = 1.7;

/** Writes the story for a person who reads along, at the pace of reading. */
export class Terminal {
  readonly paint: Paint;
  readonly #given: TerminalOptions;
  readonly #width: number;
  #day = '';
  #readUntil = 0;

  constructor(given: TerminalOptions) {
    this.#given = given;
    this.paint = given.paint;
    this.#width = Math.min(Math.max(given.columns ?? 100, 80), 120);
  }

  async heading(title: string): Promise<void> {
    await this.#ready();
    this.#line(
      `\n${this.paint.bold(`── ${title} `)}${this.paint.dim('─'.repeat(Math.max(this.#width - widthOf(title) - 4, 3)))}`,
    );
    this.#read(LONGEST_READING_MS);
  }

  /** What somebody wrote or did; the time stands in front, and the day where it changes. */
  async row({ at, who, place, lines }: Row): Promise<void> {
    await this.#ready();
    const day = sayDate(at / 1000, '{date_long}', { zone: this.#given.zone, now: at });
    if (this.#day !== '' && day !== this.#day) this.#line(this.paint.dim(`       ${day}`));
    this.#day = day;
    const time = this.paint.dim(localTime(at, { zone: this.#given.zone, now: at }));
    const before = `${time}  ${padded(this.paint.name(who), WHO)} ${padded(this.paint.dim(place), PLACE)} `;
    this.#block(before, lines);
    this.#read(timeFor(lines));
  }

  /** What stands on the screen of whoever acted last: a form, or what changed in it. */
  async frame(lines: string[]): Promise<void> {
    await this.#ready();
    const width = this.#width - FRAME;
    for (const line of lines) {
      const [first = '', ...rest] = wrap(line, width);
      this.#framed(first);
      for (const more of rest.flatMap((each) => wrap(each, width - HANGING))) this.#framed(' '.repeat(HANGING) + more);
    }
    this.#read(timeFor(lines));
  }

  /** A word to the reader. */
  async note(text: string): Promise<void> {
    await this.#ready();
    for (const line of wrap(text, this.#width - 7)) this.#line(this.paint.dim(`       ${line}`));
    this.#read(timeFor([text]));
  }

  check(text: string): void {
    for (const [i, line] of wrap(text, this.#width - 9).entries()) {
      this.#line(`       ${i === 0 ? this.paint.good('✓') : ' '} ${line}`);
    }
  }

  #block(before: string, lines: string[]): void {
    const width = this.#width - BEFORE_TEXT;
    const rest = ' '.repeat(BEFORE_TEXT);
    const all = lines.flatMap((line) => wrap(line, width));
    for (const [i, line] of all.entries()) this.#line((i === 0 ? before : rest) + line);
  }

  #framed(text: string): void {
    this.#line(`${' '.repeat(FRAME - 2)}${this.paint.dim('│')} ${text}`);
  }

  #line(text: string): void {
    this.#given.write(`${text.trimEnd()}\n`);
  }

  /** Waits until the last lines can have been read; the work that was done since counts. */
  async #ready(): Promise<void> {
    const left = this.#readUntil - performance.now();
    if (left > 0) await this.#given.wait(left);
  }

  #read(ms: number): void {
    if (this.#given.speed > 0) this.#readUntil = performance.now() + ms / this.#given.speed;
  }
}

const timeFor = (lines: string[]): number =>
  Math.min(LEAST_READING_MS + MS_PER_CHARACTER * lines.join('').length, LONGEST_READING_MS);

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(width - widthOf(text), 0));
