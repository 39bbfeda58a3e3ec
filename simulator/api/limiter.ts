import { rateLimits } from '../limits.ts';
import type { Tier } from './method.ts';

interface Bucket {
  tokens: number;
  at: number;
  blockedUntil: number;
}

/** Counts calls per method, and posts per channel, on the workspace clock. */
export interface Limiter {
  /** Seconds to wait when the call is over the limit, else 0. While blocked every call is refused. */
  check(method: string, tier: Tier, channel: string | undefined): number;
  /** Off: nothing is refused. On unless told. */
  enforce(on: boolean): void;
}

export function callLimiter(now: () => number): Limiter {
  const buckets = new Map<string, Bucket>();
  let enforced = true;
  return {
    check(method, tier, channel) {
      if (!enforced) return 0;
      const perMinute = rateLimits.tiers[tier];
      const wait = take(buckets, method, { perMinute, burst: perMinute }, now());
      if (wait > 0 || method !== 'chat.postMessage' || !channel) return wait;
      return take(buckets, `${method} ${channel}`, rateLimits.posts, now());
    },
    enforce(on) {
      enforced = on;
    },
  };
}

function take(
  buckets: Map<string, Bucket>,
  key: string,
  limit: { perMinute: number; burst: number },
  now: number,
): number {
  const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now, blockedUntil: 0 };
  buckets.set(key, bucket);
  if (now < bucket.blockedUntil) return Math.ceil((bucket.blockedUntil - now) / 1000);
  const gained = (Math.max(now - bucket.at, 0) * limit.perMinute) / 60_000;
  bucket.tokens = Math.min(limit.burst, bucket.tokens + gained);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  const wait = Math.max(1, Math.ceil(((1 - bucket.tokens) * 60) / limit.perMinute));
  bucket.blockedUntil = now + wait * 1000;
  return wait;
}
