import BetterSqlite3 from 'better-sqlite3';

/** Columns that are not copied as they are: what they become, `:n` being the number of the copy. */
type Changed = Record<string, string>;

/**
 * Copies the tickets of a database until there are `count`, with their history, timers and posts, each some seconds older than the one it is
 * copied from. Cards of copies count as sent.
 */
export function multiplyTickets(path: string, count: number, spreadMs: number): void {
  const db = new BetterSqlite3(path);
  const { n } = db.prepare('select count(*) as n from tickets').get() as { n: number };
  const copies = Math.ceil(count / n) - 1;
  const shift = `cast(:copy * ${spreadMs} / ${copies} as integer)`;
  const id = (column: string) => `(${column} + cast(:copy as integer) * ${n})`;
  const ticket = 'cast(substr(t.once, 8) as integer)';
  const named = (column: string) =>
    `replace(${column}, 'ticket-' || ${ticket} || '-', 'ticket-' || ${id(ticket)} || '-')`;
  db.exec(`create temp table copied_posts as select * from posts where once like 'ticket-%'`);
  const statements = [
    copy(db, 'tickets', 't.id <= :n', {
      ...{ id: id('t.id'), thread: `'c' || :copy || '-' || t.thread`, version: '1' },
      ...{ started_at: `started_at - ${shift}`, opened_at: `opened_at - ${shift}`, due_at: `due_at - ${shift}` },
    }),
    copy(db, 'timeline', 't.ticket_id <= :n', {
      ...{ seq: 'null', ticket_id: id('t.ticket_id'), at: `at - ${shift}` },
      data: `case when kind = 'opened' then json_set(data, '$.startedAt', json_extract(data, '$.startedAt') - ${shift}) else data end`,
    }),
    copy(db, 'timers', `t.name = 'ticket-look' and cast(t.key as integer) <= :n`, {
      ...{ id: 'null', key: id('cast(t.key as integer)'), due_at: `due_at - ${shift}` },
      data: `json_object('ticketId', ${id('cast(t.key as integer)')})`,
    }),
    copy(
      db,
      'posts',
      '1',
      {
        ...{ id: 'null', once: named('t.once'), under: named('t.under'), state: `'sent'`, channel: 'lane' },
        ...{ ts: `'c' || :copy || '-' || t.id`, sent_revision: 'revision' },
      },
      'copied_posts t',
    ),
  ];
  db.exec('begin');
  for (let i = 1; i <= copies; i++) for (const run of statements) run({ n, copy: i });
  db.exec('commit; analyze');
  db.close();
}

function copy(db: BetterSqlite3.Database, table: string, where: string, changed: Changed, from = `${table} t`) {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name);
  const values = columns.map((name) => changed[name] ?? name);
  const statement = db.prepare(
    `insert into ${table} (${columns.map((name) => `"${name}"`).join()}) select ${values.map((v) => (columns.includes(v) ? `"${v}"` : v)).join()} from ${from} where ${where}`,
  );
  return (given: { n: number; copy: number }) => statement.run(given);
}
