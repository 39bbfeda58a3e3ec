import type { IncomingMessage } from 'node:http';

export interface ApiRequest {
  /** Fields as sent; JSON ones only from methods that read JSON. */
  fields: Record<string, unknown>;
  token: string | undefined;
  /** `missing_charset` or `superfluous_charset`, which Slack mentions in every answer. */
  warning: string | undefined;
}

/** Everything sent in a request's body. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Reads fields from the query and the body: forms always, JSON only where the method supports it. */
export function readFields(request: IncomingMessage, body: Buffer, json: boolean): ApiRequest {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [type = '', charset] = (request.headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const isJson = type === 'application/json';
  const fields: Record<string, unknown> = {
    ...Object.fromEntries(url.searchParams),
    ...(isJson ? (json ? jsonFields(body) : {}) : Object.fromEntries(new URLSearchParams(body.toString()))),
  };
  const [, bearer] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const { token: inBody, ...rest } = fields;
  return {
    fields: rest,
    token: bearer ?? (isJson || typeof inBody !== 'string' ? undefined : inBody),
    warning: isJson && !charset ? 'missing_charset' : !isJson && charset ? 'superfluous_charset' : undefined,
  };
}

function jsonFields(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString() || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
