// The border between the editor's UTF-16 and the core's UTF-8: the only place that knows both. Offsets of the core are
// UTF-8 bytes of the text before the change.

import { ChangeSet, Text, type ChangeSpec } from "@codemirror/state";

import type { TextChange } from "./bindings";

/** The text of the editor for a text of the core. */
export function editorText(text: string): Text {
  return Text.of(text.split("\n"));
}

/** A change set of the editor as the core takes it; `base` is the text it applies to. */
export function toTextChanges(base: Text, changes: ChangeSet): TextChange[] {
  const text = base.toString();
  const bytes = byteCounter(text);
  const answer: TextChange[] = [];
  let last = 0;
  changes.iterChanges((fromA, toA, _fromB, _toB, inserted) => {
    let [from, to, insert] = [fromA, toA, inserted.toString()];
    // The DOM may report a change in the middle of a surrogate pair; the core knows whole characters only.
    if (splitsPair(text, from)) {
      from -= 1;
      insert = text.charAt(from) + insert;
    }
    if (splitsPair(text, to)) {
      insert += text.charAt(to);
      to += 1;
    }
    const before = answer.at(-1);
    if (before !== undefined && from < last) {
      // Two changes met inside one pair: they become one.
      before.insert = (before.insert + insert.slice(last - from)).toWellFormed();
      before.to = bytes(to);
    } else {
      answer.push({ from: bytes(from), to: bytes(to), insert: insert.toWellFormed() });
    }
    last = to;
  });
  return answer;
}

/** Changes of the core as a change set of the editor; `base` is the text they apply to. Throws when they do not fit. */
export function fromTextChanges(base: Text, changes: readonly TextChange[]): ChangeSet {
  const position = positionFinder(base.toString());
  const specs: ChangeSpec[] = changes.map((change) => ({
    from: position(change.from),
    to: position(change.to),
    insert: editorText(change.insert),
  }));
  return ChangeSet.of(specs, base.length);
}

/** How many bytes of the core stand before a position of the editor. */
export function toOffset(text: Text, position: number): number {
  return byteCounter(text.toString())(position);
}

/** The position of the editor behind so many bytes; the nearest there is in a text that is not quite the same. */
export function fromOffset(text: Text, bytes: number): number {
  const whole = text.toString();
  let [at, passed] = [0, 0];
  while (passed < bytes && at < whole.length) {
    const code = whole.codePointAt(at) ?? 0;
    passed += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += code < 0x10000 ? 1 : 2;
  }
  return at;
}

/** The one stretch in which two texts differ, as a change set of the first. */
export function changeBetween(from: Text, to: Text): ChangeSet {
  const [one, other] = [from.toString(), to.toString()];
  let start = 0;
  while (start < one.length && start < other.length && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < one.length - start &&
    tail < other.length - start &&
    one.charCodeAt(one.length - 1 - tail) === other.charCodeAt(other.length - 1 - tail)
  ) {
    tail++;
  }
  if (start === one.length && start === other.length) return ChangeSet.empty(from.length);
  return ChangeSet.of(
    { from: start, to: one.length - tail, insert: to.slice(start, other.length - tail) },
    from.length,
  );
}

/** Counts the bytes before a position; positions must come in order. */
function byteCounter(text: string): (position: number) => number {
  let [at, bytes] = [0, 0];
  return (position) => {
    while (at < position) {
      const unit = text.charCodeAt(at);
      if (isHigh(unit) && isLow(text.charCodeAt(at + 1))) {
        bytes += 4;
        at += 2;
      } else {
        // A lone surrogate counts as U+FFFD, which stands in its place at the core: three bytes.
        bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        at += 1;
      }
    }
    return bytes;
  };
}

/** Finds the position after so many bytes; byte offsets must come in order. */
function positionFinder(text: string): (bytes: number) => number {
  let [at, bytes] = [0, 0];
  return (wanted) => {
    while (bytes < wanted && at < text.length) {
      const code = text.codePointAt(at) ?? 0;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      at += code < 0x10000 ? 1 : 2;
    }
    if (bytes !== wanted) throw new RangeError(`no character begins at byte ${wanted}`);
    return at;
  };
}

function splitsPair(text: string, position: number): boolean {
  return position > 0 && isLow(text.charCodeAt(position)) && isHigh(text.charCodeAt(position - 1));
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
