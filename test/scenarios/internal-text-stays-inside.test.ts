import fc from 'fast-check';
import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** Words that only our own people may read. */
const SECRETS = [
  'INTERNAL-reason',
  'INTERNAL-tried',
  'INTERNAL-wanted',
  'INTERNAL-why',
  'INTERNAL-hold',
  'INTERNAL-thread',
  'Ops duty',
  'On-call',
  'ops-duty',
  'escalat',
  'level',
  'breach',
  'late',
  'was due',
  'Lead',
  'Weekday support',
  'rotation',
  'triage',
  'Assignee',
  'handover',
  'Another vendor',
  'Data to reproduce',
];

function customersRead(w: World): string {
  const posts = [...w.slack.messages('#acme-support'), ...w.slack.messages('#globex-support')];
  const words = JSON.stringify(posts.filter(({ user }) => user === w.slack.botUserId));
  const own = JSON.stringify(['UANA', 'UART', 'UGIL'].map((user) => [w.slack.dm(user), w.slack.ephemerals(user)]));
  return (words + own).replace(/"(?:action_id|block_id|value|event_payload|url)":(?:"(?:[^"\\]|\\.)*"|\{[^}]*\})/g, '');
}

function mustStayInside(w: World): void {
  const read = customersRead(w)
    .replaceAll('"text":"Escalate"', '')
    .replace(/Press Escalate and somebody/g, '');
  for (const secret of SECRETS) expect(read).not.toContain(secret);
}

type Step = (w: World, thread: string) => Promise<unknown>;

const triage = (w: World) => w.in('#triage').expect(['SUP-1', 'opened']);
const has = (w: World, button: string) => JSON.stringify(triage(w).blocks).includes(`"${button}"`);
const presses =
  (button: string, fields?: Record<string, string | null>): Step =>
  async (w) => {
    if (!has(w, button)) return;
    await w.clicks('bo', triage(w), button);
    if (fields && w.as('bo').views().length > 0) await w.submits('bo', fields);
    if (w.as('bo').views().length > 0) await w.as('bo').closeAll();
  };

/** What our people and time may do to a ticket, with words that must not leak. */
const STEPS: Record<string, Step> = {
  claim: presses('Claim'),
  escalate: presses('Escalate…', { reason: 'INTERNAL-reason', tried: 'INTERNAL-tried', wanted: 'INTERNAL-wanted' }),
  holdOurs: presses('Hold…', { reason: 'third-party', note: 'INTERNAL-hold' }),
  holdTheirs: presses('Hold…', { reason: 'data', note: null }),
  resume: presses('Resume'),
  resolve: presses('Resolve…', { note: 'It is mended.' }),
  reopen: presses('Reopen'),
  discuss: (w) => w.says('bo', '#triage', 'INTERNAL-thread', triage(w).ts),
  waitABit: (w) => w.advance({ minutes: 16 }),
  waitLong: (w) => w.advance({ hours: 9 }),
  answer: (w, thread) => w.says('bo', '#acme-support', 'Looking.', thread),
  ask: (w, thread) => w.says('ana', '#acme-support', 'Any news?', thread),
  accept: async (w) => {
    const page = w.slack.dm('UCY').find((message) => JSON.stringify(message.blocks).includes('"Accept"'));
    if (page) await w.clicks('cy', { ...page, channel: w.slack.dmChannel('UCY') as string }, 'Accept');
  },
  decline: async (w) => {
    const page = w.slack.dm('UCY').find((message) => JSON.stringify(message.blocks).includes('"Not me…"'));
    if (!page) return;
    await w.clicks('cy', { ...page, channel: w.slack.dmChannel('UCY') as string }, 'Not me…');
    if (w.as('cy').views().length > 0) await w.submits('cy', { why: 'INTERNAL-why' });
  },
};

it('whatever our people do, customers read nothing of it that is ours', async () => {
  const steps = fc.array(fc.constantFrom(...Object.keys(STEPS)), { minLength: 3, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, async (names) => {
      await using w = await startWorld();
      w.ignorePosts();
      const { ts } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
      for (const name of names) await STEPS[name]?.(w, ts);
      mustStayInside(w);
    }),
    { numRuns: 8 },
  );
});

it('the walk does reach what it warns of', async () => {
  await using w = await startWorld();
  w.ignorePosts();
  const { ts } = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'critical' });
  let inside = '';
  for (const name of ['escalate', 'decline', 'discuss', 'holdOurs', 'waitLong', 'resume', 'answer', 'resolve']) {
    await STEPS[name]?.(w, ts);
    inside += JSON.stringify(w.slack.snapshot().channels.flatMap(({ messages }) => messages));
  }
  for (const secret of SECRETS.slice(0, 6)) expect(inside).toContain(secret);
  mustStayInside(w);
});

it('in a triage channel that is shared by mistake nothing internal is posted, and the lead hears why', async () => {
  await using w = await startWorld();
  w.ignorePosts();
  w.slack.share('#triage', 'TACME');
  await w.settle();
  const message = await w.says('ana', '#acme-support', 'login is slow');
  await w.clicks('ana', w.in('#acme-support').expect('Shall I open a ticket', { thread: message.ts }), 'Open a ticket');
  await w.submits('ana', {});
  w.in('#acme-support').expect(['SUP-1', 'Add details']);
  w.in('#triage').expectNone('SUP-1');
  w.dm('dee').expect('shared with another organisation');
});
