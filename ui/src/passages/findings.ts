// What a check found, in words.

import type { FindingView } from "../backend";
import { t } from "../words";

/** Longest words that a sentence names whole, in UTF-16 units. */
const LONGEST = 60;

/** The sentence of a finding. */
export function sentence({ check, missing, about }: FindingView): string {
  const named = about.length > LONGEST ? `${about.slice(0, LONGEST)}…` : about;
  switch (check) {
    case "numbers":
    case "dates":
    case "placeholders":
    case "addresses":
    case "handles":
      return t(missing ? "check.missing" : "check.extra", { what: t(`check.${check}`), about: named });
    default:
      return t(`check.${check}`, { about: named });
  }
}

/** The findings that nobody has accepted. */
export function open(findings: readonly FindingView[]): FindingView[] {
  return findings.filter(({ accepted }) => accepted.length === 0);
}

/** How many open findings of each weight there are, in words; empty when there is none. */
export function counted(findings: readonly FindingView[]): string {
  const left = open(findings);
  const errors = left.filter(({ severity }) => severity === "error").length;
  const warnings = left.length - errors;
  const said = [errors > 0 ? t("check.errors", { count: errors }) : "", warnings > 0 ? t("check.warnings", { count: warnings }) : ""];
  return said.filter((part) => part !== "").join(", ");
}
