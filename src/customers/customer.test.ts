import { expect, it } from 'vitest';
import { readPeople } from './customer.ts';

const acme = { name: 'Acme', tier: 'premium', channels: { C1: 'ask' } };

it('fills in what may be left out', () => {
  expect(readPeople({ customers: { acme: { name: 'Acme', tier: 'premium' } } })).toEqual({
    customers: { acme: { name: 'Acme', tier: 'premium', phase: 'live', contacts: [], channels: {} } },
    staff: {},
    rotations: {},
    channels: {},
  });
  expect(readPeople(null).customers).toEqual({});
});

it('names every fault with its place', () => {
  const faulty = {
    customers: { 'Acme Corp': acme, globex: { ...acme, channels: { general: 'ask', C2: 'sometimes' } } },
    staff: { ana: 'lead', U1: 'boss' },
  };
  const places = ['customers.Acme Corp', 'customers.globex.channels.general', 'channels.C2', 'staff.ana', 'staff.U1'];
  for (const place of places) expect(() => readPeople(faulty)).toThrow(place);
});

it('refuses a name that no message or form has room for', () => {
  const named = (name: string) => () => readPeople({ customers: { acme: { ...acme, name } } });
  expect(named('é'.repeat(75))).not.toThrow();
  expect(named('é'.repeat(76))).toThrow('customers.acme.name is longer than 75 characters');
});

it('refuses a channel of two customers, or of the desk itself', () => {
  expect(() => readPeople({ customers: { acme, globex: acme } })).toThrow(
    'customers.globex.channels.C1 belongs to acme already',
  );
  expect(() => readPeople({ customers: { acme }, channels: { triage: 'C1' } })).toThrow('belongs to the desk itself');
});

it('refuses a rotation with somebody who is not staff, or twice the same', () => {
  expect(() => readPeople({ staff: { U1: 'staff' }, rotations: { support: ['U1', 'U2'] } })).toThrow(
    'rotations.support.1 names U2, who is not in staff',
  );
  expect(() => readPeople({ staff: { U1: 'staff' }, rotations: { support: ['U1', 'U1'] } })).toThrow(
    'names somebody twice',
  );
});
