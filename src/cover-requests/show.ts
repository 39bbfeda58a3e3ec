import { deskChannel, leads } from '../customers/service.ts';
import { type Tx, topic } from '../db/database.ts';
import { isOwed, keepPersonCard, keepTeamCard } from '../outbox/outbox.ts';
import type { Policy } from '../policy/policy.ts';
import { labelOf } from '../rotations/rule.ts';
import { leadsNow } from '../rotations/service.ts';
import { namesOf } from '../slack/people.ts';
import type { CoverRequest, CoverStep } from './cover-request.ts';
import * as views from './views.ts';

/** A request was made or is settled: whoever lists them looks again. */
export const coverRequestsChanged = topic<null>('cover-requests-changed');

export interface Rota {
  readonly policy: Policy;
}

export const nameOf = (request: CoverRequest): string => `cover-request-${request.id}`;

/** Where requests are posted: the handover channel, or else triage. */
export const channelOf = async (tx: Tx): Promise<string | null> =>
  (await deskChannel(tx, 'handover')) ?? (await deskChannel(tx, 'triage'));

/** Brings every message about a request up to date. */
export async function show(desk: Rota, tx: Tx, request: CoverRequest): Promise<void> {
  tx.announce(coverRequestsChanged, null);
  const channel = await channelOf(tx);
  if (channel) await keepTeamCard(tx, { channel }, views.requestPost(await shown(desk, tx, request)), nameOf(request));
  for (const step of request.steps) {
    if (step === 'lead') await tellLeads(desk, tx, request);
    else await showAgain(desk, tx, request, step);
  }
}

/** Posts an open request again; what was posted of a settled one says what became of it. */
export async function showAgain(desk: Rota, tx: Tx, request: CoverRequest, step: CoverStep): Promise<void> {
  const once = `${nameOf(request)}-${step}`;
  const channel = await channelOf(tx);
  if (!channel || (request.state !== 'open' && !(await isOwed(tx, once)))) return;
  await keepTeamCard(tx, { channel }, views.requestPost(await shown(desk, tx, request), step), once);
}

/** Tells the leads, but whoever asks, that nobody takes it; once it is settled only those who were told. */
export async function tellLeads(desk: Rota, tx: Tx, request: CoverRequest): Promise<void> {
  const notice = views.leadNotice(await shown(desk, tx, request));
  const isOpen = request.state === 'open';
  for (const lead of isOpen ? await leadsNow(tx, desk.policy) : await leads(tx)) {
    const once = `${nameOf(request)}-lead-${lead}`;
    if (lead !== request.user && (isOpen || (await isOwed(tx, once)))) await keepPersonCard(tx, lead, notice, once);
  }
}

/** All that is said of a request. */
export async function shown({ policy }: Rota, tx: Tx, request: CoverRequest): Promise<views.Shown> {
  return {
    request,
    label: labelOf(policy.rotations[request.rotation]?.label ?? request.rotation, request.layer),
    name: await namesOf(tx, [request.user, request.takenBy, request.settledBy]),
    zone: policy.timezone,
  };
}
