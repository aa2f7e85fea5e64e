//! Finding stories on this laptop by any word of any edition, by their authors, tags, captions and credits.
//!
//! Words are compared by their search keys: a Kazakh word that is typed in one of its scripts is found in all three.

use std::time::{Duration, Instant};

use tilshi_language::search::{search_key, words_with_keys};
use tilshi_store::{Reader, SearchKeys, StoreError};
use tilshi_story::{Content, DocumentId, EditionKey, EntryId, Part, PartKey, PartValue, PhotoId, StoryId};

use crate::memory::remember_story;
use crate::photo_desk;
use crate::views::{FoundPassage, SearchHit, SearchView};
use crate::{Answer, Newsroom};

/// How many stories an answer names.
const MOST_HITS: usize = 30;

/// Most words of a search that count.
const MOST_TERMS: usize = 12;

/// How many documents are put into the index in one transaction.
const BATCH: usize = 40;

/// How long a search waits for the index to follow what was just written.
pub(crate) const PATIENCE: Duration = Duration::from_millis(100);

/// How much of a text is shown before and behind what was found, in characters.
const AROUND: usize = 48;

/// What a word in front of a colon restricts a search to.
const FIELDS: [(&str, &str); 5] =
    [("headline:", "title"), ("by:", "people"), ("tag:", "tags"), ("caption:", "captions"), ("text:", "words")];

/// Words as an expression for an index; nothing when no word is given.
pub(crate) fn expression(words: &str) -> Option<String> {
    Query::read(words).expression()
}

/// Words as an expression for the index, in these columns alone; nothing when no word is given.
pub(crate) fn expression_in(columns: &str, words: &str) -> Option<String> {
    Query::read(words).expression_in(Some(columns))
}

impl Newsroom {
    /// See [`crate::Call::story_search`].
    pub fn story_search(&self, words: String) -> Answer<SearchView> {
        let query = Query::read(&words);
        let Some(expression) = query.expression() else { return Ok(SearchView::default()) };
        self.follow_search(Some(PATIENCE))?;
        self.with(|open| {
            let reader = open.store.read();
            let mut stories = reader.search(&expression, MOST_HITS + 1)?;
            let more = stories.len() > MOST_HITS;
            stories.truncate(MOST_HITS);
            let hits =
                stories.into_iter().map(|story| hit(&reader, story, &query)).collect::<Result<_, StoreError>>()?;
            Ok(SearchView { hits, more })
        })
    }

    /// See [`crate::Call::search_pattern`].
    pub fn search_pattern(&self, words: String) -> Answer<Option<String>> {
        Ok(tilshi_language::search::search_pattern(&words))
    }

    /// Brings the index, and the translation memory with it, up to what is written: all of it or for so long.
    pub(crate) fn follow_search(&self, longest: Option<Duration>) -> Answer<()> {
        let begun = Instant::now();
        loop {
            let done = self.with(|open| {
                let due = open.store.read().search_due(BATCH)?;
                if due.is_empty() {
                    return Ok(true);
                }
                open.store.write(|writer| {
                    for document in due {
                        match document {
                            DocumentId::Story(story) => {
                                writer.index_story(story, &keys(writer, story)?)?;
                                remember_story(writer, story)?;
                            }
                            DocumentId::Photo(photo) => {
                                photo_desk::index(writer, photo)?;
                            }
                            DocumentId::Entry(entry) => {
                                writer.pass_on_search_due(document, &writer.stories_naming(&entry.to_string())?)?;
                            }
                        }
                    }
                    Ok::<_, StoreError>(())
                })?;
                Ok(false)
            })?;
            if done || longest.is_some_and(|longest| begun.elapsed() >= longest) {
                return Ok(());
            }
        }
    }
}

