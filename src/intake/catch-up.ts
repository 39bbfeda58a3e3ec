import type { Instant } from '../clock.ts';
import { customerOfChannel, customers } from '../customers/service.ts';
import type { Desk } from '../desk.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { failureOf } from '../outbox/failure.ts';
import type { History } from '../slack/history.ts';
import { threadOf } from '../tickets/places.ts';
import { ticketsThatListen } from '../tickets/service.ts';
import { newestMessage } from './service.ts';

/** Messages may reach us out of order, so a little before the gap is read too; what is known is not taken in twice. */
const OVERLAP_S = 600;
/** Reading threads costs a call each, and Slack allows about fifty a minute. */
const MOST_THREADS = 40;
const AGAIN_MS = 30_000;

/** Reads back from Slack what was written while no event could reach us. */
export interface CatchUp {
  /** From now on events may be missed. Told again before the reading, the earlier gap counts. */
  gapBegan(): void;
  /** Reads the gap back, and what can't be read now again later. */
  gapEnded(): void;
  /** Reads what a channel that we came into says since we last heard of it. */
  joined(channel: string): void;
  /** Resolves when nothing is being read. */
  quiet(): Promise<void>;
  stop(): Promise<void>;
}

/** A channel and where its gap begins, as a message's `ts`. */
type Gaps = Map<string, string>;

/**
 * The gap before the first connection begins with the newest message we know. That is read here, so this must be awaited
 * before events arrive: the newest would be one from after the gap.
 */
export async function openCatchUp(desk: Desk, history: History, inbox: Inbox): Promise<CatchUp> {
  const gaps: Gaps = await gapsAtStart(desk);
  const joined = new Set<string>();
  let began: Instant | null = null;
  let again: Instant | null = null;
  let running: Promise<void> | null = null;
  let asked = false;
  let stopped = false;
  let cancel = (): void => {};

  const read = (): void => {
    cancel();
    again = null;
    asked = true;
    running ??= work().finally(() => {
      running = null;
    });
  };
  const work = async (): Promise<void> => {
    while (asked && !stopped) {
      asked = false;
      try {
        await readAll();
      } catch (error) {
        desk.log.error({ err: error }, 'reading back was cut short');
      }
    }
    if (gaps.size === 0 || stopped) return;
    again = desk.clock.now() + AGAIN_MS;
    cancel = desk.clock.at(again, read);
  };
  const note = (channel: string, from: string): void => {
    const known = gaps.get(channel);
    if (!known || from < known) gaps.set(channel, from);
  };
  const readAll = async (): Promise<void> => {
    if (began !== null) {
      const from = tsOf(began);
      began = null;
      for (const channel of await channelsOf(desk)) note(channel, from);
    }
    for (const channel of joined) {
      joined.delete(channel);
      if (!(await customerOfChannel(desk.db.reader, channel))) continue;
      note(channel, (await newestMessage(desk.db.reader, channel)) ?? tsOf(desk.clock.now()));
    }
    for (const [channel, from] of [...gaps]) {
      if (stopped) return;
      if ((await readChannel(channel, from)) && gaps.get(channel) === from) gaps.delete(channel);
    }
  };

  /** Hands what stands in a channel and its threads to the inbox; false when it is worth another try. */
  const readChannel = async (channel: string, from: string): Promise<boolean> => {
    const oldest = `${Math.max(Number(from.split('.')[0]) - OVERLAP_S, 0)}.000000`;
    let whole = true;
    for (const thread of [undefined, ...(await threadsOf(desk, channel))]) {
      if (stopped) return false;
      try {
        for (const message of await history.since(channel, oldest, thread)) {
          await inbox.keepFound(`found-${channel}-${message.ts}`, { ...message, type: 'message', channel });
        }
      } catch (error) {
        whole &&= failureOf(error).kind === 'refused';
        const problem = error instanceof Error ? error.message : error;
        desk.log.warn({ channel, thread, problem }, "a channel can't be read back");
      }
    }
    return whole;
  };

  return {
    gapBegan: () => {
      began ??= desk.clock.now();
    },
    gapEnded: read,
    joined: (channel) => {
      joined.add(channel);
      read();
    },
    quiet: async () => {
      if (again !== null && again <= desk.clock.now()) read();
      while (running) await running;
    },
    stop: async () => {
      stopped = true;
      cancel();
      await running;
    },
  };
}

const tsOf = (at: Instant): string => `${Math.floor(at / 1000)}.000000`;

async function channelsOf(desk: Desk): Promise<string[]> {
  return (await customers(desk.db.reader)).flatMap(({ channels }) => channels.map(({ id }) => id));
}

/** Where nobody wrote yet, the newest message of all says when we last listened. */
async function gapsAtStart(desk: Desk): Promise<Gaps> {
  const on = desk.db.reader;
  const gaps: Gaps = new Map();
  const listened = await newestMessage(on);
  for (const channel of await channelsOf(desk)) {
    const from = (await newestMessage(on, channel)) ?? listened;
    if (from) gaps.set(channel, from);
  }
  return gaps;
}

async function threadsOf(desk: Desk, channel: string): Promise<string[]> {
  const on = desk.db.reader;
  const threads = [];
  for (const ticket of await ticketsThatListen(on, channel, MOST_THREADS)) threads.push(await threadOf(on, ticket));
  return threads.filter((thread) => thread !== null);
}
