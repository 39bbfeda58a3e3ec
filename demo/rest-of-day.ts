import type { Message } from '../simulator/protocol.ts';
import type { Scene } from './scene.ts';

/** What Bo wants Eli to know. */
const NOTES = 'Globex moves its warehouse at 21:00. Watch their export.';

const ACME = '#acme-support';
const GLOBEX = '#globex-support';

/** From the afternoon to the next morning: a promise that breaks, the change of shifts, and the end of Ana's ticket. */
export async function restOfDay(scene: Scene, message: Message): Promise<void> {
  await breached(scene);
  await handedOver(scene);
  await resolved(scene, message);
}

async function breached(scene: Scene): Promise<void> {
  await scene.terminal.heading('5  A second customer is left alone until the promise breaks');
  await scene.until('2026-03-02T15:45');
  await scene.terminal.note(
    'Gil is in New York. Slack tells everybody their own time, so what he reads is six hours behind.',
  );
  const message = await scene.says('gil', GLOBEX, 'The nightly export to our warehouse has stopped');
  await scene.presses('gil', scene.sees('gil', GLOBEX, ['Shall I open a ticket']), 'Open a ticket');
  await scene.chooses('gil', 'priority', 'critical', 'chooses 🔴 Critical; the form now says:');
  await scene.submits('gil', { environment: 'production' }, 'chooses Production and presses [Open]');
  scene.sees('gil', GLOBEX, ['SUP-2', 'First answer by today 11:45'], { thread: message.ts });
  await another(scene);
  await scene.terminal.note('Bo is warned twice and Dee once; nobody takes it …');
  await scene.until('2026-03-02T17:46');
  scene.sees('bo', 'dm', ['SUP-2', 'first response was due']);
  scene.sees('dee', '#triage', ['SUP-2', 'first response was due', 'nobody has it', 'Lead: Dee']);
  const call = scene.sees('dee', 'dm', ['SUP-2', 'first response was due', 'You lead the desk', '[Claim]']);
  scene.terminal.check('the triage channel knows, and the lead got a direct message');
  await scene.until('2026-03-02T17:49');
  await scene.presses('dee', call, 'Claim');
  scene.sees('bo', '#triage', ['SUP-2', 'Assignee: Dee']);
}

/** Another way in: an engineer makes a ticket of what a customer only asked. */
async function another(scene: Scene): Promise<void> {
  await scene.until('2026-03-02T16:40');
  const question = await scene.says('art', ACME, 'How do we renew the certificate of our staging registry?');
  await scene.reacts('bo', ACME, question, { name: 'ticket', shown: '🎫' });
  scene.sees('art', ACME, ['SUP-3', 'First answer by today 19:40'], { thread: question.ts });
}

async function handedOver(scene: Scene): Promise<void> {
  await scene.terminal.heading('6  The shifts end, and each hands over what is open');
  await scene.until('2026-03-02T17:52');
  await scene.presses('bo', scene.sees('bo', 'dm', ['Your shift ends', '3 tickets change hands']), 'Add notes');
  await scene.submits('bo', { text: NOTES }, 'writes what the next should know, and presses [Save]');
  await scene.until('2026-03-02T18:01');
  const evening = scene.sees('eli', '#handover', ['Weekday support: Bo → Eli (On-call)', 'SUP-1', 'SUP-2', 'SUP-3']);
  scene.holds(evening.text.includes(NOTES), "Bo's notes stand in it");
  const order = ['SUP-2', 'SUP-3', 'SUP-1'].map((key) => evening.text.indexOf(key));
  scene.holds(
    order.every((place, i) => i === 0 || place > (order[i - 1] ?? 0)),
    'weekday support hands over to the night: what is late first, then by due time',
  );
  await scene.until('2026-03-02T18:03');
  await scene.presses('eli', evening, 'Accept handover');
  scene.sees('bo', '#handover', ['Weekday support', 'accepted by Eli']);
  await answerThoseOpen(scene);
  await scene.terminal.note('The night passes …');
  await scene.until('2026-03-03T08:01');
  const morning = scene.sees('fay', '#handover', ['Eli (On-call) → Fay', 'On-call: Eli → Fay', 'Since', 'SUP-1']);
  scene.terminal.check('one message gives the day back to support, tells of the night, and changes the on-call too');
  await scene.until('2026-03-03T08:05');
  await scene.presses('fay', morning, 'Accept handover');
  scene.sees('dee', '#handover', ['On-call: Eli → Fay', 'accepted by Fay']);
}

async function answerThoseOpen(scene: Scene): Promise<void> {
  const thread = (person: 'art' | 'gil', channel: string, key: string): string =>
    scene.sees(person, channel, [key]).message.thread_ts ?? '';
  await scene.until('2026-03-02T18:06');
  await scene.says('dee', GLOBEX, 'Gil, sorry for the wait. The export runs again.', thread('gil', GLOBEX, 'SUP-2'));
  scene.sees('dee', '#triage', ['SUP-2', 'First response came late']);
  await scene.until('2026-03-02T18:15');
  await scene.says('eli', ACME, 'Art, we renew it for you tonight.', thread('art', ACME, 'SUP-3'));
  scene.sees('dee', '#triage', ['SUP-3', 'First response met']);
}

async function resolved(scene: Scene, message: Message): Promise<void> {
  await scene.terminal.heading('7  The ticket is resolved, with a note to the customer');
  await scene.until('2026-03-03T08:20');
  await scene.presses('fay', scene.sees('fay', '#triage', ['SUP-1', '[Resolve…]']), 'Resolve…');
  await scene.showsForm('fay');
  await scene.submits(
    'fay',
    { note: 'A faulty load balancer node dropped connections. Eli took it out, and we watch the new one.' },
    'writes what it was, and presses [Resolve]',
  );
  scene.sees('ana', ACME, ['SUP-1', 'Resolved by Fay', 'A faulty load balancer node'], { thread: message.ts });
  await scene.until('2026-03-03T08:24');
  await scene.says('ana', ACME, 'Thank you!', message.ts);
  scene.sees('fay', '#triage', ['SUP-1', 'Resolved', '[Reopen]']);
  scene.terminal.check('thanks do not open it again');
}
