// The crops of one photo while somebody sets them: what each shape shows, what was set by hand, and the way back.

import { commands, photoDocument, textOf, type Crop, type PartKey, type PhotoView } from "../backend";
import { SavedText } from "../shared";
import { CROPS, MIDDLE, readPoint, readRegion, shown, writePoint, writeRegion, type Point, type Region } from "./geometry";

/** What the keys and the pointer are at: one of the shapes, or the focal point. */
export type Subject = Crop | "focal";

export const SUBJECTS: readonly Subject[] = ["focal", ...CROPS];

/** Most steps that can be taken back. */
const MOST_STEPS = 100;

export const partOf = (subject: Subject): PartKey => (subject === "focal" ? "focal-point" : `crop-${subject}`);

export class CropState {
  readonly fields: Readonly<Record<Subject, SavedText>>;
  subject: Subject = $state("wide");
  #steps: { readonly subject: Subject; readonly before: string }[] = $state.raw([]);
  /** The pointer or a slider is on its way, and has moved something or not yet. */
  #moving: "begun" | "moved" | false = false;
  readonly #picture: () => number;

  /** `picture` is the ratio of the upright picture, width by height. */
  constructor(photo: PhotoView, picture: () => number) {
    this.#picture = picture;
    const field = (subject: Subject) => {
      const part = partOf(subject);
      return new SavedText(textOf(photo.content, part), (text) => commands.part_set(photoDocument(photo.photo), part, { text }));
    };
    this.fields = Object.fromEntries(SUBJECTS.map((subject) => [subject, field(subject)])) as Record<Subject, SavedText>;
  }

  readonly focal: Point = $derived.by(() => readPoint(this.fields.focal.text) ?? MIDDLE);

  get canUndo(): boolean {
    return this.#steps.length > 0;
  }

  /** Whether somebody set it. */
  isSet(subject: Subject): boolean {
    return this.fields[subject].text !== "";
  }

  /** What a shape shows. */
  region(crop: Crop): Region {
    return shown(crop, readRegion(this.fields[crop].text), readPoint(this.fields.focal.text), this.#picture());
  }

  /** The pointer or a slider begins to move something: what follows is one step, saved at its end. */
  begin(): void {
    this.#moving = "begun";
  }

  end(): void {
    this.#moving = false;
    for (const subject of SUBJECTS) void this.fields[subject].flush();
  }

  set(crop: Crop, region: Region): void {
    this.#write(crop, writeRegion(region));
  }

  setFocal(point: Point): void {
    this.#write("focal", writePoint(point));
  }

  /** The subject is as it was before anybody set it. */
  reset(): void {
    this.#write(this.subject, "");
  }

  undo(): void {
    const step = this.#steps.at(-1);
    if (!step) return;
    this.#steps = this.#steps.slice(0, -1);
    this.#moving = false;
    this.subject = step.subject;
    this.fields[step.subject].type(step.before);
  }

  /** Saves what is not saved yet. */
  async leave(): Promise<void> {
    await Promise.all(SUBJECTS.map((subject) => this.fields[subject].leave()));
  }

  #write(subject: Subject, text: string): void {
    const field = this.fields[subject];
    if (text === field.text) return;
    if (this.#moving !== "moved") this.#steps = [...this.#steps.slice(1 - MOST_STEPS), { subject, before: field.text }];
    if (this.#moving === false) {
      field.type(text);
    } else {
      this.#moving = "moved";
      field.draft(text);
    }
  }
}
