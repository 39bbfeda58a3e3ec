import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Outcome } from '../protocol.ts';
import type { ConfirmObject } from './blocks/shapes.ts';
import { ActRefused, act } from './control.ts';
import { type Deed, HereContext, LatestContext } from './here.ts';
import { titleOf } from './names.ts';
import { Conversation, Thread } from './panels/conversation.tsx';
import { Home } from './panels/home.tsx';
import { Modals } from './panels/modal.tsx';
import { Sidebar } from './panels/sidebar.tsx';
import { Topbar } from './panels/topbar.tsx';
import { isFault, Traffic } from './panels/traffic.tsx';
import { useUnread } from './panels/use-unread.ts';
import { channelAt, HOME, type Place, readPlace, writePlace } from './place.ts';
import { ConfirmDialog } from './ui/confirm.tsx';
import { Notices, useNotices } from './ui/notices.tsx';
import { useNow } from './use-now.ts';
import { useWorkspace } from './use-workspace.ts';
import type { Workspace } from './workspace.ts';

/** The whole page: loads the workspace for whoever the address names. */
export function App() {
  const [place, setPlace] = useState(() => readPlace(location.hash));
  useEffect(() => {
    const moved = () => setPlace(readPlace(location.hash));
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  const { workspace, live, failure } = useWorkspace(place.as);
  const me = workspace?.seen.me.id;
  useEffect(() => {
    if (me && place.as === '') location.replace(writePlace({ as: me, conversation: '', thread: '' }));
  }, [me, place.as]);
  if (!workspace || (place.as !== '' && me !== place.as)) return <Opening failure={failure} />;
  return <Desk workspace={workspace} place={place} live={live} />;
}

function Opening({ failure }: { failure: string | null }) {
  if (!failure) return <p class="loading">Opening the workspace…</p>;
  return (
    <p class="loading" role="alert">
      {failure} <a href="#/">Start with somebody else</a>
    </p>
  );
}

function Desk({ workspace, place, live }: { workspace: Workspace; place: Place; live: boolean }) {
  const { world, seen } = workspace;
  const me = seen.me.id;
  const now = useNow(seen.now, world.held);
  const unread = useUnread(me, seen.now);
  const { notices, tell, dismiss, clear } = useNotices();
  const [question, setQuestion] = useState<{ ask: ConfirmObject; answer(yes: boolean): void } | null>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [trafficOpen, setTrafficOpen] = useState(false);

  const doIt = useCallback(
    async (deed: Deed): Promise<Outcome | null> => {
      clear();
      try {
        const outcome = await act({ ...deed, as: me });
        if (outcome.error && deed.do !== 'submit')
          tell([FAILURES[outcome.error](world.app.name), outcome.detail].filter(Boolean).join(' '));
        return outcome;
      } catch (refused) {
        tell(refused instanceof ActRefused ? refused.message : String(refused));
        return null;
      }
    },
    [me, world.app.name, tell, clear],
  );
  const go = useCallback(
    (to: Partial<Place>) => {
      location.hash = writePlace({ ...readPlace(location.hash), as: me, ...to });
    },
    [me],
  );
  const confirm = useCallback(
    (ask: ConfirmObject) =>
      new Promise<boolean>((resolve) =>
        setQuestion({
          ask,
          answer(yes) {
            setQuestion(null);
            resolve(yes);
          },
        }),
      ),
    [],
  );
  const here = useMemo(() => {
    const { external, channels } = seen;
    const around = { world, seen: { me: seen.me, external, channels } };
    return { workspace: around, go, reader: { zone: seen.me.tz, now }, act: doIt, tell, confirm };
  }, [world, seen.me, seen.external, seen.channels, now, go, doIt, tell, confirm]);
  const atHome = place.conversation === HOME;
  const channel = channelAt(place, seen, world.app.botUserId);
  const spot = { ...place, as: me, conversation: channel?.id ?? place.conversation };
  const thread = channel && place.conversation === channel.id ? place.thread : '';

  useEffect(() => {
    document.title = `${channel ? titleOf(world, channel) : world.app.name} – ${seen.me.realName}`;
  });

  return (
    <HereContext.Provider value={here}>
      <LatestContext.Provider value={{ workspace, place: spot }}>
        <div
          class={`page ${thread ? 'with-thread' : ''} ${menuOpen ? 'with-menu' : ''} ${trafficOpen ? 'with-traffic' : ''}`}
        >
          <Topbar
            live={live}
            trafficOpen={trafficOpen}
            faults={workspace.traffic.filter(isFault).length}
            onMenu={() => setMenuOpen(!menuOpen)}
            onTraffic={() => setTrafficOpen(!trafficOpen)}
          />
          <Sidebar unread={unread} onWent={() => setMenuOpen(false)} />
          <main class="middle">
            {atHome ? (
              <Home />
            ) : channel ? (
              <Conversation key={channel.id} channel={channel} unread={unread} />
            ) : (
              <p class="loading">
                {place.conversation
                  ? `${seen.me.realName} is not in this conversation.`
                  : `${seen.me.realName} is in no channel.`}
              </p>
            )}
          </main>
          {channel && thread ? <Thread key={thread} channel={channel} unread={unread} ts={thread} /> : null}
          {trafficOpen ? <Traffic onClose={() => setTrafficOpen(false)} /> : null}
          {menuOpen ? (
            <button type="button" class="shade" aria-label="Close menu" onClick={() => setMenuOpen(false)} />
          ) : null}
        </div>
        <Modals />
        {question ? <ConfirmDialog question={question.ask} onAnswer={question.answer} /> : null}
        <Notices notices={notices} onDismiss={dismiss} />
      </LatestContext.Provider>
    </HereContext.Provider>
  );
}

const FAILURES = {
  operation_timeout: (app: string) => `${app} did not answer in time (operation timed out). Try again.`,
  dispatch_failed: (app: string) =>
    `${app} is not connected, so this did not reach it (dispatch failed). Try again later.`,
  invalid_response: (app: string) => `${app} answered with something that cannot be shown (invalid response).`,
};
