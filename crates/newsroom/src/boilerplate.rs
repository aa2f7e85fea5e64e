//! Boilerplate: templates that new stories of a kind begin with, and snippets that are put into a text again and again. They are
//! entries of the vocabulary that carry parts of a story, and travel, are merged and are suggested like all others.

use std::collections::BTreeSet;

use tilshi_story::{Content, DocumentId, EditionKey, EntryId, EntryKind, Failure, Part, PartKey, PartValue, StoryId};

use crate::profile::{Open, check_right};
use crate::stories::{check_size, check_value};
use crate::suggestions::check_open;
use crate::views::{EntryView, FilledPart};
use crate::vocabulary::{entries, is_called, tidy};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::entry_fill`].
    pub fn entry_fill(&self, entry: EntryId, part: PartKey, value: PartValue) -> Answer<EntryView> {
        check_value(&part, &value)?;
        check_size(&part, &value)?;
        self.change(entry, |_, this| match part.known() {
            Some(known) if this.kind.fills(&known) => Ok((known, value.clone())),
            Some(_) | None => Err(Failure::new("bad-argument").with("argument", "part")),
        })
    }

    /// See [`crate::Call::template_keep`].
    pub fn template_keep(&self, story: StoryId, edition: EditionKey, name: String) -> Answer<EntryView> {
        let name = tidy(&edition, &name)?;
        if name.is_empty() {
            return Err(Failure::new("label-missing"));
        }
        let view = self.with(|open| {
            let reader = open.store.read();
            if !reader.exists(story.into())? {
                return Err(Failure::new("story-not-found"));
            }
            if entries(open)?.iter().any(|entry| entry.kind == EntryKind::Template && is_called(entry, &name)) {
                let kind = EntryKind::Template.as_str();
                return Err(Failure::new("label-taken").with("label", &name).with("kind", kind));
            }
            let entry = EntryId::generate();
            let (document, person, at) = (DocumentId::from(entry), open.me.person, crate::now());
            let label = Part::Label(edition.clone()).key();
            check_right(&reader, &open.me, document, &label)?;
            let filled = worth_keeping(&reader.content(story.into())?);
            open.store.write(|writer| {
                writer.put_part(
                    document,
                    &Part::Kind.key(),
                    &PartValue::text(EntryKind::Template.as_str()),
                    person,
                    at,
                )?;
                writer.put_part(document, &label, &PartValue::text(name.as_str()), person, at)?;
                filled.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))
            })?;
            open.changed(document, at);
            let made = entries(open)?.into_iter().find(|known| known.entry == entry);
            made.ok_or_else(|| Failure::new("document-not-found"))
        })?;
        self.0.courier.wake();
        Ok(view)
    }

    /// See [`crate::Call::template_apply`].
    pub fn template_apply(&self, story: StoryId, template: EntryId) -> Answer<Vec<FilledPart>> {
        let filled = self.with(|open| {
            let fills = template_of(open, template)?;
            let reader = open.store.read();
            let document = DocumentId::from(story);
            if !reader.exists(document)? {
                return Err(Failure::new("story-not-found"));
            }
            check_open(&reader, document, &Part::Slugline.key())?;
            let before = reader.content(document)?;
            let mut filled = Vec::new();
            for (part, value) in to_fill(&before, fills) {
                // What is not this person's to write would only be a suggestion that nobody thought of.
                if check_right(&open.store.read(), &open.me, document, &part).is_ok() {
                    open.set_part(document, &part, &value)?;
                    filled.push(FilledPart { before: before.get(&part).cloned(), part });
                }
            }
            Ok(filled)
        })?;
        self.follow_masters(story)?;
        self.0.courier.wake();
        Ok(filled)
    }

    /// See [`crate::Call::template_take_back`].
    pub fn template_take_back(&self, story: StoryId, template: EntryId, filled: Vec<FilledPart>) -> Answer<()> {
        self.with(|open| {
            let fills = template_of(open, template)?;
            let document = DocumentId::from(story);
            let now = open.store.read().content(document)?;
            for FilledPart { part, before } in filled {
                // What somebody has written in since is theirs.
                if fills.get(&part).is_some_and(|value| now.get(&part) == Some(value)) {
                    open.set_part(document, &part, &before.unwrap_or_else(|| empty_like(fills.get(&part))))?;
                }
            }
            Ok(())
        })?;
        self.follow_masters(story)?;
        self.0.courier.wake();
        Ok(())
    }
}

/// What a template fills in.
fn template_of(open: &Open, template: EntryId) -> Answer<Content> {
    let known = entries(open)?.into_iter().find(|entry| entry.entry == template && entry.kind == EntryKind::Template);
    known.map(|entry| entry.fills).ok_or_else(|| Failure::new("template-not-found"))
}

/// What of a template a story lacks, its source edition first. A story without a word yet takes the template's urgency and source
/// edition, too: what it has of these nobody chose.
fn to_fill(story: &Content, template: Content) -> Vec<(PartKey, PartValue)> {
    let is_text = |part: &PartKey| part.known().is_some_and(|part| part.is_text());
    let begun = story.iter().any(|(part, _)| is_text(part));
    let source = template.text(&Part::SourceEdition).to_owned();
    let mut to_fill: Vec<(PartKey, PartValue)> = template
        .iter()
        .filter(|(part, value)| match story.get(part) {
            None => true,
            Some(known) => {
                !begun && matches!(part.known(), Some(Part::SourceEdition | Part::Urgency)) && known != *value
            }
        })
        .map(|(part, value)| (part.clone(), value.clone()))
        .collect();
    to_fill.sort_by_key(|(part, _)| match part.known() {
        Some(part) if part.is_text() => {
            if part.edition().is_some_and(|edition| edition.as_str() == source) {
                1
            } else {
                2
            }
        }
        Some(_) | None => 0,
    });
    to_fill
}

/// What of a story its template keeps: no word that a conversion makes anew, and no place of a photo.
fn worth_keeping(story: &Content) -> Vec<(PartKey, PartValue)> {
    let converted: BTreeSet<&EditionKey> = tilshi_language::editions()
        .iter()
        .filter(|edition| edition.derived_from.is_some())
        .map(|edition| &edition.key)
        .collect();
    story
        .iter()
        .filter_map(|(key, value)| {
            let part = key.known().filter(|part| EntryKind::Template.fills(part))?;
            if part.edition().is_some_and(|edition| converted.contains(edition)) {
                return None;
            }
            let value = match (&part, value) {
                (Part::Body(_), PartValue::Text(body)) => PartValue::text(tilshi_markup::without_photos(body)),
                _ => value.clone(),
            };
            (!value.is_empty()).then(|| (key.clone(), value))
        })
        .collect()
}

fn empty_like(value: Option<&PartValue>) -> PartValue {
    match value {
        Some(PartValue::Set(_)) => PartValue::Set(BTreeSet::new()),
        Some(PartValue::Text(_) | PartValue::List(_) | PartValue::Opaque { .. }) | None => PartValue::text(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::views::StoryView;
    use tempfile::TempDir;

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    fn begun() -> (TempDir, Newsroom) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        (folder, newsroom)
    }

    fn fill(newsroom: &Newsroom, entry: EntryId, part: Part, text: &str) {
        newsroom.entry_fill(entry, part.key(), PartValue::text(text)).expect("filled in");
    }

    fn shown(newsroom: &Newsroom, story: StoryId) -> StoryView {
        newsroom.story_show(story).expect("the story")
    }

    /// A template for the rates of the day, begun in Russian, urgent.
    fn rates(newsroom: &Newsroom) -> EntryId {
        let template = newsroom.entry_new(EntryKind::Template, key("en"), "Rates".into()).expect("made").entry;
        fill(newsroom, template, Part::SourceEdition, "ru");
        fill(newsroom, template, Part::Urgency, "2");
        fill(newsroom, template, Part::Headline(key("ru")), "Курсы валют на TK");
        fill(newsroom, template, Part::Body(key("ru")), "Доллар стоит TK тенге.");
        fill(newsroom, template, Part::Body(key("kk")), "Доллар TK теңге тұрады.");
        template
    }

    #[test]
    fn a_template_fills_in_a_story_without_a_word_and_can_be_taken_back() {
        let (_folder, newsroom) = begun();
        let template = rates(&newsroom);
        let story = newsroom.story_new(key("en")).expect("a story");
        let before = shown(&newsroom, story).content;
        let filled = newsroom.template_apply(story, template).expect("filled in");
        let view = shown(&newsroom, story);
        assert_eq!((view.source_edition.as_str(), view.content.text(&Part::Urgency)), ("ru", "2"));
        assert_eq!(view.content.text(&Part::Headline(key("ru"))), "Курсы валют на TK");
        let kazakh = view.editions.iter().find(|edition| edition.edition == key("kk")).expect("an edition");
        assert_eq!((kazakh.words, kazakh.behind), (4, 0), "a translation of the template's own source");
        assert_eq!(newsroom.template_apply(story, template).expect("again"), Vec::new(), "nothing is left to fill in");

        newsroom
            .part_set(story.into(), Part::Body(key("ru")).key(), PartValue::text("Доллар подешевел."))
            .expect("set");
        newsroom.template_take_back(story, template, filled).expect("taken back");
        let after = shown(&newsroom, story).content;
        assert_eq!(after.text(&Part::Body(key("ru"))), "Доллар подешевел.", "what somebody wrote since is theirs");
        for part in [Part::SourceEdition, Part::Urgency, Part::Headline(key("ru")), Part::Body(key("kk"))] {
            assert_eq!(after.text(&part), before.text(&part), "{part:?}");
        }
    }

    #[test]
    fn what_a_story_says_already_stays() {
        let (_folder, newsroom) = begun();
        let template = rates(&newsroom);
        let story = newsroom.story_new(key("en")).expect("a story");
        let headline = Part::Headline(key("ru"));
        newsroom.part_set(story.into(), headline.key(), PartValue::text("Тенге окреп")).expect("set");
        let filled = newsroom.template_apply(story, template).expect("filled in");
        let content = shown(&newsroom, story).content;
        assert_eq!(content.text(&headline), "Тенге окреп");
        assert_eq!(
            (content.text(&Part::SourceEdition), content.text(&Part::Urgency)),
            ("en", "3"),
            "a story that was begun"
        );
        let parts: Vec<_> = filled.into_iter().map(|filled| filled.part).collect();
        assert_eq!(parts, [Part::Body(key("ru")).key(), Part::Body(key("kk")).key()]);
    }

    #[test]
    fn a_story_is_kept_as_a_template_without_its_photos_and_conversions() {
        let (_folder, newsroom) = begun();
        let story = newsroom.story_new(key("kk")).expect("a story");
        let set = |part: Part, text: &str| {
            newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("set");
        };
        set(Part::Slugline, "rates-1101");
        set(Part::Body(key("kk")), "Доллар TK теңге.\n\n![](photo:b3)\n\nЕуро TK теңге.");
        set(Part::Body(key("qz")), "Dollar TK teñge.");
        let kept = newsroom.template_keep(story, key("kk"), " Күн  бағамы ".into()).expect("kept");
        assert_eq!(kept.labels[&key("kk")], "Күн бағамы");
        let parts: Vec<&str> = kept.fills.iter().map(|(part, _)| part.as_str()).collect();
        assert_eq!(parts, ["edition/kk/body", "source-edition", "urgency"]);
        assert_eq!(kept.fills.text(&Part::Body(key("kk"))), "Доллар TK теңге.\n\nЕуро TK теңге.");
        let refused = newsroom.template_keep(story, key("kk"), "күн бағамы".into()).expect_err("the same name");
        assert_eq!(refused.code, "label-taken");
        assert_eq!(newsroom.template_keep(story, key("kk"), "  ".into()).expect_err("no name").code, "label-missing");
    }

    #[test]
    fn only_what_it_may_fill_in_is_kept_of_a_template_or_a_snippet() {
        let (_folder, newsroom) = begun();
        let snippet = newsroom.entry_new(EntryKind::Snippet, key("en"), "Weather".into()).expect("made").entry;
        let tag = newsroom.entry_new(EntryKind::Tag, key("en"), "Weather".into()).expect("made").entry;
        for (entry, part, value) in [
            (snippet, Part::Headline(key("en")), PartValue::text("x")),
            (snippet, Part::Body(key("en")), PartValue::Set(BTreeSet::new())),
            (tag, Part::Body(key("en")), PartValue::text("x")),
            (snippet, Part::Kind, PartValue::text("tag")),
        ] {
            let refused = newsroom.entry_fill(entry, part.key(), value).expect_err("no place for it");
            assert_eq!(refused.code, "bad-argument", "{part:?}");
        }
        let long = newsroom.entry_fill(snippet, Part::Body(key("en")).key(), PartValue::text("x".repeat(3 << 20)));
        assert_eq!(long.expect_err("too long").code, "text-too-long");
        let story = newsroom.story_new(key("en")).expect("a story");
        for entry in [snippet, tag, EntryId::generate()] {
            assert_eq!(newsroom.template_apply(story, entry).expect_err("no template").code, "template-not-found");
        }
        fill(&newsroom, snippet, Part::Body(key("en")), "It was *dry*.");
        let listed = newsroom.vocabulary_list().expect("listed");
        let found = listed.iter().find(|entry| entry.entry == snippet).expect("listed");
        assert_eq!(found.fills.text(&Part::Body(key("en"))), "It was *dry*.");
    }

    #[test]
    fn what_a_template_names_is_known_to_be_named() {
        let (_folder, newsroom) = begun();
        let template = newsroom.entry_new(EntryKind::Template, key("en"), "Floods".into()).expect("made").entry;
        let tag = newsroom.entry_new(EntryKind::Tag, key("en"), "Water".into()).expect("made").entry;
        let tags = PartValue::Set([tag.to_string()].into());
        newsroom.entry_fill(template, Part::Tags.key(), tags).expect("filled in");
        let naming = newsroom.with(|open| Ok(open.store.read().naming(tag)?)).expect("read");
        assert_eq!(naming, [DocumentId::from(template)]);
    }
}
