import { z } from 'zod';
import { invalid } from '../errors.ts';

/** What a new message in a channel leads to: an offer to open a ticket, a ticket at once, or nothing until somebody asks. */
export const intakeMode = z.enum(['ask', 'auto', 'manual']);
export type IntakeMode = z.infer<typeof intakeMode>;

/** `ended`: no longer ours; kept because its tickets are. */
export type Phase = 'onboarding' | 'live' | 'ended';

/** An organisation we support. */
export interface Customer {
  id: string;
  name: string;
  /** Key of a tier in the policy. */
  tier: string;
  phase: Phase;
  /** User ids of the people to turn to. */
  contacts: string[];
  channels: { id: string; intake: IntakeMode }[];
}

/** What most need of a customer; read without its channels and contacts. */
export type CustomerOutline = Pick<Customer, 'id' | 'name' | 'tier'>;

/** What somebody may do. Whoever is not one of our staff is treated as a customer. */
export type Role = 'lead' | 'staff' | 'customer';

/** What a channel of ours is for. */
export const DESK_CHANNELS = ['triage', 'handover'] as const;
export type DeskChannel = (typeof DESK_CHANNELS)[number];

const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'is not a key: use small letters, digits and dashes, like acme-corp');
const user = z.string().regex(/^[UW][A-Z0-9]+$/, 'is not a user id: it looks like U012ABCDEF');
const channel = z.string().regex(/^[CG][A-Z0-9]+$/, 'is not a channel id: it looks like C012ABCDEF');

/** Messages and forms have room for it beside what else they say; Slack's own limit for a choice. */
const LONGEST_NAME = 75;

/** Each once, in order. */
const people = z.array(user).refine((ids) => new Set(ids).size === ids.length, 'names somebody twice');

/**
 * Who we support and who we are, as one value: what `people.yml` holds. It is complete: whoever is not in it is not
 * a customer, not staff, not in a rotation.
 */
export const peopleFile = z.strictObject({
  customers: z
    .record(
      slug,
      z.strictObject({
        name: z.string().trim().min(1, 'is empty').max(LONGEST_NAME, `is longer than ${LONGEST_NAME} characters`),
        tier: z.string(),
        phase: z.enum(['onboarding', 'live']).default('live'),
        contacts: people.default([]),
        channels: z.record(channel, intakeMode).default({}),
      }),
    )
    .default({}),
  staff: z.record(user, z.enum(['lead', 'staff'])).default({}),
  /** User ids in the order in which they serve, by the rotation's key in the policy. */
  rotations: z.record(z.string(), people).default({}),
  channels: z.strictObject({ triage: channel.optional(), handover: channel.optional() }).default({}),
});
export type PeopleFile = z.infer<typeof peopleFile>;

/** Says where in a file something stands; `onKey`: the last step itself, not its value. */
export type Place = (path: readonly PropertyKey[], onKey?: boolean) => string;

export const dotted: Place = (path) => path.join('.') || 'the file';

/** Reads what `people.yml` holds, and checks what only the whole can tell. Throws `invalid`, one fault a line. */
export function readPeople(value: unknown, place: Place = dotted): PeopleFile {
  const read = peopleFile.safeParse(value ?? {});
  const faults = read.success
    ? crossFaults(read.data)
    : read.error.issues.flatMap((issue) => schemaFaults(issue, value));
  if (!read.success || faults.length > 0) {
    throw invalid(faults.map(([path, message, onKey]) => `${place(path, onKey)} ${message}`).join('\n'));
  }
  return read.data;
}

type Fault = [path: PropertyKey[], message: string, onKey?: boolean];

function schemaFaults(issue: z.core.$ZodIssue, file: unknown): Fault[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => [[...path, key], 'is not known here', true]);
    case 'invalid_key':
      return issue.issues.map(({ message }) => [path, message, true]);
    case 'invalid_value':
    case 'invalid_type':
      if (valueAt(file, path) === undefined) return [[path, 'is missing']];
      return [
        [path, issue.code === 'invalid_value' ? `must be one of ${issue.values.join(', ')}` : kind(issue.expected)],
      ];
    default:
      return [[path, issue.message]];
  }
}

const kind = (expected: string): string =>
  ['record', 'object'].includes(expected)
    ? 'must be a map'
    : expected === 'array'
      ? 'must be a list'
      : 'must be a text';

const valueAt = (file: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step], file);

function crossFaults(file: PeopleFile): Fault[] {
  const owners = new Map<string, string>();
  const faults: Fault[] = [];
  for (const name of DESK_CHANNELS) {
    const id = file.channels[name];
    if (id) owners.set(id, 'the desk itself');
  }
  for (const [key, customer] of Object.entries(file.customers)) {
    for (const id of Object.keys(customer.channels)) {
      const owner = owners.get(id);
      if (owner) faults.push([['customers', key, 'channels', id], `belongs to ${owner} already`]);
      owners.set(id, key);
    }
  }
  for (const [rotation, members] of Object.entries(file.rotations)) {
    for (const [index, member] of members.entries()) {
      if (!file.staff[member]) faults.push([['rotations', rotation, index], `names ${member}, who is not in staff`]);
    }
  }
  return faults;
}
