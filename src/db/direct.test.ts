import BetterSqlite3 from 'better-sqlite3';
import { eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { sqliteColumns as c } from './columns.ts';
import { direct } from './direct.ts';

const things = c.table('things', {
  id: c.serial('id'),
  name: c.text('name').notNull(),
  open: c.flag('open').notNull(),
  data: c.json<unknown>('data'),
  dueAt: c.instant('due_at'),
});

let db: ReturnType<typeof drizzle>;

beforeEach(() => {
  db = drizzle({ client: new BetterSqlite3(':memory:') });
  db.run(
    sql`create table things (id integer primary key, name text not null, open integer not null, data text, due_at integer)`,
  );
});

const insert = () =>
  db
    .insert(things)
    .values({
      name: sql.placeholder('name'),
      open: sql.placeholder('open'),
      data: sql.placeholder('data'),
      dueAt: sql.placeholder('dueAt'),
    })
    .returning()
    .prepare();

const select = () =>
  db
    .select({
      id: things.id,
      open: things.open,
      data: things.data,
      due: things.dueAt,
      loud: sql<string>`upper(${things.name})`,
    })
    .from(things)
    .where(eq(things.name, sql.placeholder('name')))
    .prepare();

describe('a prepared query that was made direct', () => {
  it('writes and reads every value as Drizzle itself does', async () => {
    const thing = fc.record({
      name: fc.string(),
      open: fc.boolean(),
      data: fc.oneof(fc.constant(null), fc.dictionary(fc.string(), fc.integer()), fc.array(fc.string())),
      dueAt: fc.option(fc.integer()),
    });
    await fc.assert(
      fc.asyncProperty(thing, async (values) => {
        const [slow] = await insert().execute(values);
        const [fast] = await direct(insert()).execute(values);
        expect({ ...fast, id: 0 }).toEqual({ ...slow, id: 0 });
        expect(await direct(select()).execute(values)).toEqual(await select().execute(values));
      }),
    );
  });

  it('changes rows without answering any', async () => {
    await insert().execute({ name: 'lamp', open: false, data: null, dueAt: null });
    const update = db
      .update(things)
      .set({ open: true })
      .where(eq(things.name, sql.placeholder('name')))
      .prepare();
    await direct(update).execute({ name: 'lamp' });
    expect(await select().execute({ name: 'lamp' })).toMatchObject([{ open: true }]);
  });

  it('rejects when a value is missing, and what the database refuses', async () => {
    await expect(direct(select()).execute({})).rejects.toThrow('No value for placeholder "name"');
    const values = { name: null, open: true, data: null, dueAt: null };
    await expect(direct(insert()).execute(values)).rejects.toThrow('NOT NULL');
  });
});
