import { parseArgs } from 'node:util';
import { startSlack } from './start.ts';

const { values } = parseArgs({
  options: {
    manifest: { type: 'string', default: 'manifest.yml' },
    port: { type: 'string', default: '0' },
    client: { type: 'string', default: '.cache/simulator-client' },
    'request-url': { type: 'string' },
  },
});

const slack = await startSlack({
  manifest: values.manifest,
  port: Number(values.port),
  clientDir: values.client,
  team: { name: 'Nimbus', domain: 'nimbus' },
  ...(values['request-url'] ? { delivery: { mode: 'http', requestUrl: values['request-url'] } } : {}),
});

const acme = slack.addTeam({ name: 'Acme', domain: 'acme' });
const bo = slack.addPerson({ name: 'bo', realName: 'Bo Lind' });
const cy = slack.addPerson({ name: 'cy', realName: 'Cy Park', tz: 'America/New_York', admin: true });
const ana = slack.addPerson({ name: 'ana', realName: 'Ana Ruiz', team: acme.id, tz: 'Europe/Madrid' });
slack.addChannel({ name: 'support-triage', private: true, members: [bo.id, cy.id] });
slack.addChannel({ name: 'acme-support', teams: [slack.teamId, acme.id], members: [bo.id, ana.id] });

console.log(`Simulated Slack listens on ${slack.url}

  page              ${slack.url}/
  SLACK_API_URL     ${slack.apiUrl}
  SLACK_BOT_TOKEN   ${slack.botToken}
  SLACK_APP_TOKEN   ${slack.appToken}
  signing secret    ${slack.signingSecret}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void slack.stop());
