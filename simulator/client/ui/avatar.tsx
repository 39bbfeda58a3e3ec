import { hueOf, initials } from '../names.ts';

/** A square with initials, in a colour that belongs to the id; the app has its own sign. */
export function Avatar({ id, name, app = false }: { id: string; name: string; app?: boolean }) {
  return (
    <span class={app ? 'avatar avatar-app' : 'avatar'} style={{ '--hue': hueOf(id) }} aria-hidden="true">
      {app ? '≡' : initials(name)}
    </span>
  );
}
