import type { Slack } from '../simulator/start.ts';

/** The organisations, people and channels of the demo; the ids are those of people.yml. */
export function populate(slack: Slack): void {
  slack.addTeam({ id: 'TACME', name: 'Acme', domain: 'acme' });
  slack.addTeam({ id: 'TGLOBEX', name: 'Globex', domain: 'globex' });
  const ours = { tz: 'Europe/Berlin' };
  slack.addPerson({ id: 'UBO', name: 'bo', realName: 'Bo', ...ours });
  slack.addPerson({ id: 'UCY', name: 'cy', realName: 'Cy', ...ours });
  slack.addPerson({ id: 'UDEE', name: 'dee', realName: 'Dee', admin: true, ...ours });
  slack.addPerson({ id: 'UELI', name: 'eli', realName: 'Eli', ...ours });
  slack.addPerson({ id: 'UFAY', name: 'fay', realName: 'Fay', ...ours });
  slack.addPerson({ id: 'UANA', name: 'ana', realName: 'Ana', team: 'TACME', tz: 'Europe/Berlin' });
  slack.addPerson({ id: 'UART', name: 'art', realName: 'Art', team: 'TACME', tz: 'Europe/London' });
  slack.addPerson({ id: 'UGIL', name: 'gil', realName: 'Gil', team: 'TGLOBEX', tz: 'America/New_York' });
  const staff = ['UBO', 'UCY', 'UDEE', 'UELI', 'UFAY'];
  slack.addChannel({ id: 'CTRIAGE', name: 'triage', private: true, members: staff });
  slack.addChannel({ id: 'CHANDOVER', name: 'handover', members: staff });
  slack.addChannel({
    id: 'CACME',
    name: 'acme-support',
    teams: [slack.teamId, 'TACME'],
    members: [...staff, 'UANA', 'UART'],
  });
  slack.addChannel({
    id: 'CGLOBEX',
    name: 'globex-support',
    teams: [slack.teamId, 'TGLOBEX'],
    members: [...staff, 'UGIL'],
  });
}
