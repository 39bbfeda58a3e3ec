import { expect, it } from 'vitest';
import { isExternal, type SlackUser } from './people.ts';

const home = { teamId: 'T1', enterpriseId: null, botUserId: 'UBOT', botId: 'B1', url: 'https://example.slack.com/' };
const grid = { ...home, enterpriseId: 'E1' };

it.each<[string, SlackUser, typeof home | typeof grid, boolean]>([
  ['one of ours', { team_id: 'T1' }, home, false],
  ['one of another team', { team_id: 'T2' }, home, true],
  ['a stranger, whatever their team', { team_id: 'T1', is_stranger: true }, home, true],
  ['one of a sister workspace of our grid', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }, grid, false],
  ['one of another grid', { team_id: 'T2', enterprise_user: { enterprise_id: 'E2' } }, grid, true],
  ['one of a grid, where we are in none', { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } }, home, true],
  ['a stranger of our grid', { is_stranger: true, enterprise_user: { enterprise_id: 'E1' } }, grid, true],
])('%s', (_, user, where, external) => expect(isExternal(user, where)).toBe(external));
