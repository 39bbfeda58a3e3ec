import { Icon } from '../ui/icon.tsx';
import { Address } from './inline.tsx';

/** A picture by its description: the page asks nothing of the outside world. */
export function ImageAlt({ url, alt, small = false }: { url: string | undefined; alt: string; small?: boolean }) {
  if (small)
    return (
      <span class="image image-small" role="img" aria-label={alt} title={alt}>
        <Icon name="picture" />
      </span>
    );
  return (
    <span class="image">
      <Icon name="picture" /> {url ? <Address url={url}>{alt}</Address> : alt}
    </span>
  );
}
