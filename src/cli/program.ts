import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError } from 'commander';
import { systemClock } from '../clock.ts';
import { environment, readSettings, type Where } from '../config.ts';
import { answers } from './batch.ts';
import { listCalendars, showCalendar } from './calendar.ts';
import { checkPolicy } from './check.ts';
import { doctor } from './doctor/doctor.ts';
import { explainTicket } from './explain.ts';
import { type CaseWords, explainCase } from './explain-case.ts';
import { listParked, retryParked } from './parked.ts';
import { exportFile, importFile } from './people.ts';
import { replayPolicy, type Which } from './replay.ts';
import { replayJson, replayLines } from './replay-report.ts';
import { asEnvFile, asMarkdown, asText, settingsList } from './settings.ts';
import { count } from './text.ts';
import { whoIsOnDuty } from './who.ts';

const EXAMPLES = `
Examples:
  firstline import people.yml      make customers, staff and rotations what the file says
  firstline check policies/my.yml  name every fault of a policy with its line
  firstline who --at 2026-12-24T20:00
  firstline explain 214            why is a ticket due when it is?
  firstline replay new.yml         what would a changed policy have made of the tickets?
  firstline doctor                 is everything as the desk needs it?

Settings come from the environment or from .env in this folder: see "firstline settings".
Exit codes: 0 fine, 1 refused or faults found, 2 wrong usage.`;

const BATCH = `
Questions, each with op (the documentation of policies explains their parts):
  due        calendar, start, target, pauses    {"due":"…Z"}
  elapsed    calendar, start, end, pauses       {"ms":5400000}
  who        rotation, overrides, at            {"user":"ana"} or {"user":null}
  shifts     rotation, overrides, range         {"shifts":[{"start":"…Z","end":"…Z","user":"ana"}]}
  handovers  rotation, at and count, or range   {"handovers":["…Z"]}
A line that can't be answered gives {"error":"…","line":N}, and the rest goes on.`;

const EXPLAIN = `
Examples:
  firstline explain 214
  firstline explain --policy policies/my.yml --tier premium --priority critical --start 2026-12-23T16:00
  firstline explain --tier premium --start 2026-12-23T16:00 --hold access:2026-12-24T10:00..2026-12-28T09:00

Instants are in the policy's time zone unless they name another.`;

const say = (lines: string | string[]): void => {
  for (const line of [lines].flat()) process.stdout.write(`${line}\n`);
};

/** Waits until a slow reader has taken what is written. A reader that went away is no fault of ours. */
function write(text: string): Promise<void> {
  return new Promise((done, failed) => {
    process.stdout.write(text, (error) => {
      if (!error) done();
      else if ('code' in error && error.code === 'EPIPE') process.exit();
      else failed(error);
    });
  });
}

const where = (): Where => readSettings(environment()).config;

