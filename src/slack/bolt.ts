import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { DeskError } from '../errors.ts';
import type { Log } from '../log.ts';
import { content, section } from './blocks.ts';
import { carried, noteView, valuesOf } from './ids.ts';
import type { Answer, Heard, Here } from './listener.ts';
import { personById } from './people.ts';
import { md } from './text.ts';

/**
 * Connects the routes to Bolt with the manners every listener needs: the verb runs first (local, milliseconds) and the
 * acknowledgement carries its outcome, a refusal becomes one sentence to the person, and nothing is left unanswered.
 */
export function listen(
  app: App,
  { routes }: Heard,
  desk: { db: Database; clock: Clock; log: Log },
  slack: WebClient,
): void {
  const run = (work: (tx: Tx) => Promise<Answer> | Promise<void>): Promise<Answer> =>
    inTransaction(desk, async (tx) => (await work(tx)) ?? undefined);

  const pressed = async (element: Element, press: Pressed, here: Here): Promise<Answer> => {
    const button = routes.buttons.get(element.action_id);
    if (button) {
      const value = carried(button.id.value, element.value ?? element.selected_option?.value);
      return run((tx) => button.run(tx, value, press.user.id, here));
    }
    const change = routes.changes.get(element.action_id);
    if (!change || !here.form) return undefined;
    const about = carried(change.id.about, here.form.about);
    const values = here.form.values;
    return run((tx) => change.run(tx, about, values as never, press.user.id));
  };

  app.action(/.*/, async ({ ack, body, action, respond }) => {
    const press = body as unknown as Pressed;
    const here = whereOf(press);
    try {
      const answer = await pressed(action as Element, press, here);
      await ack();
      if (answer && 'say' in answer)
        await respond({ ...answer.say, response_type: 'ephemeral', replace_original: false });
      else await show(answer, press.trigger_id, here);
    } catch (error) {
      await ack();
      await refuse(error, press, respond);
    }
  });

  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ ack, body, view }) => {
    const route = routes.forms.get(view.callback_id);
    if (!route) return ack();
    try {
      const about = carried(route.id.about, view.private_metadata);
      const fields = route.id.fields.safeParse(valuesOf(view.state.values));
      if (!fields.success) {
        const faults = fields.error.issues.map((issue) => [String(issue.path[0]), issue.message]);
        return await ack({ response_action: 'errors', errors: Object.fromEntries(faults) });
      }
      const answer = await run((tx) => route.run(tx, about, fields.data as never, body.user.id));
      if (answer && ('open' in answer || 'update' in answer)) {
        return await ack({ response_action: 'update', view: 'open' in answer ? answer.open : answer.update });
      }
      return await ack();
    } catch (error) {
      const input = view.blocks.find((block) => block.type === 'input');
      const field = (error instanceof DeskError && error.field) || input?.block_id;
      return await ack(field ? { response_action: 'errors', errors: { [field]: sentence(error) } } : undefined);
    }
  });

  app.command(/.*/, async ({ ack, command }) => {
    const words = routes.commands.get(command.command);
    const here: Here = { channel: command.channel_id, message: null, form: null };
    try {
      const answer = await run(
        async (tx) => (await words?.(tx, command.text.trim(), command.user_id, here)) ?? undefined,
      );
      await ack(answer && 'say' in answer ? { response_type: 'ephemeral', ...answer.say } : undefined);
      await show(answer, command.trigger_id, here);
    } catch (error) {
      await ack({ response_type: 'ephemeral', text: sentence(error) });
    }
  });

  app.shortcut(/.*/, async ({ ack, shortcut, respond }) => {
    const route = routes.shortcuts.get(shortcut.callback_id);
    const press = shortcut as unknown as Pressed;
    const here = whereOf(press);
    try {
      const answer = await run(async (tx) => (await route?.(tx, press.user.id, here)) ?? undefined);
      await ack();
      if (answer && 'say' in answer) await respond({ ...answer.say, response_type: 'ephemeral' });
      else await show(answer, press.trigger_id, here);
    } catch (error) {
      await ack();
      await refuse(error, press, respond);
    }
  });

  app.error(async (error) => desk.log.error({ problem: error.message, code: error.code }, 'listener failed'));

  const show = async (answer: Answer, trigger: string, here: Here): Promise<void> => {
    if (answer && 'open' in answer) await slack.views.open({ trigger_id: trigger, view: answer.open });
    if (answer && 'update' in answer && here.form) {
      await slack.views.update({ view_id: here.form.viewId, hash: here.form.hash, view: answer.update });
    }
  };

  /** A refusal reaches people of other organisations by a modal: nothing promises that they see our ephemeral messages. */
  const refuse = async (
    error: unknown,
    press: Pressed,
    respond: (answer: object) => Promise<unknown>,
  ): Promise<void> => {
    const said = content(md`${sentence(error)}`);
    const person = await personById(desk.db.reader, press.user.id);
    const inMessage = press.container?.type !== 'view' && press.response_url;
    if (inMessage && person && !person.external) {
      await respond({ ...said, response_type: 'ephemeral', replace_original: false });
    } else {
      await slack.views.open({
        trigger_id: press.trigger_id,
        view: noteView('That did not work', [section(md`${sentence(error)}`)]),
      });
    }
  };

  /** What a person may know of an error: the sentence of a refusal, and of a bug only that it is one. */
  const sentence = (error: unknown): string => {
    if (error instanceof DeskError && error.code !== 'internal') return error.message;
    desk.log.error({ err: error }, 'verb failed');
    return 'Something went wrong on our side and nothing was changed. Please try again; it is in the log.';
  };
}

/** A pressed element: a button's value, or the chosen option's. */
interface Element {
  action_id: string;
  value?: string;
  selected_option?: { value: string } | null;
}

/** The parts of interaction payloads that we read. */
interface Pressed {
  user: { id: string };
  trigger_id: string;
  response_url?: string;
  container?: { type: string };
  channel?: { id: string };
  message?: { ts: string; thread_ts?: string; text?: string; user?: string };
  message_ts?: string;
  view?: { id: string; hash: string; private_metadata: string; state: { values: Parameters<typeof valuesOf>[0] } };
}

const whereOf = (press: Pressed): Here => ({
  channel: press.channel?.id ?? null,
  message:
    press.channel && press.message
      ? {
          channel: press.channel.id,
          ts: press.message.ts,
          thread: press.message.thread_ts ?? null,
          text: press.message.text ?? '',
          user: press.message.user ?? null,
        }
      : null,
  form: press.view
    ? {
        viewId: press.view.id,
        hash: press.view.hash,
        about: press.view.private_metadata,
        values: valuesOf(press.view.state.values),
      }
    : null,
});
