import { describe, expect, it } from 'vitest';
import { isThanks } from './thanks.ts';

describe('a message after a resolve', () => {
  it.each([
    'Thanks!',
    'thank you so much',
    'Thanks, Bo!',
    'Thank you Cy.',
    'Great, thanks',
    'Perfect!',
    'Danke schön',
    'Vielen Dank euch',
    'works now, thanks for the quick help',
    'It works again.',
    "ok, it's fixed",
    'All good now :tada:',
    ':+1:',
    '👍🏽',
    '<@UBO> thanks :pray:',
  ])('is a thank-you: %s', (text) => expect(isThanks(text)).toBe(true));

  it.each([
    '',
    'It is full again.',
    'Ok, it is down again',
    'Thanks, but the second node fails',
    'Thanks, now the login fails',
    'Thanks. Broken',
    'thanks, still the same',
    'Great, same error',
    'works now?',
    'Perfect storm: everything is red',
    'ok so not fixed',
    'danke, geht nicht',
    'Thanks Bo Outage Berlin',
    'it works on staging',
    'everything is slow',
    'Thanks for the fix. '.repeat(10),
  ])('is something to look at: %s', (text) => expect(isThanks(text)).toBe(false));
});
