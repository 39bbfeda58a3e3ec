import { describe, expect, it } from 'vitest';
import { problemSentence } from './problem.ts';

const inChannel = { audience: 'team', lane: 'C1' } as const;

describe('what a lead is told about a post that cannot be sent', () => {
  it.each([
    ['not_in_channel', '/invite'],
    ['channel_not_found', '/invite'],
    ['is_archived', 'Unarchive it'],
    ['restricted_action_read_only_channel', 'workspace admin'],
    ['missing_scope', 'current manifest'],
    ['thread_gone', 'new thread'],
    ['internal_text_refused', 'internal channel'],
    ['some_new_error', 'some_new_error'],
  ])('names the channel for %s and says what to do', (problem, advice) => {
    const sentence = problemSentence(inChannel, problem);
    expect(sentence).toContain('<#C1>');
    expect(sentence).toContain(advice);
  });

  it('names the person when it is a direct message', () => {
    expect(problemSentence({ audience: 'person', lane: 'U1' }, 'user_disabled')).toContain('<@U1>');
  });

  it('names the person whose home it is', () => {
    expect(problemSentence({ audience: 'home', lane: 'home-U1' }, 'not_enabled')).toContain('<@U1>');
  });

  it('speaks of the token when Slack refuses it', () => {
    expect(problemSentence(inChannel, 'token_revoked')).toContain('new token into the settings');
  });
});
