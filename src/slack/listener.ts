import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { internal } from '../errors.ts';
import type { Content } from '../outbox/post.ts';
import type { ButtonId, FormId } from './ids.ts';

/** Where somebody pressed or typed: enough to answer there. */
export interface Here {
  channel: string | null;
  /** The message with the button, or the one a shortcut was used on; `user` is null where an app wrote it. */
  message: { channel: string; ts: string; thread: string | null; text: string; user: string | null } | null;
  /** What stands in the open form, when the press came from one. */
  form: { viewId: string; hash: string; about: string; values: Record<string, unknown> } | null;
}

/** What the person who acted sees at once, besides what the verb itself changed. */
export type Answer = { open: ModalView } | { update: ModalView } | { say: Content } | undefined;

/** A verb that answers with nothing leaves it to what it changed. */
type Outcome = Promise<Answer> | Promise<void>;
type Press<V> = (tx: Tx, value: V, who: string, here: Here) => Outcome;
type Words = (tx: Tx, words: string, who: string, here: Here) => Outcome;
type Shortcut = (tx: Tx, who: string, here: Here) => Outcome;

/** Where features say which id or word calls which verb. */
export interface Listener {
  onButton<V>(button: ButtonId<V>, run: Press<V>): void;
  onForm<C, F extends z.ZodRawShape>(
    form: FormId<C, F>,
    run: (tx: Tx, about: C, fields: z.infer<z.ZodObject<F>>, who: string) => Outcome,
  ): void;
  /** Hears a form's live field as soon as it changes, to answer with the form as it should look now. */
  onFormChange<C, F extends z.ZodRawShape>(
    form: FormId<C, F>,
    run: (tx: Tx, about: C, values: Record<string, unknown>, who: string) => Outcome,
  ): void;
  onCommand(command: string, run: Words): void;
  onMessageShortcut(id: string, run: Shortcut): void;
}

export interface Routes {
  buttons: Map<string, { id: ButtonId<unknown>; run: Press<unknown> }>;
  forms: Map<string, { id: AnyForm; run: (tx: Tx, about: unknown, fields: never, who: string) => Outcome }>;
  changes: Map<string, { id: AnyForm; run: (tx: Tx, about: unknown, values: never, who: string) => Outcome }>;
  commands: Map<string, Words>;
  shortcuts: Map<string, Shortcut>;
}

type AnyForm = FormId<unknown, z.ZodRawShape>;

/** The ids and words that the features want to hear; the manifest is compared with them. */
export interface Heard extends Listener {
  readonly routes: Routes;
}

export function collectListeners(): Heard {
  const routes: Routes = {
    buttons: new Map(),
    forms: new Map(),
    changes: new Map(),
    commands: new Map(),
    shortcuts: new Map(),
  };
  const once = <V>(map: Map<string, V>, key: string, value: V): void => {
    if (map.has(key)) throw internal(`Two listeners for ${key}.`);
    map.set(key, value);
  };
  return {
    routes,
    onButton: (id, run) => once(routes.buttons, id.id, { id: id as ButtonId<unknown>, run: run as Press<unknown> }),
    onForm: (id, run) => once(routes.forms, id.id, { id, run } as never),
    onFormChange: (id, run) => once(routes.changes, id.live, { id, run } as never),
    onCommand: (command, run) => once(routes.commands, command, run),
    onMessageShortcut: (id, run) => once(routes.shortcuts, id, run),
  };
}
