import { validateView } from '../blocks/view.ts';
import { useTrigger } from '../triggers.ts';
import { findView, openView, publishHome, replaceView, stackOf, viewObject } from '../views.ts';
import type { Trigger, Workspace } from '../workspace.ts';
import { ApiError, badArgument, type Call, type MethodTable, orRefuse } from './method.ts';

export const viewMethods: MethodTable = {
  'views.open': {
    tier: 't4',
    json: true,
    args: { view: 'json!', trigger_id: 'string', interactivity_pointer: 'string' },
    run(call) {
      const given = checked(call, 'modal');
      const { user } = trigger(call);
      return { view: viewObject(orRefuse(openView(call.ws, user, given, false))) };
    },
  },
  'views.push': {
    tier: 't4',
    json: true,
    args: { view: 'json!', trigger_id: 'string', interactivity_pointer: 'string' },
    run(call) {
      const given = checked(call, 'modal');
      const { user, view } = trigger(call);
      if (!stackOf(call.ws, user).some((open) => open.id === view)) throw new ApiError('not_found');
      return { view: viewObject(orRefuse(openView(call.ws, user, given, true))) };
    },
  },
  'views.update': {
    tier: 't4',
    json: true,
    args: { view: 'json!', view_id: 'string', external_id: 'string', hash: 'string' },
    run(call) {
      const { ws, args } = call;
      const given = checked(call, 'modal');
      if (!args.view_id && !args.external_id) throw badArgument('missing required field: view_id');
      const view = findView(ws, { id: args.view_id, externalId: args.external_id });
      if (view?.type !== 'modal') throw new ApiError('not_found');
      if (args.hash && args.hash !== view.hash) throw new ApiError('hash_conflict');
      return { view: viewObject(orRefuse(replaceView(ws, view, given))) };
    },
  },
  'views.publish': {
    tier: 't4',
    json: true,
    args: { user_id: 'string!', view: 'json!', hash: 'string' },
    run(call) {
      const { ws, args } = call;
      const given = checked(call, 'home');
      const user = String(args.user_id);
      if (!ws.manifest.features?.app_home?.home_tab_enabled) throw new ApiError('not_enabled');
      if (!ws.people.has(user)) throw badArgument('invalid user id', '/user_id');
      const hash = ws.homes.get(user)?.hash;
      if (args.hash && hash && args.hash !== hash) throw new ApiError('hash_conflict');
      return { view: viewObject(orRefuse(publishHome(ws, user, given))) };
    },
  },
};

function checked({ args }: Call, kind: 'modal' | 'home'): Record<string, unknown> {
  const refusal = validateView(args.view, kind);
  if (!refusal) return args.view as Record<string, unknown>;
  const { error, ...more } = refusal;
  throw new ApiError(error, { ...more });
}

function trigger({ ws, args }: { ws: Workspace; args: Record<string, unknown> }): Trigger {
  const id = args.trigger_id ?? args.interactivity_pointer;
  if (id === undefined) throw badArgument('missing required field: trigger_id');
  return orRefuse(useTrigger(ws, id));
}
