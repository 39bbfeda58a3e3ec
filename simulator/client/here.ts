import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Act, Outcome } from '../protocol.ts';
import type { ConfirmObject } from './blocks/shapes.ts';
import type { Place } from './place.ts';
import type { Reader } from './text/dates.ts';
import type { Surroundings, Workspace } from './workspace.ts';

type WithoutActor<A> = A extends unknown ? Omit<A, 'as'> : never;

/** What the acting person does. */
export type Deed = WithoutActor<Act>;

/** Who acts and what they can do. It stays the same while messages come and go, so that a message is drawn only when it changes. */
export interface Here {
  workspace: Surroundings;
  go(place: Partial<Place>): void;
  reader: Reader;
  /** Does it and tells the person when that failed; null when it was refused. */
  act(deed: Deed): Promise<Outcome | null>;
  /** Shows one sentence to the person. */
  tell(sentence: string): void;
  confirm(question: ConfirmObject): Promise<boolean>;
}

/** What is there to see, and which part of it is on the screen. */
export interface Latest {
  workspace: Workspace;
  place: Place;
}

export const HereContext = createContext<Here | null>(null);
export const LatestContext = createContext<Latest | null>(null);

export const useHere = (): Here => present(useContext(HereContext));
export const useLatest = (): Latest => present(useContext(LatestContext));

function present<T>(value: T | null): T {
  if (value === null) throw new Error('Nobody acts yet.');
  return value;
}
