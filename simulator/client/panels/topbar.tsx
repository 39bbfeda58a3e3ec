import type { MoveTime } from '../../protocol.ts';
import { ActRefused, moveTime } from '../control.ts';
import { useHere } from '../here.ts';
import { localTime, nextAt, sayDate } from '../text/dates.ts';
import { Icon } from '../ui/icon.tsx';

const MINUTE_MS = 60_000;

interface TopbarProps {
  live: boolean;
  trafficOpen: boolean;
  faults: number;
  onMenu(): void;
  onTraffic(): void;
}

/** The workspace's time, the buttons that move it, and the state of the app's connection. */
export function Topbar({ live, trafficOpen, faults, onMenu, onTraffic }: TopbarProps) {
  const { workspace, reader, tell } = useHere();
  const { app, movable } = workspace.world;
  const move = (to: MoveTime) =>
    moveTime(to).catch((refused: unknown) =>
      tell(refused instanceof ActRefused ? refused.message : 'Time did not move.'),
    );
  const steps: [string, () => MoveTime][] = [
    ['+5 min', () => ({ byMs: 5 * MINUTE_MS })],
    ['+1 h', () => ({ byMs: 60 * MINUTE_MS })],
    ['to 09:00', () => ({ to: nextAt('09:00', reader) })],
    ['to 18:00', () => ({ to: nextAt('18:00', reader) })],
  ];
  return (
    <header class="topbar">
      <button type="button" class="quiet icon menu-button" aria-label="Channels" title="Channels" onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <div class="clock" title={`Workspace time in ${reader.zone}`}>
        <time dateTime={new Date(reader.now).toISOString()}>
          {sayDate(reader.now / 1000, '{date_num}', reader)} <strong>{localTime(reader.now, reader)}</strong>
        </time>
        <span class="faint zone">{reader.zone.replace('_', ' ')}</span>
      </div>
      {movable ? (
        <div class="steps">
          {steps.map(([label, to]) => (
            <button type="button" class="button small" key={label} onClick={() => move(to())}>
              {label}
            </button>
          ))}
        </div>
      ) : null}
      <span class="spacer" />
      <span class="status" role="status">
        <span class={live && app.connections > 0 ? 'lamp lamp-on' : 'lamp'} aria-hidden="true" />
        {live ? (app.connections > 0 ? `${app.name} is connected` : `${app.name} is not connected`) : 'Reconnecting…'}
      </span>
      <button type="button" class="button small" aria-expanded={trafficOpen} onClick={onTraffic}>
        Traffic{faults > 0 ? <span class="unread unread-bad">{faults}</span> : null}
      </button>
    </header>
  );
}
