import { expect, it } from 'vitest';
import { timerVerbs } from '../../src/features.ts';
import type { TimerDef } from '../../src/timers/timer.ts';
import { sourcesIn } from './sources.ts';

it('every kind of timer has exactly one verb', async () => {
  const files = sourcesIn('src').filter(({ path }) => path.endsWith('/jobs.ts'));
  const modules: Record<string, unknown>[] = await Promise.all(files.map(({ path }) => import(`../../${path}`)));
  const defined = modules.flatMap((module) => Object.values(module) as TimerDef<unknown>[]).map(({ name }) => name);
  expect(defined.length).toBeGreaterThan(3);
  expect(
    timerVerbs({} as never)
      .map(({ timer }) => timer.name)
      .sort(),
  ).toEqual(defined.sort());
});
