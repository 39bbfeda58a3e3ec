import type { Suggestion } from '../suggest.ts';

interface SuggestionsProps {
  /** Prefix of the ids by which the text box names the list and its active entry. */
  id: string;
  suggestions: Suggestion[];
  active: number;
  onActive(index: number): void;
  onPick(suggestion: Suggestion): void;
}

/** What the composer offers to write; the text box above keeps the focus. */
export function Suggestions({ id, suggestions, active, onActive, onPick }: SuggestionsProps) {
  return (
    <div class="suggestions" role="listbox" id={`${id}-list`} aria-label="Suggestions" tabIndex={-1}>
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text box handles the keys of all suggestions
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          class="popup-option"
          aria-selected={index === active}
          data-active={index === active ? '' : undefined}
          onPointerMove={() => onActive(index)}
          onClick={() => onPick(suggestion)}
        >
          <span class="popup-label">
            {suggestion.label} <span class="faint">{suggestion.hint}</span>
            {suggestion.badge ? <span class="badge">{suggestion.badge}</span> : null}
          </span>
          {suggestion.description ? <span class="popup-description">{suggestion.description}</span> : null}
        </div>
      ))}
    </div>
  );
}
