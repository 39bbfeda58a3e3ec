import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unavailable } from './errors.ts';

/** Something we answer over HTTP that is not Slack's: one path, or with a `/` at its end everything below it. */
export interface Route {
  readonly path: string;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Hands each request to the route of its path; whatever has none is 404. Addresses may hold secrets, so none is logged. */
export const answerBy =
  (routes: readonly Route[]): RequestListener =>
  (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    const route = routes.find((each) => (each.path.endsWith('/') ? path.startsWith(each.path) : path === each.path));
    if (route) route.answer(request, response);
    else response.writeHead(404).end();
  };

/** A server of our own, for when Slack reaches us by socket and no other one runs. */
export async function serve(
  at: { host: string; port: number },
  answer: RequestListener,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What was to listen on our port, with a sentence for the operator when the port can't be had. */
export async function onPort<T>({ host, port }: { host: string; port: number }, listening: Promise<T>): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'EADDRINUSE') {
      throw unavailable(`Another program listens on port ${port} already. End it, or set PORT to a free one.`, error);
    }
    if (code === 'EACCES') {
      throw unavailable(`This user may not listen on port ${port}. Set PORT to one above 1023.`, error);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw unavailable(`HOST ${host} is no address of this machine. Set HOST to one, or to 0.0.0.0 for all.`, error);
    }
    throw error;
  }
}
