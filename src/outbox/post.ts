import type { KnownBlock } from '@slack/types';

/** What a message says. `text` is the notification and must make sense alone; both are within Slack's limits. */
export interface Content {
  text: string;
  blocks?: KnownBlock[];
}

declare const forCustomers: unique symbol;

/** Content made for a customer's eyes. Only `public-views.ts` files make it, so internal text can't get there by accident. */
export type PublicContent = Content & { readonly [forCustomers]: true };

export const publicContent = (content: Content): PublicContent => content as PublicContent;

/** The lane of what somebody sees in our Home tab, apart from their direct messages: neither waits for the other. */
export const homeLane = (user: string): string => `${HOME}${user}`;

/** Whose Home tab a lane is. */
export const userOfHome = (lane: string): string => lane.slice(HOME.length);

const HOME = 'home-';

/** A place in a channel: the channel itself, a thread by its parent's ts, or the thread under another post of ours. */
export interface Place {
  channel: string;
  thread?: string;
  /** `once` of the post in the same channel under which this one goes. */
  under?: string;
  /** Shown in the channel besides its thread. Where there is no such thread it stands in the channel alone. */
  broadcast?: boolean;
}