/// What the index holds of a story.
fn keys(reader: &Reader<'_>, story: StoryId) -> Result<SearchKeys, StoreError> {
    let content = reader.content(story.into())?;
    let mut keys = SearchKeys::default();
    for (key, value) in content.iter() {
        let PartValue::Text(text) = value else { continue };
        match key.known() {
            Some(Part::Slugline | Part::Headline(_)) => add(&mut keys.title, text),
            Some(Part::Lead(_)) => add(&mut keys.words, text),
            Some(Part::Body(_)) => add(&mut keys.words, text),
            Some(Part::Attribution) => add(&mut keys.people, text),
            Some(Part::Section | Part::Desk | Part::DatelineCity) => add_names(reader, text, &mut keys.tags)?,
            _ => {}
        }
    }
    for person in content.items(&Part::Bylines) {
        add_names(reader, person, &mut keys.people)?;
    }
    for tag in content.items(&Part::Tags) {
        add_names(reader, tag, &mut keys.tags)?;
    }
    for photo in content.items(&Part::Photos) {
        let Ok(photo) = photo.parse::<PhotoId>() else { continue };
        for (key, value) in reader.content(photo.into())?.iter() {
            let PartValue::Text(text) = value else { continue };
            match key.known() {
                Some(Part::PhotoHeadline(_) | Part::Caption(_) | Part::AltText(_) | Part::ExtendedDescription(_)) => {
                    add(&mut keys.captions, text)
                }
                Some(Part::Creator | Part::CreditLine) => add(&mut keys.people, text),
                _ => {}
            }
        }
    }
    Ok(keys)
}

fn add(keys: &mut String, text: &str) {
    if !keys.is_empty() {
        keys.push('\n');
    }
    keys.push_str(&search_key(text));
}

/// Every name that an entry has.
fn add_names(reader: &Reader<'_>, entry: &str, keys: &mut String) -> Result<(), StoreError> {
    let Ok(entry) = entry.parse::<EntryId>() else { return Ok(()) };
    for (key, value) in reader.content(entry.into())?.iter() {
        if let (Some(Part::Label(_)), PartValue::Text(label)) = (key.known(), value) {
            add(keys, label);
        }
    }
    Ok(())
}

/// What somebody looks for.
#[derive(Debug, Default)]
pub(crate) struct Query {
    terms: Vec<Term>,
}

/// A word or a phrase.
#[derive(Debug)]
struct Term {
    /// The keys of its words in order.
    keys: Vec<String>,
    /// Whether the last word may go on.
    is_open: bool,
    /// Whether it must not be there.
    is_unwanted: bool,
    /// The column it has to stand in.
    column: Option<&'static str>,
}

impl Query {
    /// Words that all have to be there, beginnings of words at least; a phrase in quotation marks is there as it is;
    /// what has a hyphen in front is not. `by:` and the like say where.
    fn read(words: &str) -> Self {
        let mut terms = Vec::new();
        let mut rest = words.trim_start();
        while !rest.is_empty() && terms.len() < MOST_TERMS {
            let is_unwanted = rest.starts_with('-');
            rest = rest.trim_start_matches('-');
            let field = FIELDS.iter().find(|(name, _)| rest.to_lowercase().starts_with(name));
            rest = &rest[field.map_or(0, |(name, _)| name.len())..];
            let is_quote = |sign: char| matches!(sign, '"' | '“' | '”' | '«' | '»' | '„');
            let quoted = rest.strip_prefix(is_quote);
            let (text, after) = match quoted {
                Some(inside) => inside.split_once(is_quote).unwrap_or((inside, "")),
                None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
            };
            let keys = keys_of(text);
            if !keys.is_empty() {
                let column = field.map(|(_, column)| *column);
                terms.push(Term { keys, is_open: quoted.is_none(), is_unwanted, column });
            }
            rest = after.trim_start();
        }
        Self { terms }
    }

    /// Words one behind the other as they are typed; the last may go on.
    pub(crate) fn of_phrase(words: &str) -> Self {
        let term = Term { keys: keys_of(words), is_open: true, is_unwanted: false, column: None };
        Self { terms: Some(term).filter(|term| !term.keys.is_empty()).into_iter().collect() }
    }

    /// The same for SQLite's FTS5; nothing when nothing is looked for.
    fn expression(&self) -> Option<String> {
        self.expression_in(None)
    }

    /// The same in some columns alone, where a word does not itself say where.
    fn expression_in(&self, columns: Option<&str>) -> Option<String> {
        // Keys are letters and digits: nothing in them means anything to FTS5 inside quotation marks.
        let written = |term: &Term| {
            let column = term.column.or(columns).map(|column| format!("{column} : ")).unwrap_or_default();
            format!("{column}\"{}\"{}", term.keys.join(" "), if term.is_open { "*" } else { "" })
        };
        let of = |unwanted: bool| self.terms.iter().filter(move |term| term.is_unwanted == unwanted).map(written);
        let wanted: Vec<String> = of(false).collect();
        if wanted.is_empty() {
            return None;
        }
        let unwanted = of(true).map(|term| format!(" NOT ({term})"));
        Some(format!("({}){}", wanted.join(" AND "), unwanted.collect::<String>()))
    }

