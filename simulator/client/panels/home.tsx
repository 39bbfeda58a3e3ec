import { useEffect } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { useHere, useLatest } from '../here.ts';
import { useViewSurface } from './view-surface.ts';

/** The app's Home tab of the acting person. */
export function Home() {
  const { act } = useHere();
  const { workspace } = useLatest();
  const { home, me } = workspace.seen;
  useEffect(() => void act({ do: 'open_home' }), [me.id]);
  return (
    <div class="scroll">
      <div class="home">{home ? <HomeView key={home.id} view={home} /> : <p class="faint">Nothing here yet.</p>}</div>
    </div>
  );
}

function HomeView({ view }: { view: View }) {
  const { surface } = useViewSurface(view);
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext.Provider>
  );
}
