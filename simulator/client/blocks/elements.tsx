import { useHere } from '../here.ts';
import { placeOfPermalink } from '../place.ts';
import { withEmoji } from '../text/emoji.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Choices, DateTimeField, TextField } from './fields.tsx';
import { ImageAlt } from './image.tsx';
import { SelectField } from './select.tsx';
import type { DrawnBlock, Element } from './shapes.ts';
import { useSurface } from './surface.ts';

export interface ControlProps {
  block: DrawnBlock;
  element: Element;
  /** The accessible name, from the block around it. */
  label: string;
  describedBy?: string | undefined;
}

/** One interactive element of a block. */
export function Control(props: ControlProps) {
  const { element } = props;
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <ButtonElement {...props} />;
    case 'overflow':
      return <Overflow {...props} />;
    case 'image':
      return <ImageAlt url={element.image_url} alt={element.alt_text ?? ''} small />;
    case 'plain_text_input':
    case 'rich_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextField {...props} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateTimeField {...props} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <Choices {...props} />;
    default:
      if (element.type.endsWith('_select')) return <SelectField {...props} />;
      return <span class="faint">[{element.type}]</span>;
  }
}

function ButtonElement({ block, element }: ControlProps) {
  const surface = useSurface();
  const { confirm, go } = useHere();
  const busy = surface.isBusy(block, element);
  const press = async () => {
    if (element.confirm && !(await confirm(element.confirm))) return;
    surface.press(block, element);
    if (!element.url) return;
    const inside = placeOfPermalink(element.url);
    if (inside) go(inside);
    else window.open(element.url, '_blank', 'noopener,noreferrer');
  };
  return (
    <button
      type="button"
      class={`button ${element.style ?? ''}`}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      disabled={busy}
      onClick={press}
    >
      {withEmoji(element.text?.text ?? '')}
    </button>
  );
}

function Overflow({ block, element }: ControlProps) {
  const surface = useSurface();
  const { confirm } = useHere();
  const items = (element.options ?? []).map((option) => ({
    label: withEmoji(option.text.text),
    description: option.description?.text,
    onPick: async () => {
      if (element.confirm && !(await confirm(element.confirm))) return;
      surface.change(block, element, option.value ?? '');
      if (option.url) window.open(option.url, '_blank', 'noopener,noreferrer');
    },
  }));
  return (
    <Menu label="More actions" items={items} class="button overflow" disabled={surface.isBusy(block, element)}>
      <Icon name="wide" />
    </Menu>
  );
}