/** Every command of `firstline` and its verb. Wrong usage throws commander's own error; the verbs throw `DeskError`. */
export function commandLine(): Command {
  const program = new Spoken('firstline')
    .description('Runs and looks after the support desk from a terminal.')
    .version(version())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('See "firstline --help".')
    .exitOverride();

  program
    .command('import')
    .description('make customers, channels, staff and rotation members what a YAML file says; also while the desk runs')
    .argument('<file>', 'a file like the one that "firstline export" writes; "demo/people.yml" is an example')
    .action(async (path: string) => {
      const { customers, staff, rotations } = await importFile(where(), path);
      const parts = { customer: customers, 'staff member': staff, rotation: rotations };
      const counted = Object.entries(parts).map(([noun, entries]) => count(Object.keys(entries).length, noun));
      say(`Imported ${path}: ${counted.join(', ')}.`);
    });

  program
    .command('export')
    .description('write customers, channels, staff and rotation members as a YAML file that can be imported')
    .argument('[file]', 'where to; standard output unless given')
    .action((path?: string) => exportFile(where(), path));

  program
    .command('check')
    .description('read a policy and name every fault with its line and what is expected there')
    .argument('[policy]', 'a policy file; FIRSTLINE_POLICY unless given')
    .action((path?: string) => say(checkPolicy(path ?? relative('', where().policyPath))));

  program
    .command('calendar')
    .description('calendars of the policy')
    .command('show')
    .description(
      'the week of a calendar, and what counts in the next twelve months: holidays, other hours, clock changes',
    )
    .argument('[name]', 'a calendar of the policy; the list of them unless given')
    .option('--policy <file>', 'a policy file; FIRSTLINE_POLICY unless given')
    .action((name: string | undefined, { policy = relative('', where().policyPath) }: { policy?: string }) =>
      say(name === undefined ? listCalendars(policy) : showCalendar(policy, name, systemClock())),
    );

  program
    .command('batch')
    .description('answer questions about working time and rotations: a JSON object per line in, one per line out')
    .option('--policy <file>', 'a policy whose calendars the questions may name')
    .action(async ({ policy }: { policy?: string }) => {
      for await (const answer of answers(createInterface({ input: process.stdin }), policy)) await write(`${answer}\n`);
    })
    .addHelpText('after', BATCH);

  program
    .command('who')
    .description('who is on in every rotation, until when, why, and who is next')
    .option(
      '--at <instant>',
      "an ISO-8601 instant, in the policy's time zone unless it names another; now unless given",
    )
    .action(async ({ at }: { at?: string }) => say(await whoIsOnDuty(where(), systemClock(), at)));

  const explain = program
    .command('explain')
    .description(
      'why the clocks of a ticket read as they do: the promise, what counted, what did not, and when it is due; or what a policy makes of an invented case',
    )
    .argument('[number]', 'of a ticket, 214 or SUP-214; left out for an invented case', ticketNumber)
    .option('--at <instant>', 'as it reads then; now unless given, and for an invented case when each promise is due')
    .option('--policy <file>', 'for an invented case, a policy file; FIRSTLINE_POLICY unless given')
    .option('--tier <key>', 'a tier of the policy')
    .option('--priority <key>', 'a priority; the default one unless given')
    .option('--type <key>', 'a request type; the default one unless given')
    .option('--start <instant>', 'when the customer writes; now unless given')
    .option('--hold <reason:from..to>', 'a wait, access:2026-12-24T10:00..2026-12-28T09:00; again for more', several)
    .option('--reply <instant>', 'when we answer; again for more', several)
    .option('--message <instant>', 'when the customer writes again; again for more', several)
    .option('--resolve <instant>', 'when it is resolved')
    .addHelpText('after', EXPLAIN);
  explain.action(async (id: number | undefined, { policy, at, ...words }: CaseWords & { policy?: string }) => {
    const isInvented = policy !== undefined || Object.keys(words).length > 0;
    if (id !== undefined && isInvented) {
      explain.error('error: A ticket has its own facts. Give its number alone, or leave it out to invent a case.');
    }
    if (id !== undefined) return say(await explainTicket(where(), systemClock(), id, at));
    if (!isInvented) explain.error('error: Give the number of a ticket, or invent a case with --tier and --start.');
    const case_ = { ...words, ...(at === undefined ? {} : { at }) };
    return say(explainCase(policy ?? relative('', where().policyPath), case_, systemClock()));
  });

  program
    .command('replay')
    .description(
      'what a changed policy would have made of the tickets there are: met and late, now and then; changes nothing, also while the desk runs',
    )
    .argument('<policy>', 'a policy file')
    .option('--since <instant>', 'only tickets that were written from then on')
    .option('--customer <key>', 'only tickets of this customer')
    .option('--all', 'lists without an end')
    .option('--json', 'everything as one JSON object')
    .action(async (path: string, { all = false, json, ...which }: Which & { all?: boolean; json?: boolean }) => {
      const report = await replayPolicy(where(), systemClock(), path, which, (line) =>
        process.stderr.write(`${line}\n`),
      );
      say(json ? replayJson(report, path) : replayLines(report, path, all));
    });

  program
    .command('doctor')
    .description('look at everything the desk needs, and say how to mend what is wrong; changes nothing')
    .action(async () => {
      if (!(await doctor(environment(), systemClock(), say))) process.exitCode = 1;
    });

  program
    .command('settings')
    .description('every setting with its default and what it is for')
    .option('--env', 'as a file to copy to .env')
    .option('--markdown', 'as the page docs/settings.md')
    .action(({ env, markdown }: { env?: boolean; markdown?: boolean }) => {
      const form = env ? asEnvFile : markdown ? asMarkdown : asText;
      process.stdout.write(form(settingsList()));
    });

  const parked = program.command('parked').description('what was put aside because it failed too often');
  parked
    .command('list', { isDefault: true })
    .description('events, timers and posts that were put aside, and why')
    .action(async () => {
      const lines = await listParked(where());
      say(lines.length > 0 ? lines : 'Nothing was put aside.');
    });
  parked
    .command('retry')
    .description('try all of them again, after the cause was mended; a running desk takes them up within seconds')
    .action(async () => say(await retryParked(where(), systemClock())));

  return program;
}

/** A command that says in words what it has no place for; so do all below it. */
class Spoken extends Command {
  override createCommand(name?: string): Command {
    return new Spoken(name);
  }

  override error(message: string, options?: Parameters<Command['error']>[1]): never {
    return super.error(options?.code === 'commander.excessArguments' ? this.#unplaced() : message, options);
  }

  #unplaced(): string {
    const given = this.args[this.registeredArguments.length];
    const group = this.parent?.parent ? this.parent : null;
    if (!group || this.registeredArguments.length > 0) {
      const path = group ? `${group.name()} ${this.name()}` : this.name();
      return `error: 'firstline ${path}' has no place for '${given}'.`;
    }
    const choices = group.commands.map((each) => each.name()).join(', ');
    return `error: there is no 'firstline ${group.name()} ${given}'. Choose one of: ${choices}.`;
  }
}

/** An option that may be given again. */
const several = (text: string, before: string[] = []): string[] => [...before, text];

function ticketNumber(text: string): number {
  const digits = /^(?:[a-z]+-)?(\d{1,15})$/i.exec(text)?.[1];
  if (digits) return Number(digits);
  throw new InvalidArgumentError('Write the number of a ticket, 214 or SUP-214.');
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
