/** Every table in the SQLite dialect: what drizzle-kit compares with the migrations. */
import { customerTables } from './customers/tables.ts';
import { sqliteColumns } from './db/columns.ts';
import { escalationTables } from './escalation/tables.ts';
import { handoverTables } from './handover/tables.ts';
import { inboxTables } from './inbox/tables.ts';
import { intakeTables } from './intake/tables.ts';
import { outboxTables } from './outbox/tables.ts';
import { policyTables } from './policy/tables.ts';
import { rotationTables } from './rotations/tables.ts';
import { slackTables } from './slack/tables.ts';
import { ticketTables } from './tickets/tables.ts';
import { timelineTables } from './timeline/tables.ts';
import { timerTables } from './timers/tables.ts';
import { usergroupTables } from './usergroups/tables.ts';

export const { timeline } = timelineTables(sqliteColumns);
export const { timers } = timerTables(sqliteColumns);
export const { inbox } = inboxTables(sqliteColumns);
export const { posts } = outboxTables(sqliteColumns);
export const { people, channels, submissions } = slackTables(sqliteColumns);
export const { policies } = policyTables(sqliteColumns);
export const { customers, customerChannels, staff, deskChannels } = customerTables(sqliteColumns);
export const { rotationMembers, overrides } = rotationTables(sqliteColumns);
export const { userGroups } = usergroupTables(sqliteColumns);
export const { tickets } = ticketTables(sqliteColumns);
export const { messages } = intakeTables(sqliteColumns);
export const { pages } = escalationTables(sqliteColumns);
export const { handovers } = handoverTables(sqliteColumns);
