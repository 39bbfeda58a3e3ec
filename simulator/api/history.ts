import { callLimits } from '../limits.ts';
import { threadOf } from '../messages.ts';
import { messageObject } from '../objects.ts';
import type { Message } from '../protocol.ts';
import { page } from './arguments.ts';
import { ownChannel, perConversation } from './channels.ts';
import { ApiError, type Call, type MethodTable } from './method.ts';

const reading = {
  oldest: 'string',
  latest: 'string',
  inclusive: 'boolean',
  include_all_metadata: 'boolean',
  cursor: 'string',
  limit: 'integer',
} as const;

/** Reading messages back. */
export const historyMethods: MethodTable = {
  'conversations.history': {
    tier: 't3',
    json: true,
    ...perConversation('history'),
    args: { channel: 'string!', ...reading },
    run({ ws, args }) {
      const channel = ownChannel(ws, args.channel);
      const shown = within([...channel.messages.values()].filter(isInChannel), args).reverse();
      const found = page(shown, args, { standard: callLimits.pageDefault, most: callLimits.historyPage });
      return {
        messages: found.items.map((message) => messageObject(message, args.include_all_metadata === true)),
        has_more: found.more,
        pin_count: channel.pins.length,
        channel_actions_ts: null,
        channel_actions_count: 0,
        ...(found.more ? { response_metadata: { next_cursor: found.cursor } } : {}),
      };
    },
  },
  'conversations.replies': {
    tier: 't3',
    json: false,
    ...perConversation('history'),
    args: { channel: 'string!', ts: 'string!', ...reading },
    run: replies,
  },
};

const isInChannel = (message: Message) =>
  message.thread_ts === undefined || message.thread_ts === message.ts || message.subtype === 'thread_broadcast';

/** Messages between `oldest` and `latest`, both left out unless `inclusive`. */
function within(messages: Message[], args: Record<string, unknown>): Message[] {
  const oldest = bound(args.oldest, 'oldest');
  const latest = bound(args.latest, 'latest');
  const inside = (ts: string, edge: string | undefined, direction: 1 | -1) =>
    edge === undefined || compareTs(ts, edge) * direction > 0 || (args.inclusive === true && ts === edge);
  return messages.filter(({ ts }) => inside(ts, oldest, 1) && inside(ts, latest, -1));
}

function bound(value: unknown, name: string): string | undefined {
  if (value === undefined || value === '' || value === '0' || value === 'now') return undefined;
  if (!/^\d+(\.\d+)?$/.test(String(value))) throw new ApiError(`invalid_ts_${name}`);
  const [whole, part = ''] = String(value).split('.');
  return `${whole}.${part.padEnd(6, '0')}`;
}

function compareTs(a: string, b: string): number {
  const [aWhole = '', aPart = ''] = a.split('.');
  const [bWhole = '', bPart = ''] = b.split('.');
  return Number(aWhole) - Number(bWhole) || Number(aPart) - Number(bPart);
}

/** The parent first, then its replies, the oldest first. */
function replies({ ws, args }: Call) {
  const channel = ownChannel(ws, args.channel);
  const named = channel.messages.get(String(args.ts));
  if (!named) throw new ApiError('thread_not_found');
  const thread = threadOf(named);
  const parent = channel.messages.get(thread);
  if (!parent) throw new ApiError('thread_not_found');
  const answers = [...channel.messages.values()].filter(({ thread_ts, ts }) => thread_ts === thread && ts !== thread);
  const limits = { standard: callLimits.repliesPage, most: callLimits.repliesPage };
  const found = page([parent, ...within(answers, args)], args, limits);
  return {
    messages: found.items.map((message) => messageObject(message, args.include_all_metadata === true)),
    has_more: found.more,
    ...(found.more ? { response_metadata: { next_cursor: found.cursor } } : {}),
  };
}
