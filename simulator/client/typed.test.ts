import { describe, expect, it } from 'vitest';
import { complete, suggest } from './suggest.ts';
import { fromTyped, toTyped } from './typed.ts';
import { person, workspaceWith } from './workspace.fixture.ts';

const people = [
  person('U1', 'ana', 'Ana Silva', 'T2'),
  person('U2', 'bo', 'Bo Berg'),
  person('U3', 'bob', 'Bo Berg-Lund'),
];
const workspace = workspaceWith({ people });

describe('what a person typed', () => {
  it('gets ids for names, the longest name first', () => {
    expect(fromTyped('@Bo Berg-Lund and @bo berg, see #acme-support', workspace)).toBe('<@U3> and <@U2>, see <#C1>');
  });

  it('calls the app, groups and everybody', () => {
    expect(fromTyped('@Firstline @sre @here', workspace)).toBe('<@UB> <!subteam^S1> <!here>');
  });

  it('is escaped, so that typed brackets call nobody', () => {
    expect(fromTyped('<!channel> a & b', workspace)).toBe('&lt;!channel&gt; a &amp; b');
  });

  it('keeps names inside longer words and addresses', () => {
    expect(fromTyped('mail x@bo.test, @bobby, #acme-support-old', workspace)).toBe(
      'mail x@bo.test, @bobby, #acme-support-old',
    );
  });

  it('comes back for editing as it was typed', () => {
    const typed = '@Bo Berg look at #acme-support & @sre, @here <b>';
    expect(toTyped(fromTyped(typed, workspace), workspace)).toBe(typed);
  });
});

describe('suggestions', () => {
  it('offer the commands that begin as typed, to staff outside of threads only', () => {
    const labels = (inThread: boolean, external: boolean) =>
      suggest('/t', 2, workspaceWith({ people, external }), inThread).map((one) => one.label);
    expect(labels(false, false)).toEqual(['/ticket']);
    expect(labels(true, false)).toEqual([]);
    expect(labels(false, true)).toEqual([]);
  });

  it('stop once the command is followed by words', () => {
    expect(suggest('/ticket list', 12, workspace, false)).toEqual([]);
  });

  it('find people by either name and say who is of another organisation', () => {
    const found = suggest('hi @silv', 8, workspace, true);
    expect(found.map((one) => [one.label, one.badge])).toEqual([['@Ana Silva', 'Acme']]);
    expect(suggest('@bob', 4, workspace, false).map((one) => one.label)).toEqual(['@Bo Berg-Lund']);
  });

  it('replace only the word at the caret', () => {
    const [first] = suggest('ask @an now', 7, workspace, false);
    expect(first && complete('ask @an now', 7, first)).toEqual({ text: 'ask @Ana Silva now', caret: 15 });
  });

  it('leave mail addresses alone', () => {
    expect(suggest('x@bo', 4, workspace, false)).toEqual([]);
  });
});
