import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

/** What the team's card says of the clocks: which are due when, and which are met. */
const clocks = (w: World): string[] =>
  JSON.stringify(w.in('#triage').expect(['SUP-1 Acme', 'Assignee']).blocks).match(
    /(?:First response|Next answer|Resolution) (?:due <!date\^\d+|met|paused)/g,
  ) ?? [];

/** A ticket that was answered, and whose customer asked again. */
async function askedAgain() {
  const w = await startWorld({
    pace: 1,
    editPolicy: (text) => text.replaceAll('medium: 4h, low: 24h }', '$&\n      next_response: { medium: 4h }'),
  });
  const root = await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
  await w.advance({ minutes: 5 });
  const answer = await w.says('bo', '#acme-support', 'Looking.', root.ts);
  await w.advance({ minutes: 5 });
  const question = await w.says('ana', '#acme-support', 'Any news?', root.ts);
  w.ignorePosts();
  await w.advance({ minutes: 5 });
  expect(clocks(w)).toContainEqual(expect.stringContaining('Next answer due'));
  return { w, root: root.ts, answer: answer.ts, question: question.ts };
}

it('a post by an app is no answer, whoever it speaks for', async () => {
  const { w, root } = await askedAgain();
  await using _ = w;
  const before = clocks(w);
  const bot = new WebClient(w.slack.botToken, { slackApiUrl: w.slack.apiUrl });
  await bot.chat.postMessage({ channel: 'CACME', thread_ts: root, text: 'Deployed.' });
  await w.settle();
  expect(clocks(w)).toEqual(before);
});

it('an edit of a question or of an answer moves nothing', async () => {
  const { w, root, answer, question } = await askedAgain();
  await using _ = w;
  const before = clocks(w);
  w.as('ana').edit('#acme-support', root, 'login is slow, all regions');
  w.as('ana').edit('#acme-support', question, 'Never mind.');
  w.as('bo').edit('#acme-support', answer, '-');
  await w.settle();
  expect(clocks(w)).toEqual(before);
});

it('a deleted question or answer moves nothing', async () => {
  const { w, answer, question } = await askedAgain();
  await using _ = w;
  const before = clocks(w);
  w.as('ana').delete('#acme-support', question);
  w.as('bo').delete('#acme-support', answer);
  await w.settle();
  expect(clocks(w)).toEqual(before);
});
