import { expect, it } from 'vitest';
import { type Source, sourcesIn } from './sources.ts';

/** What every feature may build on; it never imports a feature. */
const GROUND = ['time', 'db', 'timeline', 'timers', 'redis', 'inbox', 'outbox', 'slack'];
/** In their fixed order: each imports only earlier ones. */
const FEATURES = [
  'policy',
  'sla',
  'customers',
  'rotations',
  'usergroups',
  'feeds',
  'cover-requests',
  'swap-requests',
  'absences',
  'oncall',
  'notices',
  'tickets',
  'intake',
  'reminders',
  'escalation',
  'handover',
  'queue',
  'home',
];
/** Files that build the whole and may know every part. */
const BUILDERS = /^src\/(start|features|tables|main)\.ts$|^src\/cli\//;

const src = sourcesIn('src');
const folderOf = (path: string): string => /^src\/([^/]+)\//.exec(path)?.[1] ?? '';

/** Offences of a rule over every import, as `file → import`. */
const offences = (among: Source[], isWrong: (file: Source, imported: Source['imports'][number]) => boolean): string[] =>
  among.flatMap((file) =>
    file.imports.filter((imported) => isWrong(file, imported)).map(({ from }) => `${file.path} → ${from}`),
  );

it('every folder of src is ground, a feature, or the command line', () => {
  const known = new Set([...GROUND, ...FEATURES, 'cli']);
  expect([...new Set(src.map(({ path }) => folderOf(path)))].filter((folder) => folder && !known.has(folder))).toEqual(
    [],
  );
});

it('the ground imports no feature', () => {
  expect(
    offences(
      src.filter(({ path }) => !BUILDERS.test(path) && path !== 'src/desk.ts' && !FEATURES.includes(folderOf(path))),
      (_, { target }) => target !== null && FEATURES.includes(folderOf(target)),
    ),
  ).toEqual([]);
});

it('features import only earlier features', () => {
  const place = (path: string) => FEATURES.indexOf(folderOf(path));
  expect(
    offences(
      src.filter(({ path }) => place(path) >= 0),
      (file, { target }) => target !== null && place(target) > place(file.path),
    ),
  ).toEqual([]);
});

it("no feature reaches into another's rows: tables and stores stay at home", () => {
  expect(
    offences(src, (file, { target }) => {
      if (!target || BUILDERS.test(file.path) || folderOf(target) === folderOf(file.path)) return false;
      return FEATURES.includes(folderOf(target)) && /\/(store|tables|slack|jobs)\.ts$/.test(target);
    }),
  ).toEqual([]);
});

it('rules and views stay pure: they import nothing that reads or writes', () => {
  const pure = src.filter(
    ({ path }) =>
      /\/(([\w-]+-)?views|ids)\.ts$/.test(path) ||
      /^src\/tickets\/(lifecycle|assignment)\.ts$/.test(path) ||
      /^src\/(time|sla)\//.test(path) ||
      (FEATURES.includes(folderOf(path)) && /^src\/([\w-]+?)s?\/\1\.ts$/.test(path)),
  );
  expect(pure.length).toBeGreaterThan(20);
  expect(
    offences(
      pure,
      (_, { target, typeOnly }) =>
        !typeOnly && /\/(store|service|outbox\/outbox|timers\/timers|timeline\/timeline)\.ts$/.test(target ?? ''),
    ),
  ).toEqual([]);
});

it('each library has its room', () => {
  const rooms: [library: RegExp, rooms: RegExp, typesToo: boolean][] = [
    [
      /^drizzle-orm/,
      /^src\/db\/|\/(tables|store)\.ts$|^src\/(timeline\/timeline|slack\/people|slack\/channels|slack\/submissions|tickets\/(lists|out-of-date)|(outbox|timers)\/due)\.ts$/,
      true,
    ],
    [/^better-sqlite3/, /^src\/db\/|^src\/cli\//, true],
    [/^@slack\/bolt/, /^src\/slack\//, true],
    [/^@slack\/web-api/, /^src\/(slack|outbox|cli)\//, true],
    [/^@slack\//, /^src\/(slack|outbox|cli)\/|\/(public-)?views\.ts$/, true],
    [/^ical-generator/, /^src\/feeds\//, true],
    [/^(bullmq|ioredis)/, /^src\/(timers|redis|cli)\//, true],
    [/^pino/, /^src\/log\.ts$|^src\/(timers|redis|outbox)\//, true],
  ];
  for (const [library, room] of rooms) {
    expect(
      offences(src, (file, { from }) => library.test(from) && !room.test(file.path)),
      String(library),
    ).toEqual([]);
  }
});

it('the environment is read in config.ts alone, and the system clock in clock.ts', () => {
  const naming = (words: RegExp, but: RegExp) =>
    src.filter(({ path, text }) => words.test(text) && !but.test(path)).map(({ path }) => path);
  expect(naming(/process\.env/, /^src\/config\.ts$/)).toEqual([]);
  // BullMQ counts delays in the machine's own time, and patience with a child process is real time too.
  expect(
    naming(
      /Date\.now\(|new Date\(\)|performance\.now\(|DateTime\.(now|utc\(\)|local\(\))/,
      /^src\/(clock|timers\/queue|redis\/.*)\.ts$/,
    ),
  ).toEqual([]);
});

it('the desk and the simulator know nothing of each other', () => {
  expect(offences(src, (_, { target }) => /^(simulator|demo|test)\//.test(target ?? ''))).toEqual([]);
  expect(offences(sourcesIn('simulator', { tests: true }), (_, { target }) => /^src\//.test(target ?? ''))).toEqual([]);
});

it('only public views make what customers read', () => {
  const makers = src
    .filter(({ path, text }) => /publicContent\(/.test(text) && path !== 'src/outbox/post.ts')
    .map(({ path }) => path);
  expect(makers.length).toBeGreaterThan(0);
  expect(makers.filter((path) => !/\/public-views\.ts$/.test(path))).toEqual([]);
  expect(src.filter(({ text }) => /as PublicContent/.test(text)).map(({ path }) => path)).toEqual([
    'src/outbox/post.ts',
  ]);
});

it('files stay small', () => {
  const long = src.filter(({ text }) => text.split('\n').length > 300).map(({ path }) => path);
  expect(long).toEqual([]);
});
