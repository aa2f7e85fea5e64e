//! Templates and snippets on the command line.

use tilshi_newsroom::Call;
use tilshi_newsroom::story::{EditionKey, EntryId, EntryKind, Failure, Part, PartValue, StoryId};
use tilshi_newsroom::views::EntryView;

use crate::arguments::Filled;
use crate::desk::Desk;
use crate::print;
use crate::vocabulary::Vocabulary;
use crate::work::{Answer, filed_parts, text_of};

/// Says what a template or a snippet fills in.
pub(crate) fn fill(desk: &mut Desk, kind: EntryKind, name: &str, filled: Filled) -> Result<Answer, Failure> {
    let entry = Vocabulary::read(desk)?.known(kind, name)?;
    let mut parts = Vec::new();
    if let Some(key) = filled.edition {
        let body = match filled.body_file {
            Some(file) => Some(text_of(&file)?),
            None => filled.body,
        };
        let texts = [
            (Part::Headline(key.clone()), filled.headline),
            (Part::Lead(key.clone()), filled.lead),
            (Part::Body(key.clone()), body),
        ];
        parts.extend(texts.into_iter().filter_map(|(part, text)| Some((part, PartValue::text(text?)))));
        parts.extend(filed_parts(desk, &key, filled.filed)?);
    }
    parts.extend(filled.source_edition.map(|key| (Part::SourceEdition, PartValue::text(key.as_str()))));
    let mut changed: Option<EntryView> = None;
    for (part, value) in parts {
        changed = Some(desk.ask(Call::entry_fill { entry, part: part.key(), value })?);
    }
    let entry = changed.ok_or_else(|| Failure::new("bad-argument").with("argument", "edition"))?;
    Answer::of(&entry, print::filled(&entry))
}

/// Keeps a story as a template.
pub(crate) fn keep(desk: &mut Desk, story: StoryId, edition: EditionKey, name: String) -> Result<Answer, Failure> {
    let entry: EntryView = desk.ask(Call::template_keep { story, edition, name })?;
    Answer::of(&entry, print::filled(&entry))
}

/// The template that has this name in any edition, or this id.
pub(crate) fn template(desk: &mut Desk, name: &str) -> Result<EntryId, Failure> {
    Vocabulary::read(desk)?.known(EntryKind::Template, name)
}
