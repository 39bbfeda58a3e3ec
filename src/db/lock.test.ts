import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeLock } from './lock.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'desk.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is had by one at a time, and by the next once it is released; other names are other locks', () => {
  const first = takeLock(path, 'outbox');
  expect(first).not.toBeNull();
  expect(takeLock(path, 'outbox')).toBeNull();
  takeLock(path, 'other')?.release();
  first?.release();
  const second = takeLock(path, 'outbox');
  expect(second).not.toBeNull();
  second?.release();
});

it('is free again as soon as the process that had it was killed', async () => {
  const program = `
    const { takeLock } = await import(${JSON.stringify(new URL('./lock.ts', import.meta.url).href)});
    takeLock(${JSON.stringify(path)}, 'outbox');
    process.stdout.write('taken');
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
  await once(holder.stdout, 'data');
  expect(takeLock(path, 'outbox')).toBeNull();
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const next = takeLock(path, 'outbox');
  expect(next).not.toBeNull();
  next?.release();
});

it('says what is wrong where no file can be made', () => {
  expect(() => takeLock(join(folder, 'missing', 'desk.db'), 'outbox')).toThrow(/directory does not exist/);
});
