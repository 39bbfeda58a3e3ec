import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { unavailable } from '../errors.ts';
import { ask } from './probe.ts';

const PATIENCE_MS = 10_000;
/** A server that no longer answers may still be ending; a process id that was given to somebody else is not waited for. */
const ENDING_PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 20;

/**
 * Ends the server that a killed desk left behind in this data folder, so two never write one file. It is a left-over only
 * when it answers on our socket as the process our pid file names and the desk that started it is gone. Throws
 * `unavailable` when another desk is at work there, a foreign server answers, or the left-over does not end.
 */
export async function endLeftOver(socket: string, pidFiles: { server: string; desk: string }): Promise<void> {
  if (!existsSync(socket)) return;
  const server = readPid(pidFiles.server);
  const answering = await processOn(socket);
  if (answering === null) {
    if (server !== null) await gone(server, ENDING_PATIENCE_MS);
    return;
  }
  if (answering !== server) {
    throw unavailable(`Another Redis answers on ${socket}. End it, or give this desk another data folder.`);
  }
  const desk = readPid(pidFiles.desk);
  if (desk !== null && desk !== process.pid && runs(desk)) {
    throw unavailable(`Another desk (process ${desk}) works in this data folder. End it, or choose another folder.`);
  }
  await ask(socket, (redis) => redis.shutdown()).catch(() => {});
  if (await gone(server, PATIENCE_MS)) return;
  throw unavailable(`The Redis of an earlier run (process ${server}) does not end. End it and start again.`);
}

async function processOn(socket: string): Promise<number | null> {
  const info = await ask(socket, (redis) => redis.info('server')).catch(() => '');
  const pid = /^process_id:(\d+)/m.exec(info)?.[1];
  return pid === undefined ? null : Number(pid);
}

const readPid = (file: string): number | null => (existsSync(file) ? Number(readFileSync(file, 'utf8')) || null : null);

/** Whether the process has ended within `patienceMs`. */
async function gone(pid: number, patienceMs: number): Promise<boolean> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await wait(LOOK_EVERY_MS)) {
    if (!runs(pid)) return true;
  }
  return false;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
