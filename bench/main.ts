import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, percentile, table } from './figures.ts';
import { handovers } from './handover.ts';
import { intake } from './intake.ts';
import { idleMemory } from './memory.ts';
import { changePolicy } from './policy.ts';
import { lateness } from './timers.ts';

const AIM = {
  intakeRatio: 0.5,
  latenessMs: 2_000,
  idleMb: 150,
  timePerSecond: 1e6,
  coldMs: 60,
  clocksPerSecond: 20_000,
  whoPerSecond: 200_000,
  yearMs: 20,
  recomputeSeconds: 60,
  clickMs: 100,
  handoverMs: 200,
};

const out = (text = ''): void => void process.stdout.write(`${text}\n`);

/** One line an aim: whether it was reached, and by what. */
const verdict = (reached: boolean, said: string): void => out(`${reached ? '✔ reached' : '✘ missed '}  ${said}`);

async function measureIntake(): Promise<void> {
  const loads = await intake();
  out('Tickets a second: an event kept, worked off, and all that follows committed, against bare better-sqlite3');
  out(
    table([
      ['events come', 'ours/s', 'bare/s', 'ratio', 'of rounds', 'commits', 'rows', 'row writes', 'bytes'],
      ...loads.map((load) => [
        load.shape,
        median(load.ours).toFixed(0),
        median(load.bare).toFixed(0),
        median(load.ratios).toFixed(2),
        `${Math.min(...load.ratios).toFixed(2)}–${Math.max(...load.ratios).toFixed(2)}`,
        load.commits.toFixed(2),
        load.rows.toFixed(0),
        load.rowWrites.toFixed(0),
        load.bytes.toFixed(0),
      ]),
    ]),
  );
  for (const load of loads) {
    const ratio = median(load.ratios);
    verdict(ratio >= AIM.intakeRatio, `intake, ${load.shape}: ${ratio.toFixed(2)} of bare (aim ${AIM.intakeRatio})`);
  }
}

async function measureTimers(): Promise<void> {
  const { ours, bare } = await lateness();
  const figures = (late: number[]) => [50, 99, 100].map((percent) => `${percentile(late, percent)} ms`);
  out(`Lateness of ${ours.length} timers due within one second, ours writing a row each, against bare BullMQ`);
  out(
    table([
      ['', 'p50', 'p99', 'max'],
      ['ours', ...figures(ours)],
      ['bare BullMQ', ...figures(bare)],
    ]),
  );
  const p99 = percentile(ours, 99);
  const ratio = (p99 / percentile(bare, 99)).toFixed(1);
  verdict(p99 < AIM.latenessMs, `lateness p99: ${p99} ms, ${ratio} times bare (aim under ${AIM.latenessMs} ms)`);
}

async function measureMemory(): Promise<void> {
  const { desk, redis } = await idleMemory();
  out('Resident memory after ten idle seconds');
  out(
    table([
      ['desk', `${desk.toFixed(0)} MB`],
      ['private Redis', `${redis.toFixed(0)} MB`],
    ]),
  );
  verdict(desk < AIM.idleMb, `idle memory: ${desk.toFixed(0)} MB (aim under ${AIM.idleMb} MB)`);
}

async function measureTime(): Promise<void> {
  const { clockReadings, coldQueries, speeds } = await import('./working-time.ts');
  const cold = coldQueries();
  const all = speeds();
  const [ours] = all as [(typeof all)[0]];
  out('Working time, answers a second on a warm calendar, and how many of 1000 answers are the same as ours');
  out(
    table([
      ['', 'due/s', 'elapsed/s', 'ours is faster by', 'same due', 'same elapsed'],
      ...all.map((who) => [
        who.name,
        who.duePerSecond.toFixed(0),
        who.elapsedPerSecond.toFixed(0),
        `${(ours.duePerSecond / who.duePerSecond).toFixed(0)} / ${(ours.elapsedPerSecond / who.elapsedPerSecond).toFixed(0)}`,
        `${who.sameDue.toFixed(0)} %`,
        `${who.sameElapsed.toFixed(0)} %`,
      ]),
    ]),
  );
  const slowest = Math.min(ours.duePerSecond, ours.elapsedPerSecond);
  verdict(slowest >= AIM.timePerSecond, `due and elapsed: ${slowest.toFixed(0)} a second (aim ${AIM.timePerSecond})`);
  const { first, another } = cold;
  verdict(
    first < AIM.coldMs,
    `first query of a cold calendar: ${first.toFixed(0)} ms, the next calendar's ${another.toFixed(0)} ms (aim ${AIM.coldMs} ms)`,
  );
  const readings = clockReadings();
  verdict(
    readings >= AIM.clocksPerSecond,
    `all clocks of a ticket with 200 entries: ${readings.toFixed(0)} a second (aim ${AIM.clocksPerSecond})`,
  );
}

