import { DAY } from '../time/duration.ts';
import { merged, type Stretch } from '../time/stretch.ts';
import { timeOfDay, WEEKDAYS } from '../time/zone.ts';
import type { Fault } from './fault.ts';
import type { PolicyFile } from './schema.ts';

type Rotation = PolicyFile['rotations'][string];

/** Rotations that carry the nights of others and cannot: nights that never come, and rotations that pass them on in a circle. */
export function nightSlips({ rotations }: PolicyFile): Fault[] {
  return Object.entries(rotations).flatMap(([key, rotation]): Fault[] => {
    if (rotation.night === null || rotation.night === key) return [];
    const path = ['rotations', key, 'night'];
    if (rotation.windows.length === 0 && rotation.calendar === null) {
      return [{ path, message: `"${key}" serves around the clock, so it has no night — leave it out` }];
    }
    const circle = circleFrom(key, rotations);
    if (circle === null || serveAllWeek(circle.map((one) => rotations[one] as Rotation))) return [];
    const round = [...circle, key].join(' → ');
    const message = `the night goes round in a circle, ${round}, and at some hour nobody in it serves — a rotation that serves then`;
    return [{ path, message }];
  });
}

/** The keys of the rotations that pass the night on until it is back; null when it does not come back. */
function circleFrom(key: string, rotations: Readonly<Record<string, Rotation>>): string[] | null {
  const passed = [key];
  for (let next = rotations[key]?.night; next; next = rotations[next]?.night) {
    if (next === key) return passed;
    if (passed.includes(next)) return null;
    passed.push(next);
  }
  return null;
}

const WEEK = 7 * DAY;

/** Whether one of them is on at any time of a week; what lies in different zones is taken to fit. */
function serveAllWeek(circle: readonly Rotation[]): boolean {
  if (new Set(circle.map(({ timezone }) => timezone)).size > 1) return true;
  if (circle.some(({ windows }) => windows.length === 0)) return true;
  const served = circle.flatMap(({ windows }) =>
    windows.flatMap(({ days, from, to }) =>
      days.flatMap((day): Stretch[] => {
        const start = WEEKDAYS.indexOf(day) * DAY + timeOfDay(from);
        const end = WEEKDAYS.indexOf(day) * DAY + timeOfDay(to) + (timeOfDay(to) <= timeOfDay(from) ? DAY : 0);
        return [
          { from: start, to: Math.min(end, WEEK) },
          { from: 0, to: Math.max(0, end - WEEK) },
        ];
      }),
    ),
  );
  const [all] = merged(served);
  return all !== undefined && all.from === 0 && all.to === WEEK;
}
