// Which failures no other name or passphrase can mend: they are explained on a screen of their own.

import type { Failure } from "../backend";

const STOPPING = new Set([
  "profile-in-use",
  "profile-missing",
  "profile-exists",
  "database-newer",
  "database-damaged",
  "read-only-folder",
  "disk-full",
  "storage",
]);

/** Whether the profile cannot be opened or made until something outside this window changes. */
export function stops(failure: Failure): boolean {
  return STOPPING.has(failure.code);
}
