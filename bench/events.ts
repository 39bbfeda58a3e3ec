/** A message in a customer's channel, in the envelope in which Slack delivers it. */
export interface MessageBody {
  type: 'event_callback';
  event_id: string;
  event: { type: 'message'; channel: string; user: string; ts: string; text: string; [key: string]: unknown };
  [key: string]: unknown;
}

const TEAM = 'T0BENCHHOME';
const SECOND_MS = 1000;

export const channelId = (index: number): string => `C0BENCH${String(index).padStart(4, '0')}`;
/** One person of the customer writes in each channel. */
export const personId = (index: number): string => `U0BENCH${String(index).padStart(4, '0')}`;

const SAID = [
  'checkout returns 502 in all regions since about ten minutes, retries do not help',
  'Our nightly batch did not start. The operator says <https://status.example.com|all green>, the pods say OOMKilled.',
  "Can't pull images from the registry any more: `unauthorized: authentication required`\nNothing changed on our side & the token is valid.",
  'Certificate for *.shop.example.com expires tomorrow, please renew it.',
  'disk is filling up on node-7, 92% and rising',
];

/** `count` first messages of new threads, going around the channels, each different from all others. */
export function messages(count: number, channels: number, at: number): MessageBody[] {
  return Array.from({ length: count }, (_, index) => message(index, index % channels, at));
}

function message(index: number, channel: number, at: number): MessageBody {
  const ts = `${Math.floor(at / SECOND_MS)}.${String(index).padStart(6, '0')}`;
  const text = `${SAID[index % SAID.length]} (case ${index})`;
  const user = personId(channel);
  return {
    token: 'not-a-real-verification-token',
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: 'A0BENCH',
    event: {
      type: 'message',
      user,
      ts,
      client_msg_id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      text,
      team: 'T0BENCHTHEM',
      blocks: [
        {
          type: 'rich_text',
          block_id: `b${index}`,
          elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
        },
      ],
      channel: channelId(channel),
      event_ts: ts,
      channel_type: 'group',
    },
    type: 'event_callback',
    event_id: `Ev0BENCH${String(index).padStart(8, '0')}`,
    event_time: Math.floor(at / SECOND_MS),
    authorizations: [{ enterprise_id: null, team_id: TEAM, user_id: 'U0BENCHBOT', is_bot: true }],
    is_ext_shared_channel: true,
    event_context: `4-bench-${index}`,
  };
}
