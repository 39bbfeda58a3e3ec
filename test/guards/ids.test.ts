import { expect, it } from 'vitest';
import { listenAll } from '../../src/features.ts';
import { collectListeners } from '../../src/slack/listener.ts';

/**
 * Every id that was ever sent to Slack. Messages keep their buttons for years, so an id may be added here and never taken
 * out or renamed.
 */
const SENT = {
  buttons: [
    'absence-end',
    'absence-open',
    'cover-request-open-ask',
    'cover-request-open-ask',
    'cover-request-open-put-on',
    'cover-request-take',
    'cover-request-withdraw',
    'calendar-end-links',
    'calendar-new-link',
    'calendar-open-links',
    'handover-accept',
    'handover-open-notes',
    'handover-preview',
    'handover-read-notes',
    'handover-show-all',
    'intake-just-asking',
    'intake-open',
    'notice-ask-others',
    'notice-fill-in',
    'page-accept',
    'oncall-show',
    'rotation-end-cover',
    'rotation-open-cover',
    'rotation-open-order',
    'page-open-decline',
    'swap-request-accept',
    'swap-request-decline',
    'swap-request-open',
    'swap-request-withdraw',
    'ticket-acknowledge',
    'ticket-claim',
    'ticket-explain',
    'ticket-keep-priority',
    'ticket-list',
    'ticket-more',
    'ticket-lower-priority',
    'ticket-open-assign',
    'ticket-open-details',
    'ticket-open-escalate',
    'ticket-open-hold',
    'ticket-open-promised',
    'ticket-open-resolve',
    'ticket-priority',
    'ticket-reopen',
    'ticket-resume',
    'ticket-show',
    'ticket-withdraw',
  ],
  forms: [
    'absence-away',
    'cover-request-ask',
    'cover-request-ask',
    'cover-request-put-on',
    'handover-notes',
    'intake-ticket',
    'page-decline',
    'rotation-cover',
    'rotation-order',
    'swap-request-ask',
    'ticket-assign',
    'ticket-details',
    'ticket-escalate',
    'ticket-hold',
    'ticket-merge',
    'ticket-resolve',
  ],
};

const heard = collectListeners();
listenAll(heard, { home: { botUserId: 'U0' } } as never);

it('still listens to every button that stands in old messages', () => {
  expect(SENT.buttons.filter((id) => !heard.routes.buttons.has(id))).toEqual([]);
  expect(SENT.forms.filter((id) => !heard.routes.forms.has(id))).toEqual([]);
});

it('lists every id that is sent', () => {
  expect([...heard.routes.buttons.keys()].filter((id) => !SENT.buttons.includes(id))).toEqual([]);
  expect([...heard.routes.forms.keys()].filter((id) => !SENT.forms.includes(id))).toEqual([]);
});

it('keeps ids within what Slack takes', () => {
  const ids = [...heard.routes.buttons.keys(), ...heard.routes.forms.keys()];
  expect(ids.filter((id) => !/^[a-z][a-z0-9-]{2,60}$/.test(id))).toEqual([]);
});
