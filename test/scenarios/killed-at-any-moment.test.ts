import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CrashWorld, startCrashWorld } from '../world/crash-world.ts';
import { doubled, type FinalState, finalState } from '../world/final-state.ts';

const SEED = fc.readConfigureGlobal().seed as number;
const KILLS = Number(process.env.KILLS ?? 6);
/** What goes over the wire in such a day, beginnings and ends. */
const WIRE = 180;

/** A day of two tickets: asked, warned, answered, escalated, taken, breached, handed over, resolved. */
async function aDay(w: CrashWorld): Promise<void> {
  const acme = { in: '#acme-support' };
  const triage = { in: '#triage' };
  const checkout = await w.says('ana', '#acme-support', 'checkout returns 502');
  await w.opensForm('ana', acme, ['Shall I open', '<@UANA>'], 'Open a ticket');
  await w.sends('ana', { priority: 'critical' });
  await w.until('2026-03-02T09:10');
  const exported = await w.says('gil', '#globex-support', 'the nightly export is late');
  await w.opensForm('gil', { in: '#globex-support' }, ['Shall I open', '<@UGIL>'], 'Open a ticket');
  await w.sends('gil', { priority: 'high' });
  await w.until('2026-03-02T09:35');
  await w.says('bo', '#acme-support', 'Looking into it.', checkout.ts);
  await w.says('ana', '#acme-support', 'All regions, since 08:50.', checkout.ts);
  await w.fillsIn('bo', triage, ['SUP-1', 'Escalate…'], 'Escalate…', { reason: 'ingress', tried: 'restart' });
  await w.until('2026-03-02T09:52');
  await w.presses('eli', 'dm', ['SUP-1', 'asks On-call for help'], 'Accept');
  await w.until('2026-03-02T14:00');
  await w.says('ana', '#acme-support', 'Thanks for the call!', checkout.ts);
  await w.fillsIn('eli', triage, ['SUP-1', 'Resolve…'], 'Resolve…', { note: 'Ingress was rolled back.' });
  await w.says('bo', '#globex-support', 'It is running now.', exported.ts);
  await w.until('2026-03-02T18:01');
}

async function play(disturb: (w: CrashWorld) => void): Promise<{ state: FinalState; deaths: number }> {
  await using w = await startCrashWorld();
  disturb(w);
  await aDay(w);
  await w.desk.ask('stop', null);
  expect(doubled(w.slack)).toEqual([]);
  return { state: await finalState(w.slack, w.config.databaseUrl), deaths: w.deaths };
}

it(`ends the day as if nothing had happened, killed again and again (SEED=${SEED} KILLS=${KILLS})`, async () => {
  const after = fc.noBias(fc.integer({ min: 1, max: Math.ceil((2 * WIRE) / KILLS) }));
  const moment = fc.record({ after, ms: fc.noBias(fc.integer({ min: 0, max: 6 })) });
  const moments = fc.sample(moment, { seed: SEED, numRuns: KILLS });
  const killing = (w: CrashWorld) => {
    let next = moments.shift();
    w.slack.onChange((change) => {
      if (change.kind !== 'traffic' || !next || !w.desk.isAlive) return;
      next.after -= 1;
      if (next.after > 0) return;
      const { ms } = next;
      next = moments.shift();
      setTimeout(() => void w.desk.kill(), ms);
    });
  };
  const [undisturbed, disturbed] = await Promise.all([play(() => {}), play(killing)]);
  expect(disturbed.state).toEqual(undisturbed.state);
  expect(disturbed.deaths).toBeGreaterThan(0);
});
