import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  buttonId,
  carried,
  choiceInput,
  formId,
  noteView,
  optionalText,
  personInput,
  textInput,
  valuesOf,
  writtenText,
} from './ids.ts';

const press = buttonId('press', z.object({ id: z.int() }));

describe('a button', () => {
  it('carries its value there and back', () => {
    fc.assert(
      fc.property(fc.integer(), (id) => {
        expect(carried(press.value, press.button('Press', { id }).value)).toEqual({ id });
      }),
    );
  });

  it('is cut to its label, and may ask first', () => {
    const ask = { title: 'Sure?', text: 'It stays so.', yes: 'Yes' };
    expect(press.button('x'.repeat(90), { id: 1 }, { style: 'danger', ask })).toMatchObject({
      text: { text: `${'x'.repeat(74)}…` },
      style: 'danger',
      confirm: { title: { text: 'Sure?' }, deny: { text: 'Cancel' } },
    });
  });

  it('as a select carries a value with every option, a hundred at most', () => {
    const options = Array.from({ length: 120 }, (_, id) => ({ label: `${id}`, value: { id } }));
    const select = press.select('Choose', options);
    expect(select.options).toHaveLength(100);
    expect(carried(press.value, select.options?.[7]?.value)).toEqual({ id: 7 });
  });

  it.each([undefined, '', 'not json', '{"id":"seven"}', 'null'])('of another time (%s) is refused in words', (json) => {
    expect(() => carried(press.value, json)).toThrow(/^This button is from an older time/);
  });
});

describe('fields', () => {
  it('bring back what was left in them by name', () => {
    const option = { value: 'a' };
    expect(
      valuesOf({
        text: { value: { value: 'words' } },
        empty: { value: { value: null } },
        choice: { live: { selected_option: option } },
        unchosen: { value: { selected_option: null } },
        several: { value: { selected_options: [option] } },
        person: { value: { selected_user: 'U1' } },
        people: { value: { selected_users: ['U1'] } },
        moment: { value: { selected_date_time: 12 } },
        nothing: {},
      }),
    ).toEqual({
      text: 'words',
      empty: undefined,
      choice: 'a',
      unchosen: undefined,
      several: ['a'],
      person: 'U1',
      people: ['U1'],
      moment: 12,
      nothing: undefined,
    });
  });

  it('start with what fits into them', () => {
    expect(textInput('a', { label: 'A', max: 3, initial: '𝕏𝕏𝕏𝕏' })).toMatchObject({
      element: { initial_value: '𝕏𝕏…', max_length: 3, multiline: false },
    });
    expect(textInput('a', { label: 'A', max: 3, initial: '' })).not.toHaveProperty('element.initial_value');
    expect(personInput('a', { label: 'A', initial: 'U1' })).toHaveProperty('element.initial_user', 'U1');
  });

  it('of a few choices start with one that is there, and may tell at once when it changes', () => {
    const options = [{ label: 'A', value: 'a', description: 'x'.repeat(90) }];
    const choice = choiceInput('c', {
      label: 'C',
      options,
      initial: 'gone',
      live: 'c-live',
      hint: 'h',
      optional: true,
    });
    expect(choice).toMatchObject({ dispatch_action: true, optional: true, element: { action_id: 'c-live' } });
    expect(choice).not.toHaveProperty('element.initial_option');
    expect(choiceInput('c', { label: 'C', options, initial: 'a' })).toHaveProperty('element.initial_option.value', 'a');
  });
});

describe('text that somebody writes', () => {
  it('has to be there, without the blanks around it, and to fit as Slack counts', () => {
    expect(writtenText(3).parse(' ab ')).toBe('ab');
    expect(writtenText(3).parse('𝕏𝕏𝕏')).toBe('𝕏𝕏𝕏');
    for (const wrong of ['', '  ', undefined, 'abcd']) expect(writtenText(3).safeParse(wrong).success).toBe(false);
  });

  it('may be missing where it is optional, but not too long', () => {
    for (const nothing of ['', '  ', undefined]) expect(optionalText(3).parse(nothing)).toBeUndefined();
    expect(optionalText(3).parse(' ab')).toBe('ab');
    expect(optionalText(3).safeParse('abcd').success).toBe(false);
  });
});

it('a form is cut to the titles Slack takes, and keeps what it is about', () => {
  const form = formId('f', z.object({ id: z.int() }), {});
  const view = form.view({ id: 1 }, { title: 'x'.repeat(30), submit: 'y'.repeat(30), blocks: [] });
  expect([view.title.text.length, view.submit?.text.length]).toEqual([24, 24]);
  expect(carried(form.about, view.private_metadata)).toEqual({ id: 1 });
  expect(noteView('z'.repeat(30), []).title.text).toHaveLength(24);
});
