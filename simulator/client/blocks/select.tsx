import { useHere } from '../here.ts';
import { foreignTeam, nameOf, titleOf } from '../names.ts';
import { withEmoji } from '../text/emoji.ts';
import { plainText } from '../text/mrkdwn.ts';
import { Picker } from '../ui/picker.tsx';
import type { Choice } from '../ui/use-found.ts';
import type { Surroundings } from '../workspace.ts';
import type { ControlProps } from './elements.tsx';
import type { Element, Option } from './shapes.ts';
import { useSurface } from './surface.ts';

/** Slack's default for selects whose options the app looks up. */
const MIN_QUERY_LENGTH = 3;

/** Every select: of own options, people, channels or conversations; one or several. */
export function SelectField({ block, element, label, describedBy }: ControlProps) {
  const surface = useSurface();
  const { workspace, confirm } = useHere();
  const multiple = element.type.startsWith('multi_');
  const value = surface.value(block, element);
  const chosen = Array.isArray(value) ? value : value === null ? [] : [String(value)];
  const choose = async (picked: string[]) => {
    if (element.confirm && !(await confirm(element.confirm))) return;
    if (element.max_selected_items && picked.length > element.max_selected_items) return;
    surface.change(block, element, multiple ? picked : (picked[0] ?? null));
  };
  const isExternal = element.type.endsWith('external_select');
  const search = async (typed: string) =>
    (await surface.suggest(block, element, typed)).map((option) => choiceOf(option));
  const isField = block.type === 'input';
  return (
    <Picker
      label={label}
      choices={choicesOf(workspace, element)}
      chosen={chosen}
      multiple={multiple}
      placeholder={element.placeholder ? withEmoji(element.placeholder.text) : 'Choose…'}
      disabled={surface.isBusy(block, element)}
      describedBy={describedBy}
      invalid={surface.error(block) !== undefined}
      clearable={isField && block.optional === true && !multiple}
      search={isExternal ? search : undefined}
      searchFrom={element.min_query_length ?? MIN_QUERY_LENGTH}
      onChoose={choose}
    />
  );
}

function choicesOf(workspace: Surroundings, element: Element): Choice[] {
  const { world, seen } = workspace;
  if (element.type.includes('users')) {
    const people = world.people.filter((person) => !person.deleted && !person.bot);
    return people.map((person) => ({
      value: person.id,
      label: nameOf(world, person.id),
      badge: foreignTeam(world, person),
    }));
  }
  if (element.type.includes('channels') || element.type.includes('conversations')) {
    const all = element.type.includes('conversations');
    const channels = seen.channels.filter((channel) => (all || channel.kind === 'public') && !channel.archived);
    return channels.map((channel) => ({ value: channel.id, label: titleOf(world, channel) }));
  }
  const groups = element.option_groups ?? [];
  return [
    ...(element.options ?? (element.option_groups ? [] : initialOptions(element))).map((option) => choiceOf(option)),
    ...groups.flatMap((group) => group.options.map((option) => choiceOf(option, withEmoji(group.label.text)))),
  ];
}

const initialOptions = (element: Element): Option[] =>
  element.initial_options ?? (element.initial_option ? [element.initial_option] : []);

const choiceOf = (option: Option, group?: string): Choice => ({
  value: option.value ?? '',
  label: withEmoji(plainText(option.text.text)),
  description: option.description ? withEmoji(option.description.text) : undefined,
  group,
});
