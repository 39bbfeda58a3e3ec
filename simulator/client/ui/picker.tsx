import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { oncePlaced } from './place-popup.ts';
import { type Choice, useFound } from './use-found.ts';

interface PickerProps {
  label: string;
  choices: Choice[];
  chosen: string[];
  multiple?: boolean;
  placeholder?: string;
  disabled?: boolean;
  describedBy?: string | undefined;
  invalid?: boolean;
  /** Something new waits behind one of the choices. */
  news?: boolean;
  /** Offers "Clear" when one is chosen. */
  clearable?: boolean;
  /** Asks for the choices that fit what was typed, from `searchFrom` characters on. */
  search?: ((typed: string) => Promise<Choice[]>) | undefined;
  searchFrom?: number;
  onChoose(chosen: string[]): void;
}

const FILTER_FROM = 8;

/** A select with descriptions, groups and, in long lists, a filter. */
export function Picker(props: PickerProps) {
  const { label, chosen, multiple = false, search, searchFrom = 0 } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState('');
  const [active, setActive] = useState(0);
  const { found, known } = useFound(open, filter, search, searchFrom);
  const choices = search ? found : props.choices;
  const hasFilter = search !== undefined || choices.length >= FILTER_FROM;
  const words = search ? '' : filter.toLowerCase();
  const shown = choices.filter((choice) => `${choice.label} ${choice.description ?? ''}`.toLowerCase().includes(words));

  useLayoutEffect(() => {
    if (!open) return undefined;
    setFilter('');
    setActive(
      Math.max(
        0,
        choices.findIndex((choice) => choice.value === chosen[0]),
      ),
    );
    return oncePlaced(button, popup, (shown) =>
      (shown.querySelector<HTMLElement>('input') ?? shown.querySelector<HTMLElement>('[role=listbox]'))?.focus(),
    );
  }, [open]);
  useEffect(() => {
    if (open) popup.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [open, active]);

  const close = () => {
    popup.current?.hidePopover();
    button.current?.focus();
  };
  const choose = (value: string) => {
    if (multiple) {
      props.onChoose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
      return;
    }
    close();
    props.onChoose([value]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setActive((at) => (at + step + shown.length) % Math.max(1, shown.length));
    else if (event.key === 'Enter' || (event.key === ' ' && !hasFilter)) {
      const choice = shown[active];
      if (choice) choose(choice.value);
    } else if (event.key === 'Tab') close();
    else return;
    event.preventDefault();
  };

  const all = [...props.choices, ...known];
  const names = chosen.flatMap((value) => all.find((choice) => choice.value === value) ?? []);
  return (
    <div class="picker">
      <button
        ref={button}
        type="button"
        role="combobox"
        class="picker-button"
        aria-label={label}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        disabled={props.disabled}
        popovertarget={`${id}-popup`}
        onKeyDown={(event) => {
          if (open) return onKeyDown(event);
          if (!['ArrowDown', 'ArrowUp'].includes(event.key)) return;
          event.preventDefault();
          popup.current?.showPopover();
        }}
      >
        {names.length === 0 ? <span class="faint">{props.placeholder ?? 'Choose…'}</span> : null}
        {multiple
          ? names.map((choice) => (
              <span class="chip" key={choice.value}>
                {choice.label}
              </span>
            ))
          : names.map((choice) => <span key={choice.value}>{choice.label}</span>)}
        {props.news ? <span class="unread">new</span> : null}
        <span class="caret" aria-hidden="true" />
      </button>
      <div
        id={`${id}-popup`}
        ref={popup}
        class="popup"
        popover="auto"
        onBeforeToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && hasFilter ? (
          <input
            class="popup-filter"
            aria-label={`Search in ${label}`}
            placeholder="Search"
            value={filter}
            onKeyDown={onKeyDown}
            onInput={(event) => {
              setFilter(event.currentTarget.value);
              setActive(0);
            }}
          />
        ) : null}
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={label}
          aria-multiselectable={multiple}
          tabIndex={-1}
          onKeyDown={onKeyDown}
        >
          {open
            ? shown.map((choice, index) => (
                <div key={choice.value}>
                  {choice.group && choice.group !== shown[index - 1]?.group ? (
                    <div class="popup-group" role="presentation">
                      {choice.group}
                    </div>
                  ) : null}
                  {/* biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys of all its options */}
                  <div
                    role="option"
                    tabIndex={-1}
                    class="popup-option"
                    aria-selected={chosen.includes(choice.value)}
                    data-active={index === active ? '' : undefined}
                    onPointerMove={() => setActive(index)}
                    onClick={() => choose(choice.value)}
                  >
                    <span class="popup-label">
                      {choice.label}
                      {choice.badge ? <span class="badge">{choice.badge}</span> : null}
                      {choice.news ? <span class="unread">new</span> : null}
                    </span>
                    {choice.description ? <span class="popup-description">{choice.description}</span> : null}
                  </div>
                </div>
              ))
            : null}
        </div>
        {open && shown.length === 0 ? (
          <p class="popup-empty">
            {search && [...filter].length < searchFrom ? `Type ${searchFrom} characters or more.` : 'Nothing fits.'}
          </p>
        ) : null}
        {open && props.clearable && chosen.length > 0 ? (
          <button
            type="button"
            class="popup-clear"
            onClick={() => {
              close();
              props.onChoose([]);
            }}
          >
            Clear
          </button>
        ) : null}
      </div>
    </div>
  );
}
