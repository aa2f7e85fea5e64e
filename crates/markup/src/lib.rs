//! Markdown to safe HTML and plain text.
