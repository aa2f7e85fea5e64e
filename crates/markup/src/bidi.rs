//! Invisible signs that reorder the text around them. Direction comes from the edition, never from such signs.

use std::borrow::Cow;

/// The text without embeddings, overrides and isolates (Unicode UAX #9): a stray one can turn a credit line or an
/// address around. The marks that belong to spelling (LRM, RLM, ALM, joiners) stay.
pub fn without_bidi_controls(text: &str) -> Cow<'_, str> {
    let control = |character: char| matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if text.contains(control) { Cow::Owned(text.replace(control, "")) } else { Cow::Borrowed(text) }
}
