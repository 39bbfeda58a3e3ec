import { ApiError, type MethodTable } from './method.ts';

export const basicMethods: MethodTable = {
  'api.test': {
    tier: 't4',
    token: 'none',
    json: true,
    args: { error: 'string', foo: 'string' },
    run({ args }) {
      if (args.error) throw new ApiError(String(args.error), { args });
      return { args };
    },
  },
  'auth.test': {
    tier: 'special',
    json: true,
    args: {},
    run({ ws }) {
      const team = ws.teams.get(ws.app.team);
      return {
        url: `https://${team?.domain}.slack.com/`,
        team: team?.name,
        user: ws.people.get(ws.app.botUserId)?.name,
        team_id: ws.app.team,
        user_id: ws.app.botUserId,
        bot_id: ws.app.botId,
        is_enterprise_install: false,
      };
    },
  },
  'apps.connections.open': {
    tier: 't3',
    token: 'app',
    json: true,
    args: {},
    run({ ws, sockets }) {
      const url = ws.url.replace('http:', 'ws:');
      return { url: `${url}/link/?ticket=${sockets.ticket()}&app_id=${ws.app.id}` };
    },
  },
};
