import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementLimits, textLimits } from '../limits.ts';
import type { JsonObject } from './schema.ts';
import { validateBlocks } from './validate.ts';

/** Any text of a length within the limit, counted in code points; half of them stand right at it. */
const within = (max: number) =>
  fc.oneof(
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(20, max) })
      .filter((text) => [...text].length <= max),
    fc.constantFrom('x', '🎫', 'ü').map((letter) => letter.repeat(max)),
  );
const plain = (max: number) => within(max).map((text) => ({ type: 'plain_text', text }));
const text = (max: number) => fc.record({ type: fc.constantFrom('plain_text', 'mrkdwn'), text: within(max) });

const button = fc.record(
  {
    type: fc.constant('button'),
    text: plain(elementLimits.buttonText),
    value: within(elementLimits.buttonValue),
    style: fc.constantFrom('primary', 'danger'),
    confirm: fc.record({ title: plain(elementLimits.confirmTitle), text: text(elementLimits.confirmText) }),
  },
  { requiredKeys: ['type', 'text'] },
);
const option = fc.record({ text: plain(elementLimits.optionText), value: within(elementLimits.optionValue) });
const select = fc.tuple(fc.array(option, { minLength: 1, maxLength: 5 }), fc.nat()).map(([options, at]) => ({
  type: 'static_select',
  options,
  initial_option: structuredClone(options[at % options.length]),
}));
const block = fc.oneof(
  fc.record({ type: fc.constant('section'), text: text(textLimits.section), accessory: fc.oneof(button, select) }),
  fc.record({
    type: fc.constant('section'),
    fields: fc.array(text(textLimits.field), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({ type: fc.constant('header'), text: plain(textLimits.header) }),
  fc.record({
    type: fc.constant('context'),
    elements: fc.array(text(textLimits.context), { minLength: 1, maxLength: 10 }),
  }),
  fc.record({
    type: fc.constant('actions'),
    elements: fc.array(fc.oneof(button, select), { minLength: 1, maxLength: 25 }),
  }),
  fc.record({
    type: fc.constant('input'),
    label: plain(textLimits.label),
    hint: plain(textLimits.hint),
    element: fc.oneof(select, fc.constant({ type: 'plain_text_input' })),
  }),
);
const card = fc.array(block, { minLength: 1, maxLength: 8 });

/** Every limited string of a card: where it stands, and a way to put another in its place. */
function strings(value: unknown, pointer: string): { pointer: string; grow(): void }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const at = `${pointer}/${name}`;
    if (typeof field === 'string' && (name === 'text' || name === 'value')) {
      return [{ pointer: at, grow: () => Object.assign(value as JsonObject, { [name]: '🎫'.repeat(3001) }) }];
    }
    return strings(field, at);
  });
}

describe('cards', () => {
  it('any card within the limits is taken on every surface', () => {
    fc.assert(
      fc.property(card, fc.constantFrom('message' as const, 'modal' as const, 'home' as const), (blocks, surface) => {
        expect(validateBlocks(blocks, surface)).toEqual([]);
      }),
    );
  });

  it('one over-long text anywhere is refused, and the pointer leads to it', () => {
    fc.assert(
      fc.property(card, fc.nat(), (blocks, pick) => {
        const grown = structuredClone(blocks);
        const places = strings(grown, '/blocks');
        const place = places[pick % places.length];
        place?.grow();
        const faults = validateBlocks(grown, 'message').filter(({ message }) =>
          message.startsWith('must be less than'),
        );
        expect(faults.map(({ pointer }) => pointer)).toEqual([place?.pointer]);
      }),
    );
  });

  it('one unknown field anywhere is refused, and the pointer leads to its object', () => {
    const objects = (value: unknown, pointer: string): { value: object; pointer: string }[] => {
      if (typeof value !== 'object' || value === null) return [];
      const inner = Object.entries(value).flatMap(([name, field]) => objects(field, `${pointer}/${name}`));
      return Array.isArray(value) ? inner : [{ value, pointer }, ...inner];
    };
    fc.assert(
      fc.property(card, fc.nat(), (blocks, pick) => {
        const changed = structuredClone(blocks);
        const places = objects(changed, '/blocks');
        const place = places[pick % places.length];
        Object.assign(place?.value ?? {}, { surprise: 1 });
        expect(validateBlocks(changed, 'message')).toContainEqual({
          message: 'invalid additional property: surprise',
          pointer: place?.pointer,
        });
      }),
    );
  });
});
