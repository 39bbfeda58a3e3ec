import { botIsMember, type Workspace } from './workspace.ts';

/**
 * The text of a slash command as the app gets it. With `should_escape` mentions become `<@U…|name>`, `<#C…|name>` and
 * `<!subteam^S…|@handle>`, and private channels the app cannot see lose their name; without it they stay words.
 */
export function commandText(ws: Workspace, typed: string, escaped: boolean): string {
  if (!escaped) return asWords(ws, typed);
  const words = typed.replace(/(^|\s)([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}_-])/gu, (all, before, sign, name) => {
    const mention = sign === '@' ? mentionOf(ws, name) : channelMention(ws, name);
    return mention ? `${before}${mention}` : all;
  });
  return words.replace(/<@(\w+)>/g, (all, id) => {
    const person = ws.people.get(id);
    return person ? `<@${id}|${person.name}>` : all;
  });
}

function mentionOf(ws: Workspace, name: string): string | undefined {
  const person = [...ws.people.values()].find((one) => one.name === name);
  if (person) return `<@${person.id}|${person.name}>`;
  const group = [...ws.userGroups.values()].find((one) => one.handle === name);
  return group ? `<!subteam^${group.id}|@${group.handle}>` : undefined;
}

function channelMention(ws: Workspace, name: string): string | undefined {
  const channel = [...ws.channels.values()].find((one) => one.name === name && one.name !== '');
  if (!channel) return undefined;
  const hidden = channel.kind !== 'public' && !botIsMember(ws, channel);
  return `<#${channel.id}|${hidden ? '' : channel.name}>`;
}

function asWords(ws: Workspace, typed: string): string {
  return typed
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (all, id) => (ws.people.has(id) ? `@${ws.people.get(id)?.name}` : all))
    .replace(/<#(\w+)(?:\|[^>]*)?>/g, (all, id) => (ws.channels.has(id) ? `#${ws.channels.get(id)?.name}` : all));
}
