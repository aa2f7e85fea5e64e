// Keyboard shortcuts by the key's position, so that they work alike in Kazakh, Russian and English layouts.

/** Whether an event is a chord such as `Ctrl+KeyK`, `Ctrl+Shift+Enter`, `Alt+Digit1` or `F6`. On a Mac, Ctrl is Command. */
export function isChord(event: KeyboardEvent, chord: string): boolean {
  const parts = chord.split("+");
  const code = parts.at(-1);
  const main = event.code === "NumpadEnter" ? "Enter" : event.code;
  return (
    (main === code || event.key === code) &&
    (event.ctrlKey || event.metaKey) === parts.includes("Ctrl") &&
    event.shiftKey === parts.includes("Shift") &&
    event.altKey === parts.includes("Alt")
  );
}

/** The digit of a chord `Ctrl+1` or `Alt+1`, by position; nothing when it is another key. */
export function digitOf(event: KeyboardEvent): number | undefined {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1];
  return digit === undefined ? undefined : Number(digit);
}
