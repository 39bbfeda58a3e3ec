import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Act, Outcome } from '../protocol.ts';
import type { ConfirmObject } from './blocks/shapes.ts';
import type { Place } from './place.ts';
import type { Reader } from './text/dates.ts';
import type { Workspace } from './workspace.ts';

type WithoutActor<A> = A extends unknown ? Omit<A, 'as'> : never;

/** What the acting person does. */
export type Deed = WithoutActor<Act>;

/** Who acts, where, and what they see. */
export interface Here {
  workspace: Workspace;
  place: Place;
  go(place: Partial<Place>): void;
  reader: Reader;
  /** Does it and tells the person when that failed; null when it was refused. */
  act(deed: Deed): Promise<Outcome | null>;
  /** Shows one sentence to the person. */
  tell(sentence: string): void;
  confirm(question: ConfirmObject): Promise<boolean>;
}

export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('Nobody acts yet.');
  return here;
}