async function measurePolicy(): Promise<void> {
  const { tickets, ms, cpuMs, clicks, quietClicks, longestBlockMs, wrong } = await changePolicy();
  const figures = (waited: number[]) => [50, 99, 100].map((percent) => `${percentile(waited, percent).toFixed(1)} ms`);
  out(
    `A holiday more in a calendar under ${tickets} open tickets, and how long clicks wait for their commit meanwhile`,
  );
  out(
    table([
      ['', 'p50', 'p99', 'max'],
      [`${quietClicks.length} clicks before`, ...figures(quietClicks)],
      [`${clicks.length} clicks meanwhile`, ...figures(clicks)],
    ]),
  );
  const seconds = ms / 1000;
  verdict(
    seconds < AIM.recomputeSeconds && wrong === 0,
    `recomputed in ${seconds.toFixed(1)} s, ${(tickets / seconds).toFixed(0)} a second, with ${(cpuMs / 1000).toFixed(1)} s of computing, ${wrong} wrong (aim under ${AIM.recomputeSeconds} s)`,
  );
  const longest = percentile(clicks, 100);
  verdict(
    longest < AIM.clickMs,
    `longest wait of a click: ${longest.toFixed(0)} ms, the event loop was blocked for at most ${longestBlockMs.toFixed(0)} ms (aim under ${AIM.clickMs} ms)`,
  );
}

async function measureHandover(): Promise<void> {
  const { openTickets, build, accept } = await handovers();
  const figures = (ms: number[]) => [50, 100].map((percent) => `${percentile(ms, percent).toFixed(0)} ms`);
  out(`A handover of ${openTickets} open tickets, from what is open to the committed message`);
  out(
    table([
      ['', 'median', 'slowest'],
      ['built', ...figures(build)],
      ['accepted', ...figures(accept)],
    ]),
  );
  const typical = median(build);
  verdict(typical < AIM.handoverMs, `handover built: ${typical.toFixed(0)} ms (aim under ${AIM.handoverMs} ms)`);
}

async function measureRotations(): Promise<void> {
  const { rotationSpeeds } = await import('./rotations.ts');
  const { whoPerSecond, barePerSecond, firstMs, yearMs, bareYearMs } = rotationSpeeds();
  out('Who is on, in 50 rotations with 200 overrides each, and the shifts of a year');
  out(
    table([
      ['', 'ours', 'bare'],
      ['who is on, a second', whoPerSecond.toFixed(0), `${barePerSecond.toFixed(0)} (binary search)`],
      ['first answer, ms', `${firstMs.median.toFixed(1)}, at most ${firstMs.worst.toFixed(1)}`, ''],
      [
        'a year of shifts, ms',
        `${yearMs.median.toFixed(1)}, at most ${yearMs.worst.toFixed(1)}`,
        `${bareYearMs.toFixed(1)} (luxon steps)`,
      ],
    ]),
  );
  verdict(
    whoPerSecond >= AIM.whoPerSecond,
    `who is on: ${whoPerSecond.toFixed(0)} a second, ${(whoPerSecond / barePerSecond).toFixed(2)} of bare (aim ${AIM.whoPerSecond})`,
  );
  verdict(
    yearMs.median < AIM.yearMs,
    `a year of shifts: ${yearMs.median.toFixed(1)} ms, ${(yearMs.median / bareYearMs).toFixed(1)} times bare (aim under ${AIM.yearMs} ms)`,
  );
}

const PARTS = {
  intake: measureIntake,
  timers: measureTimers,
  policy: measurePolicy,
  memory: measureMemory,
  time: measureTime,
  handover: measureHandover,
  rotations: measureRotations,
};
type Part = keyof typeof PARTS;

/** Each part is measured in a process of its own, so that none works in the heap that another left. */
function inOwnProcess(part: Part): void {
  const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url), part], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
  out();
}

const [part] = process.argv.slice(2);
if (part === undefined) for (const name of Object.keys(PARTS)) inOwnProcess(name as Part);
else if (Object.hasOwn(PARTS, part)) await PARTS[part as Part]();
else throw new Error(`There is nothing to measure called "${part}". Name one of: ${Object.keys(PARTS).join(', ')}.`);
