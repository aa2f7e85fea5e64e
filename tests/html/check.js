// Starts the demonstration portal and validates one reader page of each kind, in every edition that has one.
// Give the portal's program as the first argument when it is not in the default target folder.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import readline from "node:readline";
import { HtmlValidate, formatterFactory } from "html-validate";

const program =
  process.argv[2] ?? path.join(import.meta.dirname, "../../target/debug/tilshi-portal");
const validator = new HtmlValidate({ extends: ["html-validate:standard"] });

/** The portal's address, once it says that it listens. */
async function listening(portal) {
  for await (const line of readline.createInterface({ input: portal.stdout })) {
    if (line.startsWith("listening on ")) return line.slice("listening on ".length).trim();
  }
  throw new Error(`${program} ended before it listened`);
}

/** Pages by their path: lists, then everything that lists link to, then what is not there. */
async function pages(address) {
  const found = new Map();
  const waiting = ["/", ...["kk", "qz", "tote", "ru", "en", "zh", "uz"].map((key) => `/${key}/`), "/en/nothing/"];
  for (const start of waiting) {
    const response = await fetch(address + start);
    const where = new URL(response.url).pathname;
    if (found.has(where)) continue;
    const html = await response.text();
    found.set(where, html);
    for (const [, link] of html.matchAll(/href="(\/[^"#]*)"/g)) {
      if (!link.startsWith("/assets/") && !waiting.includes(link)) waiting.push(link);
    }
  }
  return found;
}

const data = await mkdtemp(path.join(tmpdir(), "tilshi-html-"));
const portal = spawn(program, ["serve", "--demo", "--listen", "127.0.0.1:0", "--data", data], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const found = await pages(await listening(portal));
  let wrong = 0;
  for (const [where, html] of found) {
    const report = await validator.validateString(html, where);
    if (!report.valid) {
      wrong += 1;
      console.error(formatterFactory("text")(report.results));
    }
  }
  const broken = await validator.validateString("<!DOCTYPE html><p><div></p></div>", "broken");
  if (broken.valid) throw new Error("the validator accepts anything");
  if (found.size < 20) throw new Error(`only ${found.size} pages were found`);
  console.log(`${found.size} pages, ${wrong} with errors`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  const ended = new Promise((resolve) => portal.once("exit", resolve));
  portal.kill();
  await ended;
  await rm(data, { recursive: true });
}
