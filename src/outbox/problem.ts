import { userOfHome } from './post.ts';
import type { PostRow } from './store.ts';

/** Our own reasons to park a post; all others are Slack's error codes. */
export type OwnProblem = 'thread_gone' | 'internal_text_refused' | 'under_parked' | 'under_unknown';

const RIGHTS = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);
const NOT_A_MEMBER = new Set(['not_in_channel', 'channel_not_found', 'not_found']);
const PERSON_UNREACHABLE = new Set(['user_not_found', 'user_disabled', 'user_not_visible', 'invalid_user_combination']);

/** One sentence or two for a lead: what can't be sent, why, and what to do. */
export function problemSentence(row: Pick<PostRow, 'audience' | 'lane'>, problem: string): string {
  const where = row.audience === 'person' ? `<@${row.lane}>` : `<#${row.lane}>`;
  if (row.audience === 'home') {
    return `I can't show <@${userOfHome(row.lane)}> the Home tab (${problem}). Is it switched on in the app's settings, as in its manifest?`;
  }
  if (problem === 'thread_gone') {
    return `My message for ${where} belongs to a thread whose first message was deleted, so I took it back. Write in a new thread there.`;
  }
  if (problem === 'internal_text_refused') {
    return `I kept back an internal message for ${where}: the channel is shared with another organisation. Choose an internal channel for it.`;
  }
  if (RIGHTS.has(problem)) {
    return `Slack refuses my token (${problem}). Install the app again, put its new token into the settings and restart me; what waits is sent then.`;
  }
  if (problem === 'missing_scope') {
    return `I lack a permission to write to ${where} (missing_scope). Install the app again with its current manifest and restart me; what waits is sent then.`;
  }
  if (PERSON_UNREACHABLE.has(problem)) {
    return `I can't send ${where} a direct message (${problem}). Is the account still active? What waits is tried again when I restart.`;
  }
  if (NOT_A_MEMBER.has(problem)) {
    return `I can't post in ${where}: I am not a member (${problem}). Type \`/invite @Firstline\` there; what waits is sent then.`;
  }
  if (problem === 'is_archived' || problem === 'is_inactive') {
    return `I can't write in ${where}, because the channel is archived. Unarchive it, or choose another channel; what waits is tried again when I restart.`;
  }
  if (problem.startsWith('restricted_action')) {
    return `I may not write in ${where} (${problem}). Ask a workspace admin to let this app post there; what waits is tried again when I restart.`;
  }
  return `Slack refuses a message for ${where} (${problem}). What waits is tried again when I restart.`;
}
