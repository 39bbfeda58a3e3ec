import { describe, expect, it } from 'vitest';
import { startWorld, type World } from '../world/world.ts';

const LONG = `Globex rolls back at 21:00. ${'Watch the ingress & <b>the</b> queue. '.repeat(70)}The end.`;

/** Everything in the form that somebody has before them. */
const inForm = (w: World, person: 'bo' | 'eli' | 'fay' | 'dee'): string => JSON.stringify(w.as(person).view() ?? null);

describe('before the end of a shift', () => {
  it('the outgoing person hears once what will change hands, and can look at it', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    await w.opensTicket('ana', '#acme-support', 'login is slow', { priority: 'medium' });
    await w.until('2026-03-02T17:29');
    expect(w.slack.dm('UBO')).toHaveLength(0);
    await w.until('2026-03-02T17:30');
    const word = w
      .dm('bo')
      .expect(['Your shift ends <!date', '18:00', '1 ticket changes hands.', 'Add notes', 'Preview']);
    await w.clicks('bo', word, 'Preview');
    const preview = inForm(w, 'bo');
    for (const words of ['So it would be posted now', 'Weekday support: Bo → Eli (On-call)', 'login is slow'])
      expect(preview).toContain(words);
    expect(preview).not.toContain('Accept handover');
    await w.until('2026-03-02T18:00');
    w.in('#handover').expect(['Weekday support: Bo → Eli', 'SUP-1']);
    w.dm('bo').expect(['Your shift ended', 'Eli is on now']);
    expect(w.slack.dm('UBO')).toHaveLength(1);
  });

  it('says in one line that nothing is open', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    await w.until('2026-03-02T17:31');
    const { text } = w.dm('bo').expect('Your shift ends');
    expect(text).toContain('Nothing is open.');
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect('Nothing open. Quiet shift: nothing came in.');
  });

  it('is told again nobody when the end of the shift is moved, but in the same message', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T17:35');
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    await w.submits('dee', {
      rotation: 'support',
      user: 'UBO',
      from: at('2026-03-02T18:00'),
      to: at('2026-03-02T20:00'),
    });
    const ends = () => w.slack.dm('UBO').filter(({ text }) => text.includes('Your shift'));
    expect(ends().map(({ text }) => /, (\d\d:\d\d) CET/.exec(text)?.[1])).toEqual(['20:00']);
    await w.until('2026-03-02T20:01');
    w.in('#handover').expect('Weekday support: Bo → Eli');
    expect(ends()).toHaveLength(1);
  });
});

describe('notes', () => {
  it('stand in the handover under the name of whoever wrote them, with what was written before in the form', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    await w.until('2026-03-02T17:31');
    await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
    await w.submits('bo', { text: 'Globex rolls back at 21:00.' });
    await w.clicks('bo', w.dm('bo').expect(['Nothing is open, with your notes.', 'Edit notes']), 'Edit notes');
    expect(inForm(w, 'bo')).toContain('Globex rolls back at 21:00.');
    await w.submits('bo', { text: 'Globex rolls back at 21:00. Watch the ingress & the queue.' });
    await w.until('2026-03-02T18:01');
    w.in('#handover').expect([
      '*Notes from Bo*: Globex rolls back at 21:00. Watch the ingress &amp; the queue.',
      '<@UELI>, please accept.',
    ]);
    await w.clicks('bo', w.dm('bo').expect('Your shift ended'), 'Edit notes');
    await w.submits('bo', { text: 'It is moved to 22:00.' });
    w.in('#handover').expect('*Notes from Bo*: It is moved to 22:00.');
    expect(w.in('#handover').count('21:00')).toBe(0);
    expect(w.in('#handover').count('Weekday support')).toBe(1);
  });

  it('are taken away by leaving the form empty', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T17:31');
    await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
    await w.submits('bo', { text: 'Nothing of importance' });
    await w.clicks('bo', w.dm('bo').expect('Edit notes'), 'Edit notes');
    await w.submits('bo', { text: '' });
    await w.until('2026-03-02T18:01');
    expect(w.in('#handover').count('Notes from Bo')).toBe(0);
  });

  it('of others of the team stand beside them, and of nobody else', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:55' });
    w.ignorePosts();
    await w.until('2026-03-02T18:01');
    await w.clicks('cy', w.in('#handover').expect('Add note'), 'Add note');
    await w.submits('cy', { text: 'I restarted the ingress at 17:50.' });
    await w.clicks('eli', w.in('#handover').expect('*Notes from Cy*: I restarted'), 'Add note');
    expect(inForm(w, 'eli')).not.toContain('restarted');
    await w.submits('eli', { text: 'Seen.' });
    w.in('#handover').expect(['*Notes from Cy*: I restarted', '*Notes from Eli*: Seen.']);
  });

  it('longer than there is room for are cut, and read whole behind a button', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T17:31');
    await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
    await w.submits('bo', { text: LONG });
    await w.until('2026-03-02T18:01');
    const post = w.in('#handover').expect(['Notes from Bo', '…', 'Read notes']);
    expect(JSON.stringify(post.blocks)).not.toContain('The end.');
    await w.clicks('eli', post, 'Read notes');
    const whole = (w.as('eli').view()?.blocks ?? []) as { text?: { text: string } }[];
    const words = (text: string) => text.split(/\s+/).filter(Boolean);
    const read = whole
      .slice(1)
      .flatMap(({ text }) =>
        words((text?.text ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')),
      );
    expect(read).toEqual(words(LONG));
  });

  it('sent after the hand-off from a form that was opened before it still arrive', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T17:59');
    await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
    await w.until('2026-03-02T18:02');
    await w.submits('bo', { text: 'Just in time.' });
    w.in('#handover').expect('*Notes from Bo*: Just in time.');
  });

  it('are in the handover when the shift ends earlier than they were written for', async () => {
    await using w = await startWorld({ at: '2026-03-02T17:00' });
    w.ignorePosts();
    await w.until('2026-03-02T17:31');
    await w.clicks('bo', w.dm('bo').expect('Add notes'), 'Add notes');
    await w.types('dee', '/oncall cover');
    const at = (reading: string) => Date.parse(`${reading}:00+01:00`) / 1000;
    await w.submits('dee', {
      rotation: 'support',
      user: 'UCY',
      from: at('2026-03-02T17:45'),
      to: at('2026-03-02T18:00'),
    });
    await w.until('2026-03-02T17:46');
    w.in('#handover').expect('Weekday support: Bo → Cy');
    await w.submits('bo', { text: 'I had to leave early.' });
    w.in('#handover').expect(['Weekday support: Bo → Cy', '*Notes from Bo*: I had to leave early.']);
  });
});
