import { expect, it } from 'vitest';
import { emojiCharacter, reactionCharacter, withEmoji } from './emoji.ts';

it('knows the emoji the desk uses', () => {
  const names = ['ticket', 'white_check_mark', 'eyes', 'red_circle', 'large_orange_circle', 'large_yellow_circle'];
  expect(names.map((name) => emojiCharacter(name))).toEqual(['🎫', '✅', '👀', '🔴', '🟠', '🟡']);
  expect(
    ['white_circle', 'hourglass_flowing_sand', 'double_vertical_bar', 'exclamation', 'pager'].map((n) =>
      emojiCharacter(n),
    ),
  ).toEqual(['⚪', '⏳', '⏸️', '❗', '📟']);
});

it('adds the skin tone of a reaction', () => {
  expect(reactionCharacter('wave::skin-tone-3')).toBe('👋\u{1F3FC}');
});

it('shows an unknown reaction by its name', () => {
  expect(reactionCharacter('our-logo')).toBe(':our-logo:');
});

it('does not mistake properties of objects for names', () => {
  expect(emojiCharacter('constructor')).toBeUndefined();
});

it('leaves times and unknown names in plain text alone', () => {
  expect(withEmoji('at 10:30:15 :tada: :our-logo:')).toBe('at 10:30:15 🎉 :our-logo:');
});
