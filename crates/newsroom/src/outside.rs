//! Translators outside of the newsroom: a story goes to them as XLIFF 2.1, and what comes back is a draft that somebody has
//! to approve.

use tilshi_interchange::xliff::{self, Document, File, Segment, State, Unit};
use tilshi_language::{edition, edition_of_tag, passage_key, sentences};
use tilshi_merge::Texts;
use tilshi_store::{Reader, StoreError};
use tilshi_story::{Content, EditionKey, Failure, Part, PartValue, PhotoId, Standing, StoryId, ValueHash};

use crate::files::{self, tag_of, unfit};
use crate::following::{follow, translated_from};
use crate::passages::view as passages;
use crate::profile::Open;
use crate::views::{PassageRow, TakenBack};
use crate::{Answer, Newsroom};

/// What a file says that a story comes from.
const ORIGINAL: &str = "tilshi:story/";

/// The note that says which words of the edition went out.
const SAYS: &str = "tilshi-says";

/// The three texts of an edition as units are named after them.
const FIELDS: [&str; 3] = ["headline", "lead", "body"];

/// Makes a part of an edition.
type PartOf = fn(EditionKey) -> Part;

/// The words of a photo, and the parts they are.
const PHOTO_WORDS: [(&str, PartOf); 4] = [
    ("photo-headline", Part::PhotoHeadline),
    ("caption", Part::Caption),
    ("alt-text", Part::AltText),
    ("extended-description", Part::ExtendedDescription),
];

impl Newsroom {
    /// See [`crate::Call::xliff_export`].
    pub fn xliff_export(&self, stories: Vec<StoryId>, edition: EditionKey, file: String) -> Answer<usize> {
        let document = self.with(|open| {
            let mut document =
                Document { target: tag_of(&edition)?, unspaced: is_unspaced(&edition), ..Document::default() };
            for story in stories {
                let (source, of_story) = exported(open, story, &edition)?;
                if !document.source.is_empty() && document.source != source {
                    return Err(Failure::new("sources-differ").with("edition", &edition));
                }
                document.source = source;
                document.files.push(of_story);
            }
            Ok(document)
        })?;
        files::write_new(&file, |output| Ok(xliff::write(&document, output)?))?;
        Ok(document.files.iter().map(|file| file.units.len()).sum())
    }

    /// See [`crate::Call::xliff_import`].
    pub fn xliff_import(&self, file: String, replace: bool) -> Answer<Vec<TakenBack>> {
        let document = xliff::read(files::open(&file)?).map_err(|error| unfit(&file, "xliff-malformed", error))?;
        let known = |tag: &str| {
            let found = edition_of_tag(tag).map(|edition| edition.key.clone());
            found.ok_or_else(|| Failure::new("edition-unknown").with("edition", tag))
        };
        let (from, to) = (known(&document.source)?, known(&document.target)?);
        // Nothing is written before all of it is known to fit.
        let read = document.files.iter().map(|of_story| self.with(|open| fitting(open, of_story, &to, replace)));
        let read = read.collect::<Answer<Vec<_>>>()?;
        if read.iter().all(|fitted| fitted.taken.passages == 0) {
            return Err(Failure::new("xliff-untranslated").with("file", &file));
        }
        let mut back = Vec::new();
        for (Fitted { texts, words, mut taken }, of_story) in read.into_iter().zip(&document.files) {
            let texts = parts(&to).into_iter().zip(texts).map(|(part, text)| (taken.story.into(), part, text));
            for (document, part, text) in
                texts.chain(words.into_iter().map(|(photo, part, text)| (photo.into(), part, text)))
            {
                self.part_set(document, part.key(), PartValue::text(text))?;
            }
            // What moved in the source since the file went out shows as such.
            let sources =
                FIELDS.map(|name| joined(of_story.units.iter().filter(|unit| unit.name == name).map(Unit::source)));
            let followed = self.with(|open| follow(open, taken.story, &to, &from, sources));
            match followed {
                Ok(view) => taken.moved = view.rows.iter().filter(|row| row.moved).count(),
                // Whoever may only suggest a text cannot say what it follows.
                Err(failure) if failure.code == "part-not-yours" => {}
                Err(failure) => return Err(failure),
            }
            back.push(taken);
        }
        Ok(back)
    }
}

fn parts(edition: &EditionKey) -> [Part; 3] {
    [Part::Headline(edition.clone()), Part::Lead(edition.clone()), Part::Body(edition.clone())]
}

