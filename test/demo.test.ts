import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { plain } from '../demo/paint.ts';
import { play } from '../demo/play.ts';
import { StoryFault, ZONE } from '../demo/scene.ts';
import { openStage } from '../demo/stage.ts';
import { Terminal } from '../demo/terminal.ts';
import { MovableClock } from '../src/clock.ts';

const PATIENCE_MS = 60_000;

/** Runs the demo as a person would, with a temporary folder of its own. */
async function runDemo(...words: string[]): Promise<{ code: number; said: string; leftBehind: string[] }> {
  const temporary = await mkdtemp(join(tmpdir(), 'demo-'));
  try {
    const env = { ...process.env, TMPDIR: temporary, TSX_DISABLE_CACHE: '1' };
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/main.ts', ...words], { env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const [code] = (await once(child, 'close')) as [number];
    return { code, said, leftBehind: await readdir(temporary) };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

it(
  'plays the whole day, says what everybody sees, and leaves nothing behind',
  async () => {
    const { code, said, leftBehind } = await runDemo('--once', '--speed', '0', '--port', '0');
    expect(said).toMatch(/The day went as promised\. \d+ things were checked on the way\.\n$/);
    expect(code).toBe(0);
    expect(leftBehind).toEqual([]);

    const inOrder = [
      '1  A customer writes',
      '#acme-support ↳    Shall I open a ticket for this, @Ana?',
      '2  The form makes it a ticket',
      'First answer within 1 h, around the clock.',
      'First line: Bo (on until today 18:00) · Assignee: nobody yet',
      '3  Nobody answers',
      'to Bo              ⏳ SUP-1 (Acme, Critical): first response due in 30 min',
      'SUP-1 now reads: ✅ First response met',
      '4  First line asks for help',
      'to Cy              📟 Bo asks Ops duty for help',
      'to Eli             📟 Bo asks On-call for help',
      '#acme-support ↳    👷 Eli, our on-call engineer, is on SUP-1 now.',
      '5  A second customer is left alone',
      'to Dee             ❗ SUP-2 (Globex, Critical): first response was due',
      '6  The shifts end',
      'writes what the next should know, and presses [Save]',
      'Weekday support: Bo → Eli (On-call)',
      'Notes from Bo: Globex moves its warehouse',
      'On-call: Eli → Fay',
      '7  The ticket is resolved',
      'SUP-1 ✅ Resolved by Fay',
      'met 2 (SUP-1, SUP-3), broken 1',
    ];
    const places = inOrder.map((words) => said.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(inOrder.filter((_, i) => places[i] === -1)).toEqual([]);
    expect(said).not.toContain('\u001b[');
  },
  PATIENCE_MS,
);

it(
  'refuses with one sentence what it cannot do',
  async () => {
    const { code, said } = await runDemo('--speed', 'fast');
    expect(code).toBe(1);
    expect(said.trim()).toBe('The demo stopped: --speed takes a number from 0 to 1000, not “fast”.');
  },
  PATIENCE_MS,
);

it(
  'stops with one sentence when something does not happen that must',
  async () => {
    const clock = new MovableClock({ at: DateTime.fromISO('2026-03-02T09:00', { zone: ZONE }).toMillis(), held: true });
    const stage = await openStage({ clock, port: 0, logLevel: 'silent', say: () => {} });
    try {
      stage.slack.as('UBO').removeBot('#triage');
      const terminal = new Terminal({ write: () => {}, paint: plain, zone: ZONE, wait: async () => {}, speed: 0 });
      const playing = play(stage, terminal, new AbortController().signal);
      await expect(playing).rejects.toThrow(
        new StoryFault(
          'Dee should see “SUP-1” and “Acme (Premium)” and “First response due” and “[Claim]” in #triage, but does not.',
        ),
      );
    } finally {
      await stage.stop();
    }
  },
  PATIENCE_MS,
);
