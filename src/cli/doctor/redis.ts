import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findRedisBinary } from '../../redis/binary.ts';
import { askGiven } from '../../redis/given.ts';
import type { Report } from './finding.ts';

/** The first version with all commands we send. */
const OLDEST = '6.2';

/** The server at `url`, or without one the program that the desk starts itself. */
export async function checkRedis(url: string | undefined, faults: string[], report: Report): Promise<void> {
  if (url) return checkServer(url, report);
  if (faults.some((fault) => fault.startsWith('REDIS_URL'))) return report('–', 'Redis: not checked; see REDIS_URL.');
  const binary = await findRedisBinary();
  if (!binary) {
    const install = 'Install redis-server or valkey-server, or set REDIS_URL to a Redis that is running';
    return report('✗', `No Redis was found on this machine. ${install}.`);
  }
  const { stdout } = await promisify(execFile)(binary, ['--version']);
  checkVersion(/v=([\d.]+)/.exec(stdout)?.[1] ?? '', `${binary}, for a private Redis,`, report);
}

async function checkServer(url: string, report: Report): Promise<void> {
  const info = await askGiven(url, (redis) => redis.info());
  const fact = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  checkVersion(fact('redis_version'), 'The Redis at REDIS_URL answers and', report);
  const policy = fact('maxmemory_policy');
  if (policy !== 'noeviction') {
    const why = 'so it may throw reminders away';
    report(
      '✗',
      `Redis has maxmemory-policy ${policy}, ${why}. Set it: redis-cli config set maxmemory-policy noeviction.`,
    );
  }
  if (fact('aof_enabled') !== '1') {
    report(
      '!',
      'Redis keeps no append-only file. Nothing is lost, but a restart of it costs time: set appendonly yes.',
    );
  }
}

function checkVersion(version: string, what: string, report: Report): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < 6 || (major === 6 && minor < 2);
  if (isOld) report('✗', `${what} is version ${version || 'unknown'}. Firstline needs ${OLDEST} or newer: upgrade it.`);
  else report('✓', `${what} is version ${version}.`);
}
