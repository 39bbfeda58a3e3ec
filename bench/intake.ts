import { median } from './figures.ts';
import { inFolder } from './folder.ts';
import { type Left, leftIn, writeBare } from './intake-bare.ts';
import { type Load, type OurRun, type Shape, takeIn } from './intake-desk.ts';

/** Ours and bare better-sqlite3, round by round in turn. */
export interface Intake {
  shape: Shape;
  /** Tickets a second, one figure a round. */
  ours: number[];
  bare: number[];
  /** Bare time by our time, round by round. */
  ratios: number[];
  /** Of one ticket. */
  commits: number;
  rows: number;
  rowWrites: number;
  bytes: number;
}

const ROUNDS = 5;
const CHANNELS = 50;
/** A desk runs for weeks: what it does is compiled when it is measured. */
const WARM_UP: Load = { shape: 'burst', tickets: 4_000, channels: CHANNELS };
const LOADS: Load[] = [
  { shape: 'apart', tickets: 500, channels: CHANNELS },
  { shape: 'stream', tickets: 1_000, channels: CHANNELS },
  { shape: 'burst', tickets: 2_000, channels: CHANNELS },
];

export async function intake(): Promise<Intake[]> {
  await round(WARM_UP);
  const measured: Intake[] = [];
  for (const load of LOADS) measured.push(await measure(load));
  return measured;
}

async function measure(load: Load): Promise<Intake> {
  const rounds: Round[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await round(load));
  const perSecond = (ms: number) => (load.tickets * 1000) / ms;
  const perTicket = (of: (round: Round) => number) => median(rounds.map(of)) / load.tickets;
  return {
    shape: load.shape,
    ours: rounds.map(({ ours }) => perSecond(ours.ms)),
    bare: rounds.map(({ bareMs }) => perSecond(bareMs)),
    ratios: rounds.map(({ ours, bareMs }) => bareMs / ours.ms),
    commits: perTicket(({ ours }) => ours.commits),
    rows: perTicket(({ left }) => left.rows),
    rowWrites: perTicket(({ ours }) => ours.rowWrites),
    bytes: perTicket(({ left }) => left.bytes),
  };
}

interface Round {
  ours: OurRun;
  bareMs: number;
  left: Omit<Left, 'tables'>;
}

const round = (load: Load): Promise<Round> =>
  inFolder(async (folder) => {
    const ours = await takeIn(`${folder}/ours.db`, load);
    const left = leftIn(`${folder}/ours.db`);
    const bareMs = await writeBare(`${folder}/bare.db`, left, load.tickets, ours.commits);
    return { ours, bareMs, left: { rows: left.rows, bytes: left.bytes } };
  });
