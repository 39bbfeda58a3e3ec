import { expect, it } from 'vitest';
import type { Change } from './protocol.ts';
import { startSlack } from './start.ts';

const manifest = {
  display_information: { name: 'Desk' },
  features: { bot_user: { display_name: 'Desk' } },
  oauth_config: { scopes: { bot: ['chat:write'] } },
};

it('tells everybody who watches when its clock is moved or released elsewhere', async () => {
  let moved = () => {};
  const clock = {
    held: true,
    time: 1_000,
    now: () => clock.time,
    at: () => () => {},
    onJump: (listener: () => void) => {
      moved = listener;
      return () => {
        moved = () => {};
      };
    },
  };
  await using slack = await startSlack({ clock, manifest });
  const seen: Change[] = [];
  slack.onChange((change) => seen.push(change));

  clock.time = 5_000;
  moved();
  expect(seen).toEqual([{ kind: 'time', now: 5_000 }]);

  clock.held = false;
  moved();
  expect(seen.at(-1)).toMatchObject({ kind: 'world', world: { held: false, now: 5_000 } });
});
