import { type Tx, topic } from '../db/database.ts';
import { keepPersonCard, tellPerson } from '../outbox/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { shiftValue } from '../rotations/ids.ts';
import { labelOf } from '../rotations/rule.ts';
import { namesOf } from '../slack/people.ts';
import { setTimer } from '../timers/timers.ts';
import { endOfSwapRequest } from './jobs.ts';
import * as store from './store.ts';
import type { SwapRequest } from './swap-request.ts';
import * as views from './views.ts';

/** A swap was asked for or is settled: whoever lists them looks again. */
export const swapRequestsChanged = topic<null>('swap-requests-changed');

export interface Rota {
  readonly policy: Policy;
}

/** Keeps what became of it, brings the question up to date, and tells whoever asked where it came to nothing. */
export async function settle(
  desk: Rota,
  tx: Tx,
  before: SwapRequest,
  state: SwapRequest['state'],
  whyNot: views.WhyNot | null = null,
): Promise<void> {
  const request = { ...before, state, settledAt: tx.now };
  await store.settle(tx, request.id, state);
  await setTimer(tx, endOfSwapRequest, { requestId: request.id }, null);
  await show(desk, tx, request);
  if (whyNot === null) return;
  const { rotation, layer, user, mineFrom: from, mineTo: to } = request;
  const shift = shiftValue({ rotation, layer: layer ?? undefined, user, from, to });
  await tellPerson(
    tx,
    user,
    views.notSwapped(await shown(desk, tx, request), whyNot, shift),
    `swap-request-${request.id}-answer`,
  );
}

/** Brings the question up to date. */
export async function show(desk: Rota, tx: Tx, request: SwapRequest): Promise<void> {
  tx.announce(swapRequestsChanged, null);
  const message = views.askedMessage(await shown(desk, tx, request));
  await keepPersonCard(tx, request.other, message, `swap-request-${request.id}`);
}

/** All that is said of a swap. */
export async function shown({ policy }: Rota, tx: Tx, request: SwapRequest): Promise<views.Shown> {
  return {
    request,
    label: labelOf(policy.rotations[request.rotation]?.label ?? request.rotation, request.layer),
    name: await namesOf(tx, [request.user, request.other]),
    zone: policy.timezone,
  };
}
