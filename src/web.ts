import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

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
