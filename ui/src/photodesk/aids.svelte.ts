// Templates and codes of the person.

import { commands, type PhotoAids, type PhotoTemplate } from "../backend";

export class Aids {
  templates: readonly PhotoTemplate[] = $state.raw([]);
  codes: Readonly<Record<string, string>> = $state.raw({});

  /** A text with its codes replaced; what stands for nothing stays. */
  replaced(text: string): string {
    return text.replace(/=([\p{L}\p{N}-]+)=/gu, (typed, code: string) => {
      const known = code.toLowerCase();
      return Object.hasOwn(this.codes, known) ? (this.codes[known] ?? typed) : typed;
    });
  }

  async read(): Promise<void> {
    this.#enter(await commands.photo_aids());
  }

  /** Keeps a template; one of the same name is replaced. */
  async keep(template: PhotoTemplate): Promise<void> {
    // What is kept now, whatever was read before: another window may have kept more.
    await this.read();
    await this.#set({ templates: [...this.templates, template], codes: this.codes });
  }

  async remove(name: string): Promise<void> {
    await this.read();
    await this.#set({ templates: this.templates.filter((each) => each.name !== name), codes: this.codes });
  }

  /** Keeps codes that are written one a line, such as `mak = Maktaaral district`. */
  async keepCodes(lines: string): Promise<void> {
    await this.read();
    await this.#set({ templates: this.templates, codes: codesOf(lines) });
  }

  async #set(aids: { templates: readonly PhotoTemplate[]; codes: Readonly<Record<string, string>> }): Promise<void> {
    this.#enter(await commands.photo_aids_set({ templates: [...aids.templates], codes: { ...aids.codes } }));
  }

  #enter({ templates, codes }: PhotoAids): void {
    this.templates = templates;
    this.codes = codes;
  }
}

/** The codes of lines such as `mak = Maktaaral district`; a line without a sign of equality is passed over. */
export function codesOf(lines: string): Record<string, string> {
  const pairs = lines.split("\n").map((line) => /^\s*=?([^=]+?)=?\s*=\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1].trim(), pair[2]]] : [])));
}

/** Codes as lines, the other way around. */
export function linesOf(codes: Readonly<Record<string, string>>): string {
  return Object.entries(codes)
    .map(([code, text]) => `${code} = ${text}`)
    .join("\n");
}
