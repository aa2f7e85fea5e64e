// How a command reaches the core. Must not know any command: the list is in bindings.ts.

import { invoke } from "@tauri-apps/api/core";

import type { Failure } from "./bindings";

/** Runs a command; whatever goes wrong is thrown as a `Failure`. */
export async function call<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (error) {
    throw asFailure(error);
  }
}

/** The failure in whatever was thrown; a fault of the window itself becomes `internal`. */
export function asFailure(error: unknown): Failure {
  if (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string") {
    return error as Failure;
  }
  return { code: "internal", params: { detail: error instanceof Error ? error.message : String(error) } };
}
