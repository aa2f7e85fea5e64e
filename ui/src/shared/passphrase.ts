// What a passphrase has to be, as the core has it too.

/** Shortest passphrase, in characters. */
export const SHORTEST_PASSPHRASE = 8;

/** The length as a person counts it. */
export function characters(passphrase: string): number {
  return [...passphrase].length;
}
