/** Puts a popup under its button, or above where there is more room. Popups live in the top layer. */
export function placePopup(anchor: HTMLElement | null, popup: HTMLElement | null): void {
  if (!anchor || !popup) return;
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
