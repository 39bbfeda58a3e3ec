import type { Scene } from './scene.ts';

/** Words of ours that no customer may ever read. */
const INTERNAL = [
  'Ops duty',
  'First line:',
  'Assignee:',
  'Lead:',
  'one level up',
  'came late',
  'who knows the load balancer',
];

const told = (what: string, keys: string[]): string =>
  `${what} ${keys.length}${keys.length > 0 ? ` (${keys.join(', ')})` : ''}`;

/** Tells the day in numbers, read from what the workspace saw, and holds what must be true of every day. */
export async function tellNumbers(scene: Scene): Promise<void> {
  const { slack, running } = scene.stage;
  const { terminal, witness } = scene;
  await terminal.heading('The day in numbers');

  const cards = scene.looks('dee', '#triage').filter(({ text }) => text.includes('Assignee:'));
  const keys = (words: string) =>
    cards.filter(({ text }) => text.includes(words)).map(({ text }) => /SUP-\d+/.exec(text)?.[0] ?? '');
  await terminal.note(
    `${cards.length} tickets, ${keys('✅ Resolved').length} resolved · first response promised ${cards.length} times: ` +
      `${told('met', keys('First response met'))}, ${told('broken', keys('First response came late'))}`,
  );

  const people = witness.all.filter(({ message, before }) => !before && message.user !== slack.botUserId).length;
  const calls = slack.traffic.filter((entry) => entry.kind === 'call');
  const count = (method: string) => calls.filter((entry) => entry.name === method && !entry.error).length;
  await terminal.note(
    `${people} messages by people · ${count('chat.postMessage')} posts by Firstline, ` +
      `kept current by ${count('chat.update')} edits`,
  );

  const direct = witness.all.filter(({ channel, message, before }) => {
    return channel.kind === 'im' && !before && message.user === slack.botUserId;
  });
  const receivers = [...new Set(direct.map(({ to }) => to ?? ''))];
  const each = receivers.map((user) => `${witness.nameOf(user)} ${direct.filter(({ to }) => to === user).length}`);
  await terminal.note(`${direct.length} direct messages (${each.join(', ')}), each woken by a BullMQ job or a button`);

  const health = await running.health();
  scene.holds(
    health.ok && health.inbox.due + health.inbox.parked + health.outbox.waiting + health.outbox.parked === 0,
    'nothing waits and nothing was given up: every event worked off, every post delivered',
  );
  scene.holds(health.timers.overdue + health.timers.parked === 0, 'no reminder is late');
  const refused = slack.traffic.filter((entry) => entry.error);
  scene.holds(
    refused.length === 0,
    `Slack refused none of ${calls.length} calls, and every click was answered in time`,
  );
  const leaks = (['ana', 'gil'] as const)
    .flatMap((person) => [...scene.looks(person, '#acme-support'), ...scene.looks(person, '#globex-support')])
    .filter(({ text }) => INTERNAL.some((word) => text.includes(word)));
  scene.holds(leaks.length === 0, 'no internal word reached a customer');
}
