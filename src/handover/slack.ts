import type { Desk } from '../desk.ts';
import type { Listener } from '../slack/listener.ts';
import { acceptHandover } from './accept.ts';
import * as ids from './ids.ts';
import * as notes from './notes.ts';
import { showAll } from './service.ts';

export function listen(slack: Listener, desk: Desk): void {
  slack.onButton(ids.accept, (tx, { handoverId }, who) => acceptHandover(desk, tx, handoverId, who));
  slack.onButton(ids.openNotes, (tx, change, who) => notes.openNotes(desk, tx, change, who));
  slack.onForm(ids.notesForm, (tx, change, { text }, who) => notes.write(desk, tx, change, text ?? '', who));
  slack.onButton(ids.preview, (tx, change, who) => notes.preview(desk, tx, change, who));
  slack.onButton(ids.readNotes, (tx, { handoverId }, who) => notes.read(tx, handoverId, who));
  slack.onButton(ids.showAll, (tx, { handoverId, page }, who, here) =>
    showAll(desk, tx, handoverId, page, who, here.form !== null),
  );
}
