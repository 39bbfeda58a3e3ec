import { firstTicket } from './first-ticket.ts';
import { tellNumbers } from './numbers.ts';
import { restOfDay } from './rest-of-day.ts';
import { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import type { Terminal } from './terminal.ts';
import { Witness } from './witness.ts';

/**
 * Plays one working day on a stage whose clock is held at its beginning, and returns how many things were checked. Throws
 * `StoryFault` with one sentence when something did not happen as it must.
 */
export async function play(stage: Stage, terminal: Terminal, signal: AbortSignal): Promise<number> {
  const witness = new Witness(stage.slack);
  try {
    const scene = new Scene({ stage, witness, terminal, signal });
    await scene.happens();
    const message = await firstTicket(scene);
    await restOfDay(scene, message);
    await tellNumbers(scene);
    return scene.checks;
  } finally {
    witness.stop();
  }
}