    /// Where the words of the search stand in a text, as spans of bytes.
    fn places(&self, text: &str) -> Vec<(usize, usize)> {
        let mut words: Vec<(usize, String)> = Vec::new();
        words_with_keys(text, |at, key| words.push((at, key.to_owned())));
        let mut found = Vec::new();
        for term in self.terms.iter().filter(|term| !term.is_unwanted) {
            for (first, window) in words.windows(term.keys.len()).enumerate() {
                let last = term.keys.len() - 1;
                let fits = window.iter().zip(&term.keys).enumerate().all(|(place, ((_, key), wanted))| {
                    if place == last && term.is_open { key.starts_with(wanted.as_str()) } else { key == wanted }
                });
                if fits {
                    let begin = window[0].0;
                    let end = words.get(first + window.len()).map_or(text.len(), |(next, _)| *next);
                    found.push((
                        begin,
                        begin + text[begin..end].trim_end_matches(|sign: char| !sign.is_alphanumeric()).len(),
                    ));
                }
            }
        }
        found.sort_unstable();
        found.dedup_by(|next, kept| next.0 < kept.1);
        found
    }
}

fn keys_of(text: &str) -> Vec<String> {
    search_key(text).split(' ').filter(|key| !key.is_empty()).map(str::to_owned).collect()
}

fn hit(reader: &Reader<'_>, story: StoryId, query: &Query) -> Result<SearchHit, StoreError> {
    let document = DocumentId::from(story);
    let content = reader.content(document)?;
    let (headline, headline_edition) = headline(&content, query);
    Ok(SearchHit {
        story,
        slugline: content.text(&Part::Slugline).to_owned(),
        headline: pieces(&headline, query, false),
        headline_edition,
        passage: passage(reader, &content, query)?,
        changed_at: reader.changed_at(document)?.unwrap_or_default(),
    })
}

/// The headline in which a word was found; else that of the source edition, else any.
fn headline(content: &Content, query: &Query) -> (String, Option<EditionKey>) {
    let mut all: Vec<(EditionKey, String)> = Vec::new();
    for edition in tilshi_language::editions() {
        let text = content.text(&Part::Headline(edition.key.clone()));
        if !text.is_empty() {
            all.push((edition.key.clone(), text.to_owned()));
        }
    }
    let source = content.text(&Part::SourceEdition);
    let found = all.iter().find(|(_, text)| !query.places(text).is_empty());
    let chosen = found.or_else(|| all.iter().find(|(edition, _)| edition.as_str() == source)).or(all.first());
    chosen.map_or_else(Default::default, |(edition, text)| (text.clone(), Some(edition.clone())))
}

/// The first place outside the headlines where a word was found.
fn passage(reader: &Reader<'_>, content: &Content, query: &Query) -> Result<Option<FoundPassage>, StoreError> {
    let is_text = |key: &PartKey| match key.known() {
        Some(Part::Lead(edition) | Part::Body(edition) | Part::Caption(edition)) => Some(edition),
        _ => None,
    };
    let found = |content: &Content| {
        content.iter().find_map(|(key, value)| {
            let (edition, text) = (is_text(key)?, value.as_text()?);
            let shown = pieces(text, query, true);
            (shown.len() > 1).then_some(FoundPassage { edition, pieces: shown })
        })
    };
    if let Some(passage) = found(content) {
        return Ok(Some(passage));
    }
    for photo in content.items(&Part::Photos) {
        let Ok(photo) = photo.parse::<PhotoId>() else { continue };
        if let Some(passage) = found(&reader.content(photo.into())?) {
            return Ok(Some(passage));
        }
    }
    Ok(None)
}

