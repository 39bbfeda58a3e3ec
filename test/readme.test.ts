import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { importFile } from '../src/cli/people.ts';
import { commandLine } from '../src/cli/program.ts';
import { settingsList } from '../src/cli/settings.ts';
import { readPolicy } from '../src/policy/read.ts';

const readme = readFileSync('README.md', 'utf8');
const scripts = (JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }).scripts;

describe('the README', () => {
  it('links only to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names only scripts that exist', () => {
    const named = [...readme.matchAll(/npm (?:run (?:-s )?([a-z:]+)|(start|test))/g)].map(
      ([, run, own]) => run ?? own ?? '',
    );
    expect(named).toContain('demo');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('lists every command', () => {
    const section = /## Commands\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
    const listed = [...section.matchAll(/^\| `([a-z ]+)`/gm)].map(([, name]) => name);
    const named = commandLine().commands.flatMap((command) =>
      command.commands.length > 0
        ? command.commands.map((inner) => `${command.name()} ${inner.name()}`)
        : [command.name()],
    );
    expect(listed.toSorted()).toEqual(named.toSorted());
  });

  it('lists every setting with its default', () => {
    const rows = [...readme.matchAll(/^\| `([A-Z_]+)` *\|([^|]*)\|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(settingsList().map(({ name }) => name));
    for (const setting of settingsList()) {
      if (setting.default === undefined) continue;
      expect(rows.find(([, name]) => name === setting.name)?.[2]?.trim()).toBe(`\`${setting.default}\``);
    }
  });

  it('shows people that can be imported with the policy it names', async () => {
    const people = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1]?.replaceAll(/^ {3}/gm, '') ?? '';
    expect(parse(people)).toHaveProperty('customers.acme');
    const policyPath = /FIRSTLINE_POLICY=(\S+)/.exec(readme)?.[1] ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'readme-'));
    try {
      await writeFile(join(folder, 'people.yml'), people);
      const databaseUrl = `file:${join(folder, 'desk.db')}`;
      const imported = await importFile({ databaseUrl, policyPath }, join(folder, 'people.yml'));
      const rotations = Object.keys(readPolicy(policyPath).rotations);
      expect(Object.keys(imported.rotations).sort()).toEqual(rotations.sort());
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('shows a picture that loads quickly', () => {
    expect(statSync('docs/images/demo.png').size).toBeLessThan(400_000);
  });
});
