/** `✓` is as it should be, `!` works but could be better, `✗` must be mended, `–` could not be looked at. */
export type Mark = '✓' | '!' | '✗' | '–';

/** Takes one finding, one line: what is, and what to do where something is wrong. */
export type Report = (mark: Mark, says: string) => void;
