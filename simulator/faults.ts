import type { Fault } from './protocol.ts';

interface Order {
  matches: RegExp;
  fault: Fault;
  left: number;
  channel: string | undefined;
}

/** Faults waiting for the next call they fit. `response_url` is the method name of posts to response URLs. */
export interface CallFaults {
  /** `method` may hold `*`; `times` is 1 unless told. The first order that fits is used. */
  next(method: string, fault: Fault, options?: { times?: number; channel?: string }): void;
  /** Takes the fault for a call, using it up by one. */
  take(method: string, channel: string | undefined): Fault | undefined;
  clear(): void;
  /** How many ordered faults have not happened yet. */
  readonly waiting: number;
}

export function callFaults(): CallFaults {
  let orders: Order[] = [];
  return {
    next(method, fault, { times = 1, channel } = {}) {
      const source = method.split('*').map((part) => part.replace(/[.\\^$+?()[\]{}|]/g, '\\$&'));
      orders.push({ matches: new RegExp(`^${source.join('.*')}$`), fault, left: times, channel });
    },
    take(method, channel) {
      const order = orders.find((o) => o.matches.test(method) && (!o.channel || o.channel === channel));
      if (!order) return undefined;
      order.left -= 1;
      orders = orders.filter((o) => o.left > 0);
      return order.fault;
    },
    clear() {
      orders = [];
    },
    get waiting() {
      return orders.reduce((sum, order) => sum + order.left, 0);
    },
  };
}
