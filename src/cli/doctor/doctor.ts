import type { Clock } from '../../clock.ts';
import { readSettings } from '../../config.ts';
import { DeskError } from '../../errors.ts';
import { readPolicy } from '../../policy/read.ts';
import { count } from '../text.ts';
import type { Report } from './finding.ts';
import { checkPeople } from './people.ts';
import { checkRedis } from './redis.ts';
import { checkRotations } from './rotations.ts';
import { checkBot, checkReach } from './slack.ts';
import { checkDatabase, checkFolder } from './storage.ts';
import { checkUserGroups } from './usergroups.ts';
import { checkChannels, checkStaff } from './workspace.ts';

/**
 * Looks at everything the desk needs and says one line for each thing, with its fix where something is wrong. Changes nothing, goes
 * on after a fault, and shows no secret. Answers whether all is well.
 */
export async function doctor(
  env: Record<string, string | undefined>,
  clock: Clock,
  say: (line: string) => void,
): Promise<boolean> {
  let faults = 0;
  const report: Report = (mark, says) => {
    if (mark === '✗') faults += 1;
    say(`${mark} ${says}`);
  };
  /** What a check found, or null when it could not find it; a refusal is a fault for each of its lines. */
  const check = async <T>(what: string, look: () => Promise<T> | T): Promise<T | null> => {
    try {
      return await look();
    } catch (error) {
      if (error instanceof DeskError) for (const line of error.message.split('\n')) report('✗', line);
      else report('✗', `${what} can't be checked: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  };

  const settings = readSettings(env);
  const { config } = settings;
  for (const fault of settings.faults) report('✗', `${fault}.`);
  if (settings.faults.length === 0) report('✓', 'The settings are readable.');

  const policy = await check('The policy', () => {
    const read = readPolicy(config.policyPath);
    report('✓', `The policy is right: ${read.name}, version ${read.version}.`);
    return read;
  });
  await check('The data folder', () => checkFolder(config.dataDir, report));
  const database = await check('The database', () => checkDatabase(config.databaseUrl, settings.faults, report));
  await check('Redis', () => checkRedis(config.redisUrl, settings.faults, report));
  const bot = await check('Slack', () => checkBot(config, report));
  if (config.apiUrl) await check('The way to Slack', () => checkReach(config, report));

  try {
    if (!database)
      report('–', "Customers, staff, channels and rotations: not checked, because the database can't be asked.");
    else {
      const { reader } = database;
      await check('Customers and staff', () => checkPeople(reader, policy, report));
      if (policy) await check('The rotations', () => checkRotations(reader, policy, clock.now(), report));
      if (bot) {
        await check('The channels', () => checkChannels(bot, reader, report));
        await check('The staff', () => checkStaff(bot, reader, report));
        if (policy) await check('The user groups', () => checkUserGroups(bot, policy, report));
      } else report('–', 'Channels and accounts: not checked, because Slack did not let us in.');
    }
  } finally {
    database?.close();
  }
  say(faults === 0 ? 'All is well.' : `${count(faults, 'thing')} to mend.`);
  return faults === 0;
}
