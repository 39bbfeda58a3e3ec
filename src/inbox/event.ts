import { z } from 'zod';

/** The envelope around every event; unknown keys are left alone, Slack adds new ones at will. */
export const envelope = z.object({
  type: z.literal('event_callback'),
  event_id: z.string(),
  event: z.looseObject({ type: z.string(), channel: z.unknown().optional(), item: z.unknown().optional() }),
});
export type Envelope = z.infer<typeof envelope>;

const channelOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : undefined;
};

/**
 * The lane of an event: its channel, or one lane for all that concern no channel. A change of a channel's id goes before
 * what is written under the new one.
 */
export function laneOf(event: Envelope['event']): string {
  const item = event.item as { channel?: unknown } | undefined;
  return channelOf(event.channel) ?? channelOf(event.new_channel_id) ?? channelOf(item?.channel) ?? 'workspace';
}
