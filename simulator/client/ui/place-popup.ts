type Held = { current: HTMLElement | null };

/**
 * Places an opening popup and then calls `then`, before it is painted; the returned function calls it off. Must wait for the
 * frame: a popup opened by its button's `popovertarget` is drawn while it is still hidden, without a size and not to be focused.
 */
export function oncePlaced(anchor: Held, popup: Held, then: (shown: HTMLElement) => void): () => void {
  const frame = requestAnimationFrame(() => {
    if (!anchor.current || !popup.current) return;
    place(anchor.current, popup.current);
    then(popup.current);
  });
  return () => cancelAnimationFrame(frame);
}

/** Puts a popup under its button, or above where there is more room. Popups live in the top layer. */
function place(anchor: HTMLElement, popup: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = below < Math.min(popup.scrollHeight, 260) && above > below;
  popup.style.minWidth = `${Math.min(Math.max(at.width, 160), innerWidth - 16)}px`;
  popup.style.maxHeight = `${Math.max(120, Math.min(up ? above : below, 360))}px`;
  popup.style.top = up ? 'auto' : `${at.bottom + 4}px`;
  popup.style.bottom = up ? `${innerHeight - at.top + 4}px` : 'auto';
  popup.style.left = `${Math.max(8, Math.min(at.left, innerWidth - popup.offsetWidth - 8))}px`;
}
