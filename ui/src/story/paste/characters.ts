// Characters that nobody sees: what programs leave in a text to steer its layout, and what turns its direction round.

/** Control characters but line ends and tabs, soft hyphens, joiners of nothing, marks of byte order and of direction. */
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFC]/gu;
/** Joiners mean something between pictures and between letters that join. */
const LONE_JOINER = /(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F\p{Script=Arabic}])[\u200C\u200D]|[\u200C\u200D](?![\p{Extended_Pictographic}\p{Script=Arabic}])/gu;
/** A space that does not break means something beside a figure or its unit. */
const NEEDLESS_FIXED_SPACE = /(?<![\d№§%])[\u00A0\u202F](?![\d%–—])|[\u00A0\u202F](?=\s)|(?<=\s)[\u00A0\u202F]/gu;

/** A text without them, and how many there were. */
export function withoutUnseen(text: string): { text: string; dropped: number } {
  let dropped = 0;
  const drop = () => {
    dropped += 1;
    return "";
  };
  const lines = text.replaceAll(/\r\n?|[\u2028\u2029\u0085\u000C]/gu, "\n");
  const seen = lines.replaceAll(UNSEEN, drop).replaceAll(LONE_JOINER, drop);
  return { text: seen.replaceAll(NEEDLESS_FIXED_SPACE, " "), dropped };
}
