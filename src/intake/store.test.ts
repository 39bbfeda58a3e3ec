import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MovableClock } from '../clock.ts';
import { inTransaction } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { moveChannel, ofThread, written } from './store.ts';

it('moves a channel also where some of it was heard under the new id already', async () => {
  const clock = new MovableClock({ at: 1_772_000_000_000, held: true });
  const folder = mkdtempSync(join(tmpdir(), 'intake-'));
  const db = openDatabase(join(folder, 'desk.db'));
  await inTransaction({ db, clock }, async (tx) => {
    const message = { ts: '1.000000', thread: '1.000000', user: 'UANA', text: 'login is slow' };
    await written(tx, { ...message, channel: 'COLD' });
    await written(tx, { ...message, channel: 'COLD', ts: '2.000000', text: 'still' });
    await written(tx, { ...message, channel: 'CNEW' });
    await moveChannel(tx, 'COLD', 'CNEW');
    expect((await ofThread(tx, 'CNEW', '1.000000')).map(({ text }) => text)).toEqual(['login is slow', 'still']);
    expect(await ofThread(tx, 'COLD', '1.000000')).toEqual([]);
  });
  await db.close();
  rmSync(folder, { recursive: true });
});
