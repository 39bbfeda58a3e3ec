import { DESK_CHANNELS } from '../../customers/customer.ts';
import { customers, deskChannel, staffOf } from '../../customers/service.ts';
import type { Reader } from '../../db/database.ts';
import type { SlackChannel } from '../../slack/channels.ts';
import { codeOf } from '../../slack/connect.ts';
import { isExternal, nameOf, type SlackUser } from '../../slack/people.ts';
import { count } from '../text.ts';
import type { Report } from './finding.ts';
import { type Bot, reasonOf } from './slack.ts';

interface Place {
  id: string;
  /** `channel of Acme`. */
  role: string;
  /** Only we may read it. */
  internal: boolean;
}

/** Whether every channel we work in exists, lets the bot in, and is shared with nobody who must not read it. */
export async function checkChannels(bot: Bot, on: Reader, report: Report): Promise<void> {
  for (const place of await placesOf(on)) {
    try {
      const { channel } = await bot.slack.conversations.info({ channel: place.id });
      const problem = problemOf(channel as SlackChannel, place, bot.handle);
      const name = `#${channel?.name} (${place.id}), ${place.role}`;
      report(problem ? '✗' : '✓', `${name}: ${problem ?? 'the bot is a member.'}`);
    } catch (error) {
      report('✗', `${place.id}, ${place.role}: ${unknown(error, bot.handle)}`);
    }
  }
}

async function placesOf(on: Reader): Promise<Place[]> {
  const places: Place[] = [];
  for (const purpose of DESK_CHANNELS) {
    const id = await deskChannel(on, purpose);
    if (id) places.push({ id, role: `${purpose} channel`, internal: true });
  }
  for (const { name, channels } of await customers(on)) {
    for (const { id } of channels) places.push({ id, role: `channel of ${name}`, internal: false });
  }
  return places;
}

function problemOf(channel: SlackChannel, place: Place, handle: string): string | null {
  if (channel.is_archived) return 'it is archived. Unarchive it in Slack, or take it out of your people file.';
  if (!channel.is_member) return `the bot is not a member. Type \`/invite ${handle}\` there.`;
  if (place.internal && (channel.is_ext_shared || channel.is_pending_ext_shared)) {
    return 'it is shared with another organisation, so internal posts are kept back. Choose a channel of our own.';
  }
  return null;
}

function unknown(error: unknown, handle: string): string {
  const code = codeOf(error);
  if (code === 'channel_not_found') {
    return `there is no such channel, or it is private and the bot is not in it. Type \`/invite ${handle}\` there, or correct the id in your people file.`;
  }
  if (code === 'missing_scope') return `not checked, because the scope ${neededOf(error)} is missing.`;
  return `not checked (${reasonOf(error)}). Run the doctor again later.`;
}

const neededOf = (error: unknown): string => (error as { data?: { needed?: string } }).data?.needed ?? '';

/** Whether all staff are people of our own workspace with active accounts. */
export async function checkStaff({ slack, home }: Bot, on: Reader, report: Report): Promise<void> {
  let well = 0;
  for (const id of await staffOf(on)) {
    try {
      const user = (await slack.users.info({ user: id })).user as SlackUser;
      if (isExternal(user, home)) {
        report(
          '✗',
          `${nameOf(user)} (${id}) belongs to another organisation. Take them out of staff in your people file.`,
        );
      } else if (user.deleted) {
        report('✗', `The account of ${nameOf(user)} (${id}) is deactivated. Take them out of staff and rotations.`);
      } else if (user.is_bot)
        report('✗', `${nameOf(user)} (${id}) is a bot, so it can't be staff. Take it out of staff.`);
      else well += 1;
    } catch (error) {
      report('✗', `Staff ${id}: ${stranger(error)}`);
    }
  }
  if (well > 0) report('✓', `${count(well, 'staff member')} with an active account in this workspace.`);
}

function stranger(error: unknown): string {
  const code = codeOf(error);
  if (code === 'user_not_found' || code === 'user_not_visible') {
    return 'Slack knows nobody with this id. Correct it in your people file.';
  }
  if (code === 'missing_scope') return `not checked, because the scope ${neededOf(error)} is missing.`;
  return `not checked (${reasonOf(error)}). Run the doctor again later.`;
}