/// A text in pieces, every second of which was found; short, only what stands around the first place.
pub(crate) fn pieces(text: &str, query: &Query, short: bool) -> Vec<String> {
    let mut places = query.places(text);
    let (mut from, mut to) = (0, text.len());
    if short && let Some((begin, end)) = places.first().copied() {
        let before = text[..begin].char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
        from = text[before..begin].rfind('\n').map_or(before, |at| before + at + 1);
        let after = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| end + at);
        to = text[end..after].find('\n').map_or(after, |at| end + at);
        places.retain(|(begin, end)| *begin >= from && *end <= to);
    }
    let mut pieces = Vec::new();
    let mut at = from;
    for (begin, end) in places {
        pieces.extend([text[at..begin].to_owned(), text[begin..end].to_owned()]);
        at = end;
    }
    pieces.push(text[at..to].to_owned());
    if short && from > 0 {
        pieces[0].insert(0, '…');
    }
    if short
        && to < text.len()
        && let Some(last) = pieces.last_mut()
    {
        last.push('…');
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use tilshi_story::{EntryKind, PartValue};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition key")
    }

    fn set(newsroom: &Newsroom, story: StoryId, part: Part, text: &str) {
        newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("set");
    }

    fn found(newsroom: &Newsroom, words: &str) -> Vec<StoryId> {
        newsroom.story_search(words.into()).expect("searched").hits.iter().map(|hit| hit.story).collect()
    }

    #[test]
    fn a_word_of_any_script_edition_or_field_finds_its_story() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("profile"), Options::default());
        newsroom.profile_create("Aigerim Sadyqova".into(), Some("a passphrase of the test".into())).expect("a profile");
        let (canal, rates) = (newsroom.story_new(key("kk")).expect("new"), newsroom.story_new(key("en")).expect("new"));
        set(&newsroom, canal, Part::Headline(key("kk")), "Түркістанда арналар ашылды");
        set(&newsroom, canal, Part::Body(key("kk")), "Бірінші абзац.\n\nСу ерте жіберілді, деді Тоқаев ауданда.");
        set(&newsroom, rates, Part::Headline(key("en")), "The bank cuts its base rate");
        set(&newsroom, rates, Part::Lead(key("zh")), "央行下调基准利率。");
        set(&newsroom, rates, Part::Slugline, "base-rate");
        for words in
            ["Түркістан", "türkıstan", "TÚRKISTAN ashyl", "تۇركىستان", "توقايەۆ", "toqaev", "ерте жіб", "\"су ерте\""]
        {
            assert_eq!(found(&newsroom, words), [canal], "{words}");
        }
        for words in ["央行", "base rate", "headline:bank", "-арналар the", "банк"] {
            assert_eq!(found(&newsroom, words), [rates], "{words}");
        }
        for words in ["ерте су\"", "\"ерте су\"", "headline:Тоқаев", "", "-bank", "\"", "* OR NEAR(", "行央"]
        {
            let expected: &[StoryId] = if words == "ерте су\"" { &[canal] } else { &[] };
            assert_eq!(found(&newsroom, words), expected, "{words}");
        }
        let both = newsroom.story_search("Aigerim".into()).expect("searched");
        assert!(both.hits.is_empty(), "who wrote it is no author yet");

        let tag = newsroom.entry_new(EntryKind::Tag, key("ru"), "Хлопок".into()).expect("a tag");
        let tags = PartValue::Set([tag.entry.to_string()].into());
        newsroom.part_set(canal.into(), Part::Tags.key(), tags).expect("tagged");
        assert_eq!(found(&newsroom, "tag:хлоп"), [canal]);
        newsroom.entry_label(tag.entry, key("kk"), "Мақта".into()).expect("named");
        assert_eq!(found(&newsroom, "maqta"), [canal], "an entry that gets a name is found by it");
        set(&newsroom, canal, Part::Headline(key("kk")), "Басқа тақырып");
        assert_eq!(found(&newsroom, "арналар"), []);
    }

    #[test]
    fn what_was_found_is_shown_where_it_stands() {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("profile"), Options::default());
        newsroom.profile_create("Aigerim".into(), Some("a passphrase of the test".into())).expect("a profile");
        let story = newsroom.story_new(key("kk")).expect("new");
        set(&newsroom, story, Part::Headline(key("kk")), "Су келді");
        let long = "сөз ".repeat(40);
        set(&newsroom, story, Part::Body(key("kk")), &format!("{long}\n\n{long}арналарға су, {long}"));
        let hit = newsroom.story_search("su".into()).expect("searched").hits.remove(0);
        assert_eq!(hit.headline, ["", "Су", " келді"]);
        let passage = hit.passage.expect("a passage");
        assert_eq!(passage.edition, key("kk"));
        assert_eq!(passage.pieces[1], "су");
        assert!(passage.pieces[0].starts_with('…') && passage.pieces[0].ends_with("арналарға "), "{passage:?}");
        assert!(passage.pieces[2].starts_with(", сөз") && passage.pieces[2].ends_with('…'), "{passage:?}");
    }
}
