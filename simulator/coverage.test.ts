import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { methods } from './api/methods.ts';
import { eventCoverage, interactionCoverage, methodCoverage, surfaceCoverage } from './coverage.ts';
import { eventRules } from './events.ts';

const covered = (list: Record<string, { state: string }>) =>
  Object.keys(list)
    .filter((name) => list[name]?.state !== 'absent')
    .sort();

describe('the list of what is covered', () => {
  it('names every method that is answered, and no other as present', () => {
    expect(covered(methodCoverage)).toEqual(Object.keys(methods).sort());
  });

  it('names every event that is sent, and no other as present', () => {
    expect(covered(eventCoverage)).toEqual(Object.keys(eventRules).sort());
  });

  it('names every interaction that is sent', () => {
    const source = readFileSync(new URL('interactions.ts', import.meta.url), 'utf8');
    const sent = [...source.matchAll(/type: '([a-z_]+)',? ?\n? *(?:callback_id|\.\.\.base)/g)].map((match) => match[1]);
    for (const type of sent) expect(covered(interactionCoverage)).toContain(type);
    expect(sent).toEqual(expect.arrayContaining(['block_actions', 'message_action', 'shortcut', 'block_suggestion']));
  });

  it('says what is missing wherever something is only partly there', () => {
    const all = { ...methodCoverage, ...eventCoverage, ...interactionCoverage, ...surfaceCoverage };
    for (const [name, { state, note }] of Object.entries(all)) {
      expect(state !== 'partial' || note !== '', name).toBe(true);
      expect(state !== 'full' || note === '', name).toBe(true);
    }
  });
});

describe('the simulator', () => {
  it('imports nothing of the desk', () => {
    const files = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' });
    const sources = files.filter((file) => /\.tsx?$/.test(file) && !file.includes('node_modules'));
    const offenders = sources.filter((file) =>
      /from '(\.\.\/)+src\//.test(readFileSync(new URL(file, import.meta.url), 'utf8')),
    );
    expect(offenders).toEqual([]);
    expect(sources.length).toBeGreaterThan(40);
  });
});
