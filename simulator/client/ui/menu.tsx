import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { oncePlaced } from './place-popup.ts';

export interface MenuItem {
  label: string;
  danger?: boolean;
  description?: string | undefined;
  onPick(): void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  class?: string;
  disabled?: boolean;
  children: ComponentChildren;
}

/** A button that opens a list of things to do. */
export function Menu({ label, items, disabled, children, class: className = 'quiet' }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useLayoutEffect(() => {
    if (!open) return undefined;
    return oncePlaced(button, popup, (shown) => shown.querySelector<HTMLElement>('[role=menuitem]')?.focus());
  }, [open]);

  const close = () => {
    popup.current?.hidePopover();
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Tab') close();
    if (!step) return;
    event.preventDefault();
    const all = [...(popup.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        class={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        popovertarget={id}
      >
        {children}
      </button>
      <div
        id={id}
        ref={popup}
        class="popup"
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        onBeforeToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={onKeyDown}
      >
        {open
          ? items.map((item) => (
              <button
                key={item.label}
                type="button"
                role="menuitem"
                class={item.danger ? 'popup-option danger-text' : 'popup-option'}
                onClick={() => {
                  close();
                  item.onPick();
                }}
              >
                <span class="popup-label">{item.label}</span>
                {item.description ? <span class="popup-description">{item.description}</span> : null}
              </button>
            ))
          : null}
      </div>
    </>
  );
}
