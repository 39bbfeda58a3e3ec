import type { App } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Clock } from '../clock.ts';
import { type Database, inTransaction, type Tx } from '../db/database.ts';
import { DeskError } from '../errors.ts';
import type { Log } from '../log.ts';
import { answers, type Pressed, type Respond } from './answers.ts';
import { carried, valuesOf } from './ids.ts';
import type { Answer, Heard, Here } from './listener.ts';
import { noteSubmission } from './submissions.ts';
import { escaped } from './text.ts';

interface Given {
  db: Database;
  clock: Clock;
  log: Log;
  /** Looks a person up, so that what they may do is decided on facts. */
  know: (user: string) => Promise<unknown>;
}

/** A click must be acknowledged in 3 s; looking a person up may take only so much of them. */
const LOOK_UP_MS = 1_500;

/**
 * Connects the routes to Bolt with the manners every listener needs: the verb runs first (local, milliseconds) and the
 * acknowledgement carries its outcome, a refusal becomes one sentence to the person, and nothing is left unanswered.
 * `quiet` resolves when no interaction is under way.
 */
export function listen(app: App, { routes }: Heard, desk: Given, slack: WebClient): { quiet(): Promise<void> } {
  const { show, refuse, sentence } = answers(desk, slack);
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };

  /** Runs a verb for somebody. Whom we can't look up in time is treated as nobody of ours. */
  const act = async (user: string, work: (tx: Tx) => Promise<Answer> | Promise<void> | undefined): Promise<Answer> => {
    await Promise.race([
      desk.know(user).catch((error) => desk.log.warn({ problem: String(error) }, "a person can't be looked up")),
      new Promise((resolve) => setTimeout(resolve, LOOK_UP_MS).unref()),
    ]);
    return inTransaction(desk, async (tx) => (await work(tx)) ?? undefined, 'ahead');
  };

  /** A click: the verb, the acknowledgement, and only then what is shown. */
  const click = async (
    press: Pressed,
    ack: () => Promise<void>,
    respond: Respond | null,
    verb: (here: Here) => Promise<Answer>,
  ) => {
    const here = whereOf(press);
    let answer: Answer;
    try {
      answer = await verb(here);
    } catch (error) {
      await ack();
      return refuse(error, press, respond);
    }
    await ack();
    await show(answer, press, here, respond);
  };

  const pressed = async (element: Element, user: string, here: Here): Promise<Answer> => {
    const button = routes.buttons.get(element.action_id);
    if (button) {
      const value = carried(button.id.value, element.value ?? element.selected_option?.value);
      return act(user, (tx) => button.run(tx, value, user, here));
    }
    const change = routes.changes.get(element.action_id);
    const { form } = here;
    if (!change || !form) return undefined;
    const about = carried(change.id.about, form.about);
    return act(user, (tx) => change.run(tx, about, form.values as never, user));
  };

  app.action(/.*/, ({ ack, body, action, respond }) => {
    const press = body as unknown as Pressed & { response_url?: string };
    const verb = (here: Here) => pressed(action as Element, press.user.id, here);
    return track(click(press, () => ack(), press.response_url ? respond : null, verb));
  });

  app.shortcut(/.*/, ({ ack, shortcut, respond }) => {
    const press = shortcut as unknown as Pressed & { response_url?: string };
    const run = routes.shortcuts.get(shortcut.callback_id);
    const verb = (here: Here) => act(press.user.id, (tx) => run?.(tx, press.user.id, here));
    return track(click(press, () => ack(), press.response_url ? respond : null, verb));
  });

  app.command(/.*/, ({ ack, command }) => {
    const words = routes.commands.get(command.command);
    const here: Here = { channel: command.channel_id, message: null, form: null };
    const press: Pressed = { user: { id: command.user_id }, trigger_id: command.trigger_id };
    const answered = async () => {
      let answer: Answer;
      try {
        answer = await act(command.user_id, (tx) => words?.(tx, command.text.trim(), command.user_id, here));
      } catch (error) {
        return ack({ response_type: 'ephemeral', text: escaped(sentence(error)) });
      }
      await ack(answer && 'say' in answer ? { response_type: 'ephemeral', ...answer.say } : undefined);
      await show(answer, press, here, null);
    };
    return track(answered());
  });

  app.view({ callback_id: /.*/, type: 'view_submission' }, ({ ack, body, view }) => {
    const submitted = async () => {
      const route = routes.forms.get(view.callback_id);
      if (!route) return ack();
      const inputs = view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id as string);
      /** Slack takes a sentence only next to an input that the form has. */
      const refused = (faults: [field: string | undefined, sentence: string][]) => {
        const errors = faults.map(([field, said]) => [field && inputs.includes(field) ? field : inputs[0], said]);
        return ack(inputs.length > 0 ? { response_action: 'errors', errors: Object.fromEntries(errors) } : undefined);
      };
      let answer: Answer;
      try {
        const about = carried(route.id.about, view.private_metadata);
        const fields = route.id.fields.safeParse(valuesOf(view.state.values));
        if (!fields.success) {
          return refused(fields.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
        }
        answer = await act(body.user.id, async (tx) =>
          (await noteSubmission(tx, view))
            ? ((await route.run(tx, about, fields.data as never, body.user.id)) ?? undefined)
            : undefined,
        );
      } catch (error) {
        return refused([[error instanceof DeskError ? error.field : undefined, sentence(error)]]);
      }
      if (answer && !('say' in answer)) {
        return ack({ response_action: 'update', view: 'open' in answer ? answer.open : answer.update });
      }
      return ack();
    };
    return track(submitted());
  });

  app.error(async (error) => desk.log.error({ problem: error.message, code: error.code }, 'listener failed'));

  return {
    quiet: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** A pressed element: a button's value, or the chosen option's. */
interface Element {
  action_id: string;
  value?: string;
  selected_option?: { value: string } | null;
}

const whereOf = ({ channel, message, view }: Pressed): Here => ({
  channel: channel?.id ?? null,
  message:
    channel && message
      ? {
          channel: channel.id,
          ts: message.ts,
          thread: message.thread_ts ?? null,
          text: message.text ?? '',
          user: message.bot_id ? null : (message.user ?? null),
        }
      : null,
  form: view
    ? { viewId: view.id, hash: view.hash, about: view.private_metadata, values: valuesOf(view.state.values) }
    : null,
});
