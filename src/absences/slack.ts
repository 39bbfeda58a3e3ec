import type { Policy } from '../policy/policy.ts';
import type { Listener } from '../slack/listener.ts';
import * as ids from './ids.ts';
import * as absences from './service.ts';

/** Saying that one is away, and that one is back. */
export function listen(slack: Listener, desk: { readonly policy: Policy }): void {
  slack.onButton(ids.openAway, (tx, _, who) => absences.awayForm(desk, tx, who));
  slack.onFormChange(ids.awayForm, (tx, _, values, who) => absences.awayFormAgain(desk, tx, values, who));
  slack.onForm(ids.awayForm, (tx, _, fields, who) => absences.beAway(desk, tx, fields, who));
  slack.onButton(ids.endAbsence, (tx, { absenceId }, who) => absences.beBack(desk, tx, absenceId, who));
}
