import { createHmac } from 'node:crypto';
import { lifetimes } from './limits.ts';
import type { Parcel, Receipt, Transport } from './transport.ts';

/** The HTTP side: signed posts to the app's request URL, which is verified by a challenge before the first event. */
export function requestUrl(url: string, secret: string, verificationToken: string): Transport {
  let verified: Promise<boolean> | undefined;

  const verify = async () => {
    const challenge = createHmac('sha256', secret).update(url).digest('hex');
    const body = JSON.stringify({ token: verificationToken, challenge, type: 'url_verification' });
    const answer = await send(url, body, 'application/json', secret, {}).catch(() => undefined);
    const text = answer?.ok ? await answer.text() : '';
    return text === challenge || text.includes(JSON.stringify(challenge));
  };

  return {
    async deliver(parcel) {
      if (parcel.type === 'events_api') {
        verified ??= verify();
        if (!(await verified)) {
          verified = undefined;
          return { acknowledged: false, reason: 'http_error' };
        }
      }
      try {
        const { body, contentType } = encode(parcel);
        return receiptOf(await send(url, body, contentType, secret, retryHeaders(parcel)));
      } catch (error) {
        const timedOut = error instanceof Error && error.name === 'TimeoutError';
        if (parcel.type !== 'events_api')
          return { acknowledged: false, reason: timedOut ? 'timeout' : 'no_connection' };
        return { acknowledged: false, reason: timedOut ? 'http_timeout' : 'connection_failed' };
      }
    },
  };
}

function encode(parcel: Parcel): { body: string; contentType: string } {
  if (parcel.type === 'events_api') return { body: JSON.stringify(parcel.payload), contentType: 'application/json' };
  const fields =
    parcel.type === 'slash_commands'
      ? Object.entries(parcel.payload).map(([key, value]): [string, string] => [key, String(value)])
      : [['payload', JSON.stringify(parcel.payload)] as [string, string]];
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function retryHeaders(parcel: Parcel): Record<string, string> {
  if (!parcel.retry?.attempt) return {};
  return { 'x-slack-retry-num': String(parcel.retry.attempt), 'x-slack-retry-reason': parcel.retry.reason };
}

/** Signs with real time, because the app compares the timestamp with its own. Follows two redirects at most. */
async function send(
  url: string,
  body: string,
  contentType: string,
  secret: string,
  headers: Record<string, string>,
): Promise<Response> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const signal = AbortSignal.timeout(lifetimes.acknowledgement);
  let at = url;
  for (let hop = 0; ; hop += 1) {
    const answer = await fetch(at, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal,
      headers: {
        'content-type': contentType,
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...headers,
      },
    });
    const next = answer.headers.get('location');
    if (answer.status < 300 || answer.status > 399 || !next || hop === lifetimes.redirects) return answer;
    at = new URL(next, at).href;
  }
}

async function receiptOf(answer: Response): Promise<Receipt> {
  const text = await answer.text();
  if (!answer.ok) {
    const redirected = answer.status >= 300 && answer.status <= 399;
    const final = answer.headers.get('x-slack-no-retry') === '1';
    return { acknowledged: false, reason: redirected ? 'too_many_redirects' : 'http_error', final };
  }
  if (!text) return { acknowledged: true, body: undefined };
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return { acknowledged: true, body: isJson ? JSON.parse(text) : { text } };
}
