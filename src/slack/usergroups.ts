import type { WebClient } from '@slack/web-api';

/** A user group as Slack has it. `handle` is what people type after the @. */
export interface SlackUserGroup {
  readonly id: string;
  readonly handle: string;
  readonly users: readonly string[];
}

/** The user groups of our workspace. Every call fails as Slack or the network fails it; `failureOf` reads the errors. */
export interface SlackUserGroups {
  /** Those that are not disabled. */
  all(): Promise<SlackUserGroup[]>;
  /** Makes `users` the members; Slack refuses an empty list. Doing it twice is the same as once. */
  setMembers(id: string, users: readonly string[]): Promise<void>;
}

export const openUserGroups = (slack: WebClient): SlackUserGroups => ({
  all: async () => {
    const { usergroups = [] } = await slack.usergroups.list({ include_users: true });
    return usergroups.map(({ id = '', handle = '', users = [] }) => ({ id, handle, users }));
  },
  setMembers: async (id, users) => {
    await slack.usergroups.users.update({ usergroup: id, users: users.join(',') });
  },
});
