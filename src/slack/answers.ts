import type { WebClient } from '@slack/web-api';
import type { Database } from '../db/database.ts';
import { DeskError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Content } from '../outbox/post.ts';
import { content, section } from './blocks.ts';
import { noteView, type valuesOf } from './ids.ts';
import type { Answer, Here } from './listener.ts';
import { personById } from './people.ts';
import { md, trusted } from './text.ts';

/** The parts of interaction payloads that we read. */
export interface Pressed {
  user: { id: string };
  trigger_id: string;
  container?: { type: string };
  channel?: { id: string };
  message?: { ts: string; thread_ts?: string; text?: string; user?: string; bot_id?: string };
  view?: {
    type: string;
    id: string;
    hash: string;
    private_metadata: string;
    state: { values: Parameters<typeof valuesOf>[0] };
  };
}

/** Posts to the response URL of an interaction. */
export type Respond = (answer: object) => Promise<unknown>;

/** What is said to a person after their click was acknowledged. Failing to say it is logged, and undoes nothing. */
export interface Answers {
  show(answer: Answer, press: Pressed, here: Here, respond: Respond | null): Promise<void>;
  refuse(error: unknown, press: Pressed, respond: Respond | null): Promise<void>;
  /** What a person may know of an error: the sentence of a refusal, and of a bug only that it is one. */
  sentence(error: unknown): string;
}

export function answers(desk: { db: Database; log: Log }, slack: WebClient): Answers {
  const sentence = (error: unknown): string => {
    if (error instanceof DeskError && error.code !== 'internal') return error.message;
    desk.log.error({ err: error }, 'verb failed');
    return 'Something went wrong on our side and nothing was changed. Please try again; it is in the log.';
  };
  const attempt = async (say: () => Promise<unknown>): Promise<boolean> => {
    try {
      await say();
      return true;
    } catch (error) {
      desk.log.warn(
        { problem: error instanceof Error ? error.message : String(error) },
        'an answer did not reach the person',
      );
      return false;
    }
  };
  const privately = (respond: Respond, said: object) =>
    respond({ ...said, response_type: 'ephemeral', replace_original: false });

  /** In the Home tab and in modals there is no place for a private message. */
  const inModal = ({ text, blocks }: Content) => noteView('Firstline', blocks ?? [section(trusted(text))]);

  return {
    sentence,
    show: async (answer, press, here, respond) => {
      if (!answer) return;
      if ('say' in answer) {
        const view = inModal(answer.say);
        if (respond) await attempt(() => privately(respond, answer.say));
        else if (press.view?.type === 'home')
          await attempt(() => slack.views.open({ trigger_id: press.trigger_id, view }));
        else if (press.view) await attempt(() => slack.views.update({ view_id: here.form?.viewId ?? '', view }));
      } else if ('update' in answer) {
        const { form } = here;
        if (form)
          await attempt(() => slack.views.update({ view_id: form.viewId, hash: form.hash, view: answer.update }));
      } else if (
        !(await attempt(() => slack.views.open({ trigger_id: press.trigger_id, view: answer.open }))) &&
        respond
      ) {
        const said = content(md`Slack did not open the form. Please press the button again.`);
        await attempt(() => privately(respond, said));
      }
    },
    /** People of other organisations get a modal: nothing promises that they see our ephemeral messages. */
    refuse: async (error, press, respond) => {
      const said = sentence(error);
      const person = await personById(desk.db.reader, press.user.id);
      if (respond && press.container?.type !== 'view' && person && !person.external) {
        await attempt(() => privately(respond, content(md`${said}`)));
      } else {
        const view = noteView('That did not work', [section(md`${said}`)]);
        await attempt(() => slack.views.open({ trigger_id: press.trigger_id, view }));
      }
    },
  };
}
