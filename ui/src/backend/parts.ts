// Reading and naming parts of documents.

import type { Content, DocumentId, PartKey, PartValue, PhotoId, StoryId } from "./bindings";

/** The document of a story. */
export function storyDocument(story: StoryId): DocumentId {
  return `story:${story}`;
}

/** The document of a photo. */
export function photoDocument(photo: PhotoId): DocumentId {
  return `photo:${photo}`;
}

/** The text of a part; empty when it is missing or not a text. */
export function textOf(content: Content, part: PartKey): string {
  const value = content[part];
  return value !== undefined && "text" in value ? value.text : "";
}

/** The items of a list or set part. */
export function listOf(content: Content, part: PartKey): string[] {
  const value = content[part];
  if (value === undefined) return [];
  if ("list" in value) return value.list;
  return "set" in value ? value.set : [];
}

/** A value as lines to read: a text as one, a set or list as one line an item. */
export function lines(value: PartValue | null): string[] {
  if (value === null) return [];
  if ("text" in value) return [value.text];
  if ("list" in value) return value.list;
  return "set" in value ? value.set : [];
}