/// Whether no space stands between two sentences.
fn is_unspaced(key: &EditionKey) -> bool {
    edition(key).is_some_and(|edition| edition.tag.starts_with("zh"))
}

fn joined(passages: impl Iterator<Item = String>) -> String {
    passages.filter(|passage| !passage.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// A mark of the words of an edition, those of its photos included.
fn says(reader: &Reader<'_>, content: &Content, key: &EditionKey) -> Result<String, StoreError> {
    let texts = Texts::of(content, key);
    let mut said = [texts.headline, texts.lead, texts.body].join("\0");
    for photo in photos(content) {
        let words = reader.content(photo.into())?;
        for make in PHOTO_WORDS.map(|(_, make)| make) {
            said.push('\0');
            said.push_str(words.text(&make(key.clone())));
        }
    }
    Ok(ValueHash::of(said.as_bytes()).to_string())
}

fn photos(content: &Content) -> impl Iterator<Item = PhotoId> {
    content.items(&Part::Photos).into_iter().filter_map(|id| id.parse().ok()).collect::<Vec<_>>().into_iter()
}

/// What a unit is called: the field of a text, or what it is of which photo.
fn name_of(content: &Content, row: &PassageRow) -> Option<String> {
    let field = match row.part.known()? {
        Part::Headline(_) => "headline",
        Part::Lead(_) => "lead",
        Part::Body(_) => "body",
        Part::PhotoHeadline(_) => "photo-headline",
        Part::Caption(_) => "caption",
        Part::AltText(_) => "alt-text",
        Part::ExtendedDescription(_) => "extended-description",
        _ => return None,
    };
    Some(match row.photo {
        Some(place) => format!("{field}/{}", photos(content).nth(place.checked_sub(1)?)?),
        None => field.to_owned(),
    })
}

/// The words of a photo that a unit of this name is.
fn photo_words(name: &str, edition: &EditionKey) -> Option<(PhotoId, Part)> {
    let (field, photo) = name.split_once('/')?;
    let make = PHOTO_WORDS.into_iter().find(|(name, _)| *name == field)?.1;
    Some((photo.parse().ok()?, make(edition.clone())))
}

/// A story for its translator, and the language it is in.
fn exported(open: &Open, story: StoryId, to: &EditionKey) -> Answer<(String, File)> {
    let view = passages(open, story, to)?;
    let content = open.store.read().content(story.into())?;
    let from = translated_from(&content, to).ok_or_else(|| Failure::new("edition-is-source").with("edition", to))?;
    let shown = crate::stories::view(open, story)?;
    let standing = shown.editions.iter().find(|edition| edition.edition == *to).map(|edition| edition.standing);
    let unit = |row: &PassageRow| {
        let (name, now) = (name_of(&content, row)?, row.now.as_ref()?);
        let own = row.own.as_ref().map(|own| own.text.as_str());
        let state = match standing {
            _ if own.is_none() || row.moved => State::Initial,
            Some(Standing::Approved | Standing::Published) => State::Final,
            _ => State::Translated,
        };
        let about = shown.comments.iter().filter(|comment| comment.settled.is_none()).filter(|comment| {
            let is_of = |text: &str| comment.about.as_ref().is_some_and(|about| text.contains(&about.exact));
            is_of(now) || own.is_some_and(is_of)
        });
        let notes = about.map(|comment| format!("{}: {}", comment.by, comment.words)).collect();
        Some(Unit { name, notes, segments: segments(now, own, &from, to, state) })
    };
    let units: Vec<Unit> = view.rows.iter().filter_map(unit).collect();
    if units.is_empty() {
        return Err(Failure::new("edition-empty").with("edition", &from));
    }
    let notes = vec![(SAYS.to_owned(), says(&open.store.read(), &content, to)?)];
    Ok((tag_of(&from)?, File { original: format!("{ORIGINAL}{story}"), notes, units }))
}

/// A passage sentence by sentence, where its translation has as many of them.
fn segments(source: &str, own: Option<&str>, from: &EditionKey, to: &EditionKey, state: State) -> Vec<Segment> {
    let pieces = sentences(source, from.as_str());
    let translated: Option<Vec<&str>> =
        own.map(|own| sentences(own, to.as_str()).into_iter().map(|place| &own[place]).collect());
    match translated {
        Some(translated) if translated.len() != pieces.len() => {
            vec![Segment { source: source.to_owned(), target: own.map(str::to_owned), state }]
        }
        translated => pieces
            .into_iter()
            .enumerate()
            .map(|(at, place)| Segment {
                source: source[place].to_owned(),
                target: translated.as_ref().map(|translated| translated[at].to_owned()),
                state,
            })
            .collect(),
    }
}

/// What a story becomes with a file that came back.
struct Fitted {
    /// Headline, lead and body.
    texts: [String; 3],
    /// Words of its photos.
    words: Vec<(PhotoId, Part, String)>,
    taken: TakenBack,
}

/// What the texts of an edition become with a file that came back.
fn fitting(open: &Open, file: &File, to: &EditionKey, replace: bool) -> Answer<Fitted> {
    let story = file.original.strip_prefix(ORIGINAL).and_then(|id| id.parse::<StoryId>().ok());
    let story = story.ok_or_else(|| Failure::new("xliff-not-ours"))?;
    let view = passages(open, story, to)?;
    let content = open.store.read().content(story.into())?;
    let title = crate::outbox::title(&open.store.read(), story.into())?;
    let went_out = file.notes.iter().find(|(category, _)| category == SAYS).map(|(_, says)| says.trim());
    let now = says(&open.store.read(), &content, to)?;
    if !replace && went_out.is_some_and(|went_out| went_out != now) {
        return Err(Failure::new("edition-went-on").with("edition", to).with("title", &title));
    }
    let mut taken = TakenBack { story, title, edition: to.clone(), passages: 0, missing: 0, parts: 0, moved: 0 };
    let texts = FIELDS.map(|name| {
        let units: Vec<&Unit> = file.units.iter().filter(|unit| unit.name == name).collect();
        let is_of = |row: &&PassageRow| name_of(&content, row).is_some_and(|of| of == name);
        let rows: Vec<&PassageRow> = view.rows.iter().filter(is_of).collect();
        with_units(&units, &rows)
    });
    let mut words = Vec::new();
    for unit in &file.units {
        let of_photo = photo_words(&unit.name, to).filter(|(photo, _)| photos(&content).any(|known| known == *photo));
        if !FIELDS.contains(&unit.name.as_str()) && of_photo.is_none() {
            continue;
        }
        match unit.target() {
            Some(target) => {
                taken.passages += 1;
                words.extend(of_photo.map(|(photo, part)| (photo, part, target)));
            }
            None => taken.missing += 1,
        }
        taken.parts += usize::from(unit.is_part());
    }
    let lengths = parts(to).into_iter().zip(&texts).chain(words.iter().map(|(_, part, text)| (part.clone(), text)));
    for (part, text) in lengths {
        let max_bytes = part.key().max_bytes();
        if text.len() > max_bytes {
            return Err(Failure::new("text-too-long").with("max_bytes", max_bytes));
        }
    }
    Ok(Fitted { texts, words, taken })
}

/// The passages of a text with those that came back in their places. What was not translated stays as it is, and so does what
/// stands in the edition alone.
fn with_units(units: &[&Unit], rows: &[&PassageRow]) -> String {
    let key = |text: &Option<String>| text.as_deref().map(passage_key);
    let own = |row: &PassageRow| row.own.as_ref().map(|own| own.text.clone());
    let mut next = 0;
    let mut found = Vec::new();
    for unit in units {
        let source = Some(passage_key(&unit.source()));
        let place = (next..rows.len()).find(|at| key(&rows[*at].now) == source || key(&rows[*at].then) == source);
        if let Some(place) = place {
            found.extend(rows[next..place].iter().filter_map(|row| own(row)));
            next = place + 1;
        }
        found.extend(unit.target().or_else(|| own(rows[place?])));
    }
    found.extend(rows[next..].iter().filter_map(|row| own(row)));
    joined(found.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use std::fs;
    use std::path::Path;
    use tempfile::TempDir;

    const EN: &str = "Water came early. It **stayed** for [days](/map).\n\nFarmers wait.\n\nRain follows.";

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition")
    }

    fn set(newsroom: &Newsroom, story: StoryId, part: Part, text: &str) {
        newsroom.part_set(story.into(), part.key(), PartValue::text(text)).expect("written");
    }

    fn text(newsroom: &Newsroom, story: StoryId, part: &Part) -> String {
        newsroom.with(|open| Ok(open.store.read().content(story.into())?.text(part).to_owned())).expect("read")
    }

    /// One pixel, as PNG in Base64.
    const PICTURE: &str =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    struct Begun {
        folder: TempDir,
        newsroom: Newsroom,
        story: StoryId,
    }

    fn begun() -> Begun {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Saule".into(), Some("a passphrase of the test".into())).expect("a profile");
        let story = newsroom.story_new(key("en")).expect("a story");
        set(&newsroom, story, Part::Headline(key("en")), "Canals");
        set(&newsroom, story, Part::Body(key("en")), EN);
        Begun { folder, newsroom, story }
    }

    impl Begun {
        fn file(&self, name: &str) -> String {
            self.folder.path().join(name).display().to_string()
        }

        /// Writes the file, and says it with each source's translation.
        fn out(&self, name: &str, edition: &str, translations: &[(&str, &str)]) -> String {
            let file = self.file(name);
            self.newsroom.xliff_export(vec![self.story], key(edition), file.clone()).expect("written");
            let mut text = fs::read_to_string(&file).expect("a file");
            for (source, target) in translations {
                let source = format!("<source>{source}</source>");
                assert!(text.contains(&source), "{source} is not in {text}");
                text = text.replace(&source, &format!("{source}<target>{target}</target>"));
            }
            fs::write(&file, text).expect("written");
            file
        }

        fn code(&self, file: &str, replace: bool) -> String {
            self.newsroom.xliff_import(file.into(), replace).expect_err("refused").code
        }
    }

    const BOLD: &str = "<pc id=\"c1\" type=\"fmt\" subType=\"xlf:b\" dataRefEnd=\"d1\" dataRefStart=\"d1\">";

    #[test]
    fn a_translation_goes_out_and_comes_back_as_a_draft_with_its_marks() {
        let begun = begun();
        let link = "<pc id=\"c2\" type=\"link\" dataRefEnd=\"d3\" dataRefStart=\"d2\">";
        let sentence = format!("It {BOLD}stayed</pc> for {link}days</pc>.");
        let own = format!("Она {BOLD}стояла</pc> {link}днями</pc>.");
        let file = begun.out(
            "a.xlf",
            "ru",
            &[
                ("Canals", "Каналы"),
                ("Water came early.", "Вода пришла рано."),
                (&sentence, &own),
                ("Farmers wait.", "Фермеры ждут."),
            ],
        );
        let back = begun.newsroom.xliff_import(file, false).expect("read").remove(0);
        assert_eq!((back.passages, back.missing, back.parts, back.moved), (3, 1, 0, 0));
        assert_eq!(text(&begun.newsroom, begun.story, &Part::Headline(key("ru"))), "Каналы");
        let body = "Вода пришла рано. Она **стояла** [днями](/map).\n\nФермеры ждут.";
        assert_eq!(text(&begun.newsroom, begun.story, &Part::Body(key("ru"))), body);
        let view = begun.newsroom.story_show(begun.story).expect("shown");
        let ru = view.editions.iter().find(|edition| edition.edition == key("ru")).expect("Russian");
        assert_eq!(ru.standing, Standing::Draft, "somebody has to approve it");
        // What is translated goes out again, sentence by sentence.
        let file = begun.out("b.xlf", "ru", &[("Rain follows.", "Будет дождь.")]);
        begun.newsroom.xliff_import(file, false).expect("read");
        let whole = format!("{body}\n\nБудет дождь.");
        assert_eq!(text(&begun.newsroom, begun.story, &Part::Body(key("ru"))), whole);
    }

    #[test]
    fn the_words_of_a_photo_go_and_come_with_it() {
        let begun = begun();
        let photo =
            begun.newsroom.photo_add(Some(begun.story), "a.png".into(), PICTURE.into()).expect("added").view.photo;
        let set = |part: Part, text: &str| {
            begun.newsroom.part_set(photo.into(), part.key(), PartValue::text(text)).expect("written");
        };
        set(Part::Caption(key("en")), "The canal in March.");
        set(Part::AltText(key("en")), "Water");
        let file = begun.out("a.xlf", "ru", &[("The canal in March.", "Канал в марте."), ("Canals", "Каналы")]);
        let back = begun.newsroom.xliff_import(file.clone(), false).expect("read").remove(0);
        assert_eq!((back.passages, back.missing), (2, 4));
        let said = |part: &Part| {
            begun
                .newsroom
                .with(|open| Ok(open.store.read().content(photo.into())?.text(part).to_owned()))
                .expect("read")
        };
        assert_eq!(said(&Part::Caption(key("ru"))), "Канал в марте.");
        set(Part::Caption(key("ru")), "Канал весной.");
        assert_eq!(begun.code(&file, false), "edition-went-on", "a caption is a word of the edition, too");
        assert_eq!(said(&Part::Caption(key("ru"))), "Канал весной.");
    }

    #[test]
    fn a_source_that_changed_meanwhile_shows_what_is_behind() {
        let begun = begun();
        let file = begun.out("a.xlf", "ru", &[("Farmers wait.", "Фермеры ждут."), ("Rain follows.", "Будет дождь.")]);
        set(&begun.newsroom, begun.story, Part::Body(key("en")), &EN.replace("Rain", "Snow"));
        let back = begun.newsroom.xliff_import(file, false).expect("read").remove(0);
        assert_eq!(back.moved, 1);
        let view = begun.newsroom.passages_show(begun.story, key("ru")).expect("shown");
        let moved: Vec<_> = view.rows.iter().filter(|row| row.moved).collect();
        assert_eq!((moved[0].then.as_deref(), moved[0].now.as_deref()), (Some("Rain follows."), Some("Snow follows.")));
        assert_eq!(moved[0].own.as_ref().map(|own| own.text.as_str()), Some("Будет дождь."));
    }

    #[test]
    fn what_was_written_here_meanwhile_is_never_lost_unasked() {
        let begun = begun();
        let file = begun.out("a.xlf", "ru", &[("Farmers wait.", "Фермеры ждут.")]);
        set(&begun.newsroom, begun.story, Part::Body(key("ru")), "Своё начало.");
        assert_eq!(begun.code(&file, false), "edition-went-on");
        assert_eq!(text(&begun.newsroom, begun.story, &Part::Body(key("ru"))), "Своё начало.");
        begun.newsroom.xliff_import(file, true).expect("asked for");
        let after = text(&begun.newsroom, begun.story, &Part::Body(key("ru")));
        assert!(after.contains("Фермеры ждут."), "{after}");
    }

    #[test]
    fn several_stories_go_in_one_file_and_nothing_is_written_when_one_does_not_fit() {
        let begun = begun();
        let second = begun.newsroom.story_new(key("en")).expect("a story");
        set(&begun.newsroom, second, Part::Headline(key("en")), "Bridges");
        let file = begun.file("both.xlf");
        let count = begun.newsroom.xliff_export(vec![begun.story, second], key("zh"), file.clone()).expect("written");
        assert_eq!(count, 5);
        let translated = fs::read_to_string(&file)
            .expect("a file")
            .replace("<source>Bridges</source>", "<source>Bridges</source><target>桥</target>");
        fs::write(&file, &translated).expect("written");
        let back = begun.newsroom.xliff_import(file.clone(), false).expect("read");
        assert_eq!(back.iter().map(|taken| taken.passages).collect::<Vec<_>>(), [0, 1]);
        let foreign =
            translated.replace(&begun.story.to_string(), &StoryId::generate().to_string()).replace("桥", "桥梁");
        fs::write(&file, foreign).expect("written");
        assert_eq!(begun.code(&file, true), "story-not-found");
        assert_eq!(text(&begun.newsroom, second, &Part::Headline(key("zh"))), "桥");
        let kazakh = begun.newsroom.story_new(key("kk")).expect("a story");
        set(&begun.newsroom, kazakh, Part::Headline(key("kk")), "Көпір");
        let mixed = begun.newsroom.xliff_export(vec![second, kazakh], key("ru"), begun.file("mixed.xlf"));
        assert_eq!(mixed.expect_err("refused").code, "sources-differ");
    }

    #[test]
    fn what_cannot_be_taken_in_says_why() {
        let begun = begun();
        let file = begun.out("a.xlf", "ru", &[]);
        assert_eq!(begun.code(&file, false), "xliff-untranslated");
        let again = begun.newsroom.xliff_export(vec![begun.story], key("ru"), file.clone());
        assert_eq!(again.expect_err("refused").code, "file-unwritable", "nothing is written over");
        let source = begun.newsroom.xliff_export(vec![begun.story], key("en"), begun.file("b.xlf"));
        assert_eq!(source.expect_err("refused").code, "edition-is-source");
        let with = |change: &dyn Fn(String) -> String| {
            let changed = change(fs::read_to_string(Path::new(&file)).expect("a file"));
            let name = begun.file("changed.xlf");
            fs::write(&name, changed).expect("written");
            begun.code(&name, false)
        };
        assert_eq!(with(&|text| text.replace("tilshi:story/", "other:")), "xliff-not-ours");
        assert_eq!(with(&|text| text.replace("trgLang=\"ru\"", "trgLang=\"fr\"")), "edition-unknown");
        assert_eq!(with(&|text| text[..text.len() - 20].to_owned()), "xliff-malformed");
        assert_eq!(with(&|_| "Dear all".into()), "not-such-a-file");
        assert_eq!(begun.code("/no/such/file.xlf", false), "file-unreadable");
    }
}
