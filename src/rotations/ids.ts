import { z } from 'zod';

/** A shift as an option of a select carries it. */
export interface ShiftRef {
  rotation: string;
  layer: string | undefined;
  user: string;
  from: number;
  to: number;
}

/** A shift as the value of an option: short, because Slack takes 150 characters. */
export const shiftValue = ({ rotation, layer, user, from, to }: ShiftRef): string =>
  [user, from.toString(36), to.toString(36), rotation, layer ?? ''].join(' ').trim();

/** Reads what {@link shiftValue} wrote; `missing` is said where nothing was chosen. */
export const shiftChoice = (missing: string) =>
  z
    .string(missing)
    .regex(/^\w+ [0-9a-z]+ [0-9a-z]+ \S+( \S+)?$/, missing)
    .transform((value): ShiftRef => {
      const [user = '', from = '', to = '', rotation = '', layer] = value.split(' ');
      return { user, from: Number.parseInt(from, 36), to: Number.parseInt(to, 36), rotation, layer };
    });
