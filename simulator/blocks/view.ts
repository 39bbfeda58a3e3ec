import { viewLimits } from '../limits.ts';
import { check, isObject } from './check.ts';
import { plainText } from './objects.ts';
import { blocksIn, objectsIn, repeatedIds } from './payload.ts';
import { type Refusal, refusedArguments } from './refusal.ts';
import {
  all,
  boolean,
  type Fault,
  type JsonObject,
  type ObjectSchema,
  object,
  oneOf,
  string,
  union,
} from './schema.ts';
import { blocksOn } from './validate.ts';

const everyView = {
  private_metadata: string({ max: viewLimits.privateMetadata }),
  callback_id: string({ max: viewLimits.callbackId }),
  external_id: string({ max: viewLimits.externalId }),
};

const views: Record<'modal' | 'home', ObjectSchema> = {
  modal: object(
    { type: oneOf('modal'), title: plainText(viewLimits.title), blocks: blocksOn('modal') },
    {
      ...everyView,
      submit: plainText(viewLimits.submit),
      close: plainText(viewLimits.close),
      clear_on_close: boolean,
      notify_on_close: boolean,
    },
  ),
  home: object({ type: oneOf('home'), blocks: blocksOn('home') }, everyView),
};

/** How `views.open`, `views.push`, `views.update` (modal) and `views.publish` (home) answer a view they do not take; null when they take it. */
export function validateView(view: unknown, kind: 'modal' | 'home'): Refusal | null {
  if (Buffer.byteLength(JSON.stringify(view) ?? '') > viewLimits.bytes) return { error: 'view_too_large' };
  const faults = check(all(union({ [kind]: views[kind] })), view, '/view', kind);
  if (faults.length > 0) return refusedArguments(faults);
  if (!isObject(view)) return null;
  const between = [...repeatedIds(view.blocks, '/view/blocks'), ...missingSubmit(view), ...focusFaults(view)];
  return between.length > 0 ? refusedArguments(between) : null;
}

function missingSubmit(view: JsonObject): Fault[] {
  if (view.type !== 'modal' || view.submit !== undefined) return [];
  const input = blocksIn(view.blocks, '/view/blocks').find(({ value }) => value.type === 'input');
  if (!input) return [];
  return [{ message: 'must define `submit` to use an `input` block in modals', pointer: `${input.pointer}/input` }];
}

function focusFaults(view: JsonObject): Fault[] {
  const focused = objectsIn(view.blocks, '/view/blocks').filter(({ value }) => value.focus_on_load === true);
  return focused.slice(viewLimits.focusOnLoad).map(({ pointer }) => ({
    message: 'only one element can have `focus_on_load` set to true',
    pointer: `${pointer}/focus_on_load`,
  }));
}
