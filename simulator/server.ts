import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Api, answerCall } from './api/dispatch.ts';
import { readBody } from './api/request.ts';
import { useResponseUrl } from './respond.ts';

export type ControlRoute = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>;

/** One HTTP server for everything that is Slack: the Web API, response URLs, files, sockets, the control API, the page. */
export function createSlackServer(api: Api, control: ControlRoute, clientDir: string | undefined): Server {
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      console.error('simulator:', error);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error: 'internal_error' }));
    });
  });
  server.on('upgrade', (request, socket, head) => api.sockets.upgrade(request, socket, head));

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, first = '', second = ''] = url.pathname.split('/');
    switch (first) {
      case 'api':
        return answerCall(api, second, request, response);
      case 'sim':
        return control(request, response, url);
      case 'actions':
      case 'commands':
      case 'shortcut':
        return answerResponseUrl(api, url.pathname, request, response);
      case 'upload':
        return receiveFile(api, url.pathname.split('/').at(-1) ?? '', request, response);
      case 'files-pri':
        return sendFile(api, second, request, response);
      default:
        return sendPage(clientDir, url.pathname, response);
    }
  };
  return server;
}

export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function answerResponseUrl(api: Api, path: string, request: IncomingMessage, response: ServerResponse) {
  const text = (await readBody(request)).toString();
  const body = parsed(request.headers['content-type']?.includes('form') ? formPayload(text) : text);
  const end = api.traffic.start({ kind: 'response_url', name: path.split('/')[1] ?? '', request: body });
  const fault = api.faults.take('response_url', undefined);
  if (fault && 'hang' in fault) return end({ error: 'hang' });
  const answer =
    fault && 'status' in fault
      ? { status: fault.status, body: { ok: false, error: 'internal_error' } }
      : useResponseUrl(api.ws, path, body);
  end({ answer: answer.body, status: answer.status, ...(answer.status === 200 ? {} : { error: `${answer.status}` }) });
  if (fault && 'loseAnswer' in fault) {
    request.socket.destroy();
    return;
  }
  sendJson(response, answer.status, answer.body);
}

const formPayload = (text: string) => new URLSearchParams(text).get('payload') ?? '';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function receiveFile(api: Api, id: string, request: IncomingMessage, response: ServerResponse) {
  const file = api.ws.files.get(id);
  const body = await uploaded(request);
  if (!file?.pending || body.length !== file.expected) {
    response.writeHead(400).end('File size does not match');
    return;
  }
  file.content = body;
  file.size = body.length;
  response.writeHead(200, { 'content-type': 'text/plain' }).end(`OK - ${body.length}`);
}

/** The bytes themselves, or the file of a multipart form. */
async function uploaded(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const file = [...form.values()].find((value) => typeof value !== 'string');
  return file instanceof Blob ? Buffer.from(await file.arrayBuffer()) : Buffer.alloc(0);
}

/** Without the right, Slack sends people to a login page instead of an error. */
async function sendFile(api: Api, name: string, request: IncomingMessage, response: ServerResponse) {
  const file = api.ws.files.get(name.replace(/^T\w+-/, ''));
  const mayRead = request.headers.authorization === `Bearer ${api.ws.tokens.bot}` && api.ws.scopes.has('files:read');
  if (!file || !mayRead) {
    response.writeHead(302, { location: `${api.ws.url}/login` }).end();
    return;
  }
  response.writeHead(200, { 'content-type': String(file.mimetype) }).end(file.content);
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** The page's built files; every other address shows the page itself. */
async function sendPage(dir: string | undefined, path: string, response: ServerResponse) {
  if (path === '/login' || !dir) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Simulated Slack</title><p>There is no page here.</p>');
    return;
  }
  const wanted = join(dir, normalize(path));
  const isFile = existsSync(wanted) && statSync(wanted).isFile();
  const file = isFile ? wanted : join(dir, 'index.html');
  response.writeHead(200, { 'content-type': contentTypes[extname(file)] ?? 'application/octet-stream' });
  createReadStream(file).pipe(response);
}
