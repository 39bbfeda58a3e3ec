import type { Message } from '../simulator/protocol.ts';
import type { Scene } from './scene.ts';

const ACME = '#acme-support';

/** Ana's ticket until somebody of the second level has it; returns the message it is about. */
export async function firstTicket(scene: Scene): Promise<Message> {
  const message = await offered(scene);
  await opened(scene, message);
  await answered(scene, message);
  await escalated(scene, message);
  return message;
}

async function offered(scene: Scene): Promise<Message> {
  await scene.terminal.heading('1  A customer writes, and is offered a ticket');
  await scene.until('2026-03-02T09:02');
  const message = await scene.says(
    'ana',
    ACME,
    "Checkout returns 502 since 08:50, in all regions. Nobody can pay.\nWe have restarted the shop, that didn't help.",
  );
  scene.sees('ana', ACME, ['Shall I open a ticket for this', '[Open a ticket]'], { thread: message.ts });
  scene.holds(scene.looks('ana', ACME).length === 1, 'one question in the thread, and nothing else for the customer');
  return message;
}

async function opened(scene: Scene, message: Message): Promise<void> {
  await scene.terminal.heading('2  The form makes it a ticket, with a card for each side');
  await scene.until('2026-03-02T09:03');
  const offer = scene.sees('ana', ACME, ['Shall I open a ticket'], { thread: message.ts });
  await scene.presses('ana', offer, 'Open a ticket');
  const form = await scene.showsForm('ana');
  const says = (words: string[]) => words.every((word) => form.includes(word));
  scene.holds(
    says(['Checkout returns 502 since 08:50', "that didn't help", '› 🟡 Medium', 'Is there a workaround?']),
    'the form is prefilled from her message, and starts with the default priority of the policy',
  );
  const critical = await scene.chooses('ana', 'priority', 'critical', 'chooses 🔴 Critical; the form now says:');
  scene.holds(critical.includes('First answer within 1 h'), 'what the choice promises stands in the form at once');
  await scene.submits('ana', { environment: 'production' }, 'chooses Production and presses [Open]');
  scene.sees('ana', ACME, ['SUP-1', 'Critical', 'Bo is on support now', 'First answer by'], { thread: message.ts });
  const card = scene.sees('dee', '#triage', ['SUP-1', 'Acme (Premium)', 'First response due', '[Claim]']);
  scene.holds(
    scene.looks('ana', '#triage').length === 0 && card.channel.kind === 'private',
    'the customer sees number, priority and when the first answer comes; the working card stays with the team',
  );
}

async function answered(scene: Scene, message: Message): Promise<void> {
  await scene.terminal.heading('3  Nobody answers, so the first line is called before it is late');
  scene.sees('bo', '#triage', ['SUP-1', 'First line: Bo (on until today 18:00)', 'Assignee: nobody yet']);
  await scene.terminal.note('Bo is on weekday support today, and in a meeting. Time passes …');
  await scene.until('2026-03-02T09:51');
  scene.sees('bo', 'dm', ['SUP-1', 'first response due in 30 min', 'You are on support now']);
  scene.sees('dee', 'dm', ['SUP-1', 'first response due in 12 min', 'You lead the desk']);
  await scene.until('2026-03-02T09:52');
  await scene.says('bo', ACME, "Hi Ana, I'm on it: the ingress answers slowly since the last rollout.", message.ts);
  scene.sees('ana', ACME, ['SUP-1', 'Bo answered today 09:52'], { thread: message.ts });
  scene.sees('dee', '#triage', ['SUP-1', 'First response met', 'Assignee: Bo']);
  scene.terminal.check('answered after 50 of 60 minutes: the clock is met, and both cards say so');
}

async function escalated(scene: Scene, message: Message): Promise<void> {
  await scene.terminal.heading('4  First line asks for help, and help is found one level up');
  await scene.until('2026-03-02T10:05');
  await scene.presses('bo', scene.sees('bo', '#triage', ['SUP-1', '[Escalate…]']), 'Escalate…');
  await scene.showsForm('bo');
  await scene.submits(
    'bo',
    {
      reason: 'The ingress drops every third connection.',
      tried: 'Rolled the shop back, restarted the ingress.',
      wanted: 'Somebody who knows the load balancer.',
    },
    'says why, what he tried and whom he needs, and presses [Ask for help]',
  );
  scene.sees('cy', 'dm', ['Bo asks Ops duty for help', 'drops every third connection', '[Accept]', '[Not me…]']);
  await scene.terminal.note('Cy has ops duty, and does not see it. After 15 minutes it goes one level up …');
  await scene.until('2026-03-02T10:21');
  scene.sees('cy', 'dm', ['it went one level up']);
  const call = scene.sees('eli', 'dm', ['asks On-call for help', 'Somebody who knows the load balancer', '[Accept]']);
  await scene.until('2026-03-02T10:24');
  await scene.presses('eli', call, 'Accept');
  scene.sees('dee', '#triage', ['SUP-1', 'Assignee: Eli']);
  scene.sees('ana', ACME, ['Eli, our on-call engineer, is on', 'SUP-1'], { thread: message.ts });
  const internal = ['Ops duty', 'On-call', 'level', 'load balancer', 'every third'];
  const leaked = scene.looks('ana', ACME).filter(({ text }) => internal.some((word) => text.includes(word)));
  scene.holds(leaked.length === 0, 'Eli has it now; the customer reads who that is, and no inner names');
}
