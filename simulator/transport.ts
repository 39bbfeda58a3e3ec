/** What is delivered: an event, a slash command, or any other thing a person does. */
export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive';

export interface Parcel {
  type: EnvelopeType;
  payload: Record<string, unknown>;
  /** Of events only: how often it was tried before, and why again. */
  retry?: { attempt: number; reason: string };
}

export type Receipt =
  | { acknowledged: true; body: unknown }
  | {
      acknowledged: false;
      /** Slack's word for the retry header; `no_connection` when nothing was listening. */
      reason: 'timeout' | 'no_connection' | 'http_timeout' | 'http_error' | 'connection_failed' | 'too_many_redirects';
      /** The app asked not to be told again. */
      final?: boolean;
    };

/** The way to the app: sockets the app has opened, or its request URL. Tries once. */
export interface Transport {
  deliver(parcel: Parcel): Promise<Receipt>;
}
