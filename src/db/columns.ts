import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/**
 * The column kit every table is written with. It is the only place that knows the dialect: a table is a function of the
 * kit, so a second database needs a second kit and no change in any feature.
 */
export const sqliteColumns = {
  table: sqliteTable,
  text: (name: string) => text(name),
  /** A short word out of a closed list. */
  word: <W extends string>(name: string) => text(name).$type<W>(),
  integer: (name: string) => integer(name),
  /** A growing number given by the database. */
  serial: (name: string) => integer(name).primaryKey({ autoIncrement: true }),
  /** Epoch milliseconds UTC. */
  instant: (name: string) => integer(name),
  flag: (name: string) => integer(name, { mode: 'boolean' }),
  json: <T>(name: string) => text(name, { mode: 'json' }).$type<T>(),
  index,
  uniqueIndex,
  primaryKey,
  sql,
};

export type Columns = typeof sqliteColumns;
