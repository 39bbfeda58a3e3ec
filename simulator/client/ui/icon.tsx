const PATHS = {
  menu: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  close: 'M4 4l8 8M12 4l-8 8',
  back: 'M13 8H3.5M7.5 4l-4 4 4 4',
  plus: 'M8 3v10M3 8h10',
  bolt: 'M9 1.8L3.8 9H8l-1 5.2L12.2 7H8z',
  reply: 'M2.5 3.5h11v7.5H7.5L4.5 13.5V11h-2z',
  more: 'M8 3.2v.1M8 8v.1M8 12.7v.1',
  wide: 'M3.3 8h.1M8 8h.1M12.6 8h.1',
  home: 'M2.5 7.5L8 2.8l5.5 4.7M4 6.5v6.7h8V6.5',
  shared: 'M3 5.5h9M9.5 3L12 5.5 9.5 8M13 10.5H4M6.5 8L4 10.5 6.5 13',
  lock: 'M4 7.5h8v5.7H4zM5.8 7.5V5a2.2 2.2 0 014.4 0v2.5',
  file: 'M4 2.2h5L12.2 5.4v8.4H4zM9 2.2v3.2h3.2',
  picture: 'M2.2 3h11.6v10H2.2zM2.2 11l3.6-3.6 3 3 2-2 3 2.8M10.6 6v.1',
} as const;

/** A small line drawing next to a name; says nothing by itself. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`glyph glyph-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
