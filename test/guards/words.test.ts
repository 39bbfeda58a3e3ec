import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter((path) => path && !/\.(png|ico)$/.test(path) && path !== 'test/guards/words.test.ts');

/** Words that must stand in no file of the project, each with why. */
const UNWANTED: [words: RegExp, why: string][] = [
  [/\/(?:root|home\/\w+|Users\/\w+|work)\/[\w.-]+/, 'a path of somebody’s machine'],
  [/registry\.npm|"resolved": "http/, 'a package registry; the lockfile must serve everywhere'],
  [/\bTODO\b|\bFIXME\b|\bXXX\b/, 'work left behind'],
  [/\b(?:it|test|describe)\.(?:skip|only|todo)\(/, 'a test that is not run'],
];

it.each(UNWANTED)('no file holds %s', (words, why) => {
  const found = tracked.flatMap((path) => {
    const line = readFileSync(path, 'utf8')
      .split('\n')
      .findIndex((text) => words.test(text));
    return line < 0 ? [] : [`${path}:${line + 1}`];
  });
  expect(found, why).toEqual([]);
});
