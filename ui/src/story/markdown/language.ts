// The Markdown of stories: CommonMark with tables and strikethrough, exactly what a page prints.

import { commonmarkLanguage } from "@codemirror/lang-markdown";
import { Language } from "@codemirror/language";
import { Strikethrough, Table, type MarkdownParser } from "@lezer/markdown";

// Not `markdown()`: it brings the languages of HTML, CSS and JavaScript, which a story does not have.
export const storyMarkdown = new Language(
  commonmarkLanguage.data,
  (commonmarkLanguage.parser as MarkdownParser).configure([Table, Strikethrough]),
  [],
  "markdown",
);
