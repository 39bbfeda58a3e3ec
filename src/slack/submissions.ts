import { lt } from 'drizzle-orm';
import { type Tx, tablesOf } from '../db/database.ts';
import { slackTables } from './tables.ts';

const tables = tablesOf(slackTables);

/** An open form can't be sent any more after a day. */
const REMEMBER_MS = 24 * 3_600_000;

/**
 * Notes that a form was worked off; false when it was before. Whoever sees that we did not answer sends the form again,
 * not knowing that it has worked. The hash tells a form from the next step that we show in its place.
 */
export async function noteSubmission(tx: Tx, form: { id: string; hash: string }): Promise<boolean> {
  const { submissions } = tables(tx);
  await tx.sql.delete(submissions).where(lt(submissions.at, tx.now - REMEMBER_MS));
  const rows = await tx.sql
    .insert(submissions)
    .values({ form: `${form.id} ${form.hash}`, at: tx.now })
    .onConflictDoNothing()
    .returning({ at: submissions.at });
  return rows.length > 0;
}
