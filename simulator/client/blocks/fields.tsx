import { useId } from 'preact/hooks';
import { useHere } from '../here.ts';
import { instantOf, localDate, localTime } from '../text/dates.ts';
import { withEmoji } from '../text/emoji.ts';
import type { ControlProps } from './elements.tsx';
import { useSurface } from './surface.ts';
import { TextOf } from './text.tsx';

const INPUT_MODES: Record<string, 'email' | 'url' | 'decimal'> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
};

/** A line or a box of text. */
export function TextField({ block, element, label, describedBy }: ControlProps) {
  const surface = useSurface();
  const common = {
    'aria-label': label,
    'aria-describedby': describedBy,
    'aria-invalid': surface.error(block) !== undefined,
    value: String(surface.value(block, element) ?? ''),
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    maxLength: element.max_length,
    disabled: surface.isBusy(block, element),
    onInput: (event: { currentTarget: { value: string } }) =>
      surface.change(block, element, event.currentTarget.value === '' ? null : event.currentTarget.value),
  };
  if (element.multiline || element.type === 'rich_text_input') return <textarea class="field" rows={4} {...common} />;
  return (
    <input
      class="field"
      type="text"
      inputMode={INPUT_MODES[element.type]}
      onKeyDown={(event) => {
        if (event.key === 'Enter') surface.commit(block, element);
      }}
      {...common}
    />
  );
}

const PICKER_TYPES: Record<string, 'date' | 'time' | 'datetime-local'> = {
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Date, time, or both; an instant is entered and shown in the acting person's zone. */
export function DateTimeField({ block, element, label, describedBy }: ControlProps) {
  const surface = useSurface();
  const { reader } = useHere();
  const value = surface.value(block, element);
  const isInstant = element.type === 'datetimepicker';
  const at = Number(value) * 1000;
  const shown = isInstant && value !== null ? `${localDate(at, reader)}T${localTime(at, reader)}` : String(value ?? '');
  const enter = (text: string) => {
    if (text === '') return surface.change(block, element, null);
    const [date = '', time = ''] = text.split('T');
    surface.change(block, element, isInstant ? instantOf(date, time, reader.zone) / 1000 : text);
  };
  return (
    <input
      class="field field-date"
      type={PICKER_TYPES[element.type] ?? 'date'}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={surface.error(block) !== undefined}
      disabled={surface.isBusy(block, element)}
      value={shown}
      onChange={(event) => enter(event.currentTarget.value)}
    />
  );
}

/** Radio buttons and checkboxes. */
export function Choices({ block, element, label, describedBy }: ControlProps) {
  const surface = useSurface();
  const { confirm } = useHere();
  const group = useId();
  const value = surface.value(block, element);
  const chosen = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  const isRadio = element.type === 'radio_buttons';
  const choose = async (picked: string) => {
    if (element.confirm && !(await confirm(element.confirm))) return;
    if (isRadio) return surface.change(block, element, picked);
    surface.change(
      block,
      element,
      chosen.includes(picked) ? chosen.filter((one) => one !== picked) : [...chosen, picked],
    );
  };
  return (
    <fieldset
      class="choices"
      aria-label={label}
      aria-describedby={describedBy}
      disabled={surface.isBusy(block, element)}
    >
      {(element.options ?? []).map((option) => (
        <label class="choice" key={option.value}>
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={group}
            checked={chosen.includes(option.value ?? '')}
            onChange={() => choose(option.value ?? '')}
          />
          <span>
            {option.text.type === 'mrkdwn' ? <TextOf text={option.text} /> : withEmoji(option.text.text)}
            {option.description ? <span class="choice-description">{withEmoji(option.description.text)}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
