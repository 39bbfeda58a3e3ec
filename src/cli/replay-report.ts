import type { Measured, Tally } from '../sla/replay.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { sayDuration } from '../time/duration.ts';
import { inUtc } from '../time/question.ts';
import { sayInstant } from '../time/say.ts';
import type { ClockName } from '../timeline/entry.ts';
import type { ReplayReport, TicketReplayed } from './replay.ts';
import { aligned, count, inFigures, onOneLine } from './text.ts';

/** Lines of a list before the rest is only counted. */
const SHOWN = 20;

const CLOCKS: Readonly<Record<ClockName, string>> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
};

/** A report in lines of text; lists are cut unless `all`. */
export function replayLines(report: ReplayReport, path: string, all: boolean): string[] {
  const { policy, at, replayed, leftOut } = report;
  const title = `${path} (${policy.name}, version ${policy.version}), at ${sayInstant(at, policy.timezone)}`;
  if (replayed + leftOut === 0) return [title, 'There are no such tickets, so there is nothing to replay.'];
  return [
    title,
    `${count(replayed, 'ticket')} as they were promised → as they would have been under this policy alone`,
    ...(report.table.length > 0 ? ['', ...table(report)] : []),
    ...section('Outcomes that change', report.changes, report, all, change),
    ...openLines(report, all),
    ...leftOutLines(report),
  ];
}

/** The same for programs: instants in UTC, lengths in ms. */
export function replayJson(report: ReplayReport, path: string): string {
  const { policy, at, replayed, leftOut, unknown, table, open } = report;
  const measured = (one: Measured | null) => one && { ...one, dueAt: one.dueAt === null ? null : inUtc(one.dueAt) };
  const told = ({ ticketId, was, wouldBe, ...rest }: TicketReplayed) => ({
    ticket: ticketKey(ticketId),
    ...rest,
    was: measured(was),
    wouldBe: measured(wouldBe),
  });
  const shown = {
    policy: { path, name: policy.name, version: policy.version },
    at: inUtc(at),
    replayed,
    leftOut,
    unknown,
    table,
    open,
    changes: report.changes.map(told),
    running: report.running.map(told),
  };
  return JSON.stringify(shown, null, 2);
}

function table({ table, policy }: ReplayReport): string[] {
  const clocks = Object.keys(CLOCKS);
  const priorities = policy.priorities.map(({ key }) => key);
  const sorted = table.toSorted(
    (a, b) =>
      clocks.indexOf(a.clock) - clocks.indexOf(b.clock) ||
      priorities.indexOf(a.priority) - priorities.indexOf(b.priority),
  );
  const columns: [title: string, of: keyof Tally][] = [
    ['promised', 'promised'],
    ['met', 'met'],
    ['late', 'late'],
    ['still open', 'open'],
    ['ended unanswered', 'ended'],
  ];
  const used = columns.filter(([, of]) => sorted.some(({ was, wouldBe }) => was[of] + wouldBe[of] > 0));
  return aligned([
    ['', '', ...used.map(([title]) => title)],
    ...sorted.map(({ clock, priority, was, wouldBe }) => [
      CLOCKS[clock],
      label(policy, priority),
      ...used.map(([, of]) => figures(was[of], wouldBe[of])),
    ]),
  ]);
}

const figures = (was: number, wouldBe: number): string =>
  was === wouldBe ? inFigures(was) : `${inFigures(was)} → ${inFigures(wouldBe)}`;

const label = ({ priorities }: ReplayReport['policy'], key: string): string =>
  priorities.find((one) => one.key === key)?.label ?? key;

/** Nothing at all where a list is empty. */
function section(
  title: string,
  found: readonly TicketReplayed[],
  { policy }: ReplayReport,
  all: boolean,
  say: (told: TicketReplayed, zone: string) => string,
): string[] {
  const shown = all ? found : found.slice(0, SHOWN);
  const more = found.length - shown.length;
  const rows = shown.map((told) => [
    `  ${ticketKey(told.ticketId)}`,
    onOneLine(told.customer),
    label(policy, told.priority),
    told.cycle > 1 ? `${CLOCKS[told.clock]} ${told.cycle}` : CLOCKS[told.clock],
    say(told, policy.timezone),
  ]);
  return [
    '',
    `${title}: ${found.length === 0 ? 'none' : inFigures(found.length)}`,
    ...aligned(rows),
    ...(more > 0 ? [`  and ${inFigures(more)} more; --all shows them`] : []),
  ];
}

function openLines(report: ReplayReport, all: boolean): string[] {
  const { was, wouldBe } = report.open;
  const promises =
    was.promised === wouldBe.promised
      ? count(was.promised, 'promise')
      : `${figures(was.promised, wouldBe.promised)} promises`;
  const late = `Open now: ${promises}, ${figures(was.late, wouldBe.late)} of them late`;
  return was.promised + wouldBe.promised === 0
    ? []
    : ['', late, ...section('Due at another time', report.running, report, all, running).slice(1)];
}

const change = ({ was, wouldBe }: TicketReplayed): string => `${outcome(was)} → ${outcome(wouldBe)}`;

function outcome(measured: Measured | null): string {
  if (!measured) return 'not promised';
  const { verdict, remainingMs } = measured;
  switch (verdict) {
    case 'late':
      return `late by ${sayDuration(-remainingMs)}`;
    case 'met':
      return `met with ${sayDuration(remainingMs)} left`;
    case 'open':
      return `open, ${sayDuration(remainingMs)} left`;
    case 'ended':
      return 'ended unanswered';
  }
}

const running = ({ was, wouldBe }: TicketReplayed, zone: string): string => `${due(was, zone)} → ${due(wouldBe, zone)}`;

function due(measured: Measured | null, zone: string): string {
  if (!measured) return 'not promised';
  const { verdict, dueAt } = measured;
  if (dueAt === null) return verdict === 'late' ? 'late, waiting' : 'waiting';
  return `${verdict === 'late' ? 'late since' : 'due'} ${sayInstant(dueAt, zone)}`;
}

function leftOutLines({ leftOut, unknown }: ReplayReport): string[] {
  if (leftOut === 0) return [];
  const words = Object.entries(unknown)
    .sort(([, a], [, b]) => b - a)
    .map(([word, tickets]) => `  ${word}: ${count(tickets, 'ticket')}`);
  return ['', `${count(leftOut, 'ticket')} left out, for this policy does not have what they use:`, ...words];
}
