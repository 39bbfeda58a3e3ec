import type { Clock } from '../clock.ts';
import type { Where } from '../config.ts';
import { openForReading } from '../db/inspect.ts';
import { invalid } from '../errors.ts';
import { readPolicy } from '../policy/read.ts';
import { earlierThan } from '../policy/service.ts';
import { clocks } from '../sla/clock.ts';
import { explain, reasonsIn } from '../sla/explain.ts';
import { get } from '../tickets/store.ts';
import { ticketKey } from '../tickets/ticket.ts';
import { sayInstant } from '../time/say.ts';
import { history } from '../timeline/timeline.ts';
import { instantIn } from './instant.ts';
import { onOneLine } from './text.ts';
import { namesWithIds } from './who.ts';

/**
 * Why every clock of a ticket reads as it does, in lines of text with the policy's time zone; `at` is an ISO-8601 instant, now unless given.
 * Throws `not_found` for a number that was never given.
 */
export async function explainTicket(config: Where, clock: Clock, id: number, at?: string): Promise<string[]> {
  const policy = readPolicy(config.policyPath);
  const now = at === undefined ? clock.now() : instantIn(at, policy.timezone);
  const db = openForReading(config.databaseUrl);
  try {
    const ticket = await get(db.reader, id);
    if (now < ticket.startedAt) {
      throw invalid(
        `${ticketKey(id)} was written ${sayInstant(ticket.startedAt, policy.timezone)}. Give --at an instant after that.`,
      );
    }
    const entries = await history(db.reader, id);
    const terms = { policy, earlier: await earlierThan(db.reader, policy) };
    const people = entries.map(({ by }) => (by.kind === 'desk' ? null : by.user));
    const name = await namesWithIds(db.reader, people);
    const explained = clocks(entries, terms, now).map((reading) =>
      explain(reading, now, {
        instant: (at) => sayInstant(at, policy.timezone),
        actor: (by) => (by.kind === 'desk' ? 'Firstline' : onOneLine(name(by.user))),
        reason: reasonsIn(terms),
        text: onOneLine,
      }),
    );
    return [
      `${ticketKey(id)} ${onOneLine(ticket.summary)}, at ${sayInstant(now, policy.timezone)}`,
      ...(explained.length === 0 ? ['', 'Nothing is promised for it.'] : []),
      ...explained.flatMap((lines) => ['', ...lines]),
    ];
  } finally {
    db.close();
  }
}
