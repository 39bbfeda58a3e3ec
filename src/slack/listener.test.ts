import { expect, it } from 'vitest';
import { z } from 'zod';
import { buttonId, formId } from './ids.ts';
import { collectListeners } from './listener.ts';

const run = async () => {};

it('refuses two listeners for one id, of every kind', () => {
  const slack = collectListeners();
  const button = buttonId('a', z.object({}));
  const form = formId('a', z.object({}), {});
  const twice: (() => void)[] = [
    () => slack.onButton(button, run),
    () => slack.onForm(form, run),
    () => slack.onFormChange(form, run),
    () => slack.onCommand('/a', run),
    () => slack.onMessageShortcut('a', run),
  ];
  for (const listen of twice) {
    listen();
    expect(listen).toThrow(/^Two listeners for /);
  }
  expect([...slack.routes.changes.keys()]).toEqual(['a-live']);
});
