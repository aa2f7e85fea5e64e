//! The vocabulary as a table: a row an entry, a column an edition. It goes out to whoever looks after the words in a spreadsheet,
//! and comes in from there.

use std::collections::BTreeMap;
use std::fs;

use tilshi_interchange::table::{self, Table};
use tilshi_language::{edition_of_tag, editions, folded_label, standard_terms};
use tilshi_story::{DocumentId, EditionKey, EntryId, EntryKind, Failure, Part, PartKey, PartValue};

use crate::files::{self, unfit, unreadable};
use crate::profile::{Open, check_right};
use crate::views::{EntryView, VocabularyReport};
use crate::vocabulary::{entries, tidy};
use crate::{Answer, Newsroom};

/// The column that says what kind of entry a row is.
const KIND: &str = "kind";

impl Newsroom {
    /// See [`crate::Call::vocabulary_export`].
    pub fn vocabulary_export(&self, file: String) -> Answer<usize> {
        let mut all = self.vocabulary_list()?;
        // What a template or a snippet says has no place in a table.
        all.retain(|entry| entry.kind.is_word());
        let columns = std::iter::once(KIND.to_owned()).chain(editions().iter().map(|edition| edition.tag.clone()));
        let row = |entry: &EntryView| {
            let forms = editions().iter().map(|edition| entry.labels.get(&edition.key).cloned().unwrap_or_default());
            std::iter::once(entry.kind.as_str().to_owned()).chain(forms).collect()
        };
        let rows: Vec<_> = (2..).zip(all.iter().map(row)).collect();
        let table = Table { columns: columns.collect(), rows };
        files::write_new(&file, |output| Ok(table::write(&table, output)?))?;
        Ok(all.len())
    }

    /// See [`crate::Call::vocabulary_import`].
    pub fn vocabulary_import(&self, file: String) -> Answer<VocabularyReport> {
        let size = fs::metadata(&file).map_err(|error| unreadable(&file, &error))?.len();
        if size > table::MAX_TABLE_BYTES as u64 {
            return Err(Failure::new("text-too-long").with("max_bytes", table::MAX_TABLE_BYTES));
        }
        let bytes = fs::read(&file).map_err(|error| unreadable(&file, &error))?;
        let table = table::read(&bytes).map_err(|error| unfit(&file, "table-malformed", error))?;
        self.take_table(&file, &table)
    }

    /// See [`crate::Call::vocabulary_standard`].
    pub fn vocabulary_standard(&self) -> Answer<VocabularyReport> {
        let table = table::read(standard_terms().as_bytes());
        let table = table.map_err(|error| Failure::new("internal").with("detail", error))?;
        self.take_table("", &table)
    }

    fn take_table(&self, file: &str, table: &Table) -> Answer<VocabularyReport> {
        let columns: Vec<(usize, &EditionKey)> = table
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, name)| {
                let by_key = editions().iter().find(|edition| edition.key.as_str() == name);
                Some((at, &by_key.or_else(|| edition_of_tag(name))?.key))
            })
            .collect();
        if columns.is_empty() {
            return Err(Failure::new("table-without-editions").with("file", file));
        }
        let kind_at = table.columns.iter().position(|name| name.eq_ignore_ascii_case(KIND));
        let report = self.with(|open| {
            // Whoever may add no entry has nothing to take in; what others have made can be completed as a suggestion.
            let new = DocumentId::from(EntryId::generate());
            check_right(&open.store.read(), &open.me, new, &Part::Kind.key())?;
            let mut known = Known::read(open)?;
            let mut report = VocabularyReport::default();
            for (line, cells) in &table.rows {
                let kind = kind_at.and_then(|at| cells.get(at)).map(String::as_str).filter(|kind| !kind.is_empty());
                let forms = columns.iter().filter_map(|(at, key)| Some((*key, cells.get(*at)?)));
                let forms: Answer<Vec<(EditionKey, String)>> = forms
                    .filter(|(_, form)| !form.is_empty())
                    .map(|(key, form)| Ok((key.clone(), tidy(key, form)?)))
                    .collect();
                let kind = kind.map_or(Some(EntryKind::Term), EntryKind::parse);
                let kind = kind.filter(|kind| kind.is_word());
                let (Some(kind), Ok(forms)) = (kind, forms) else {
                    report.unfit.push(*line);
                    continue;
                };
                if !forms.is_empty() {
                    take(open, &mut known, kind, forms, &mut report)?;
                }
            }
            Ok(report)
        })?;
        self.0.courier.wake();
        Ok(report)
    }
}

/// The entries by what they are called.
struct Known {
    forms: BTreeMap<EntryId, BTreeMap<EditionKey, String>>,
    called: BTreeMap<(EntryKind, String), EntryId>,
}

impl Known {
    fn read(open: &Open) -> Answer<Self> {
        let mut known = Self { forms: BTreeMap::new(), called: BTreeMap::new() };
        for entry in entries(open)? {
            for (key, form) in &entry.labels {
                known.add(entry.kind, entry.entry, key, form);
            }
        }
        Ok(known)
    }

    fn add(&mut self, kind: EntryKind, entry: EntryId, key: &EditionKey, form: &str) {
        self.called.entry((kind, folded_label(form))).or_insert(entry);
        self.forms.entry(entry).or_default().insert(key.clone(), form.to_owned());
    }
}

/// Takes one row in: a new entry, or the forms that a known one lacks. A form that is there is never changed by a table.
fn take(
    open: &mut Open,
    known: &mut Known,
    kind: EntryKind,
    forms: Vec<(EditionKey, String)>,
    report: &mut VocabularyReport,
) -> Answer<()> {
    let found = forms.iter().find_map(|(_, form)| known.called.get(&(kind, folded_label(form))).copied());
    let entry = found.unwrap_or_else(EntryId::generate);
    let (mut new, mut differs) = (Vec::new(), false);
    for (key, form) in forms {
        match known.forms.get(&entry).and_then(|forms| forms.get(&key)) {
            Some(there) => differs |= *there != form,
            None if known.called.get(&(kind, folded_label(&form))).is_some_and(|other| *other != entry) => {
                differs = true
            }
            None => {
                known.add(kind, entry, &key, &form);
                new.push((Part::Label(key).key(), PartValue::text(form)));
            }
        }
    }
    let (document, person, at) = (DocumentId::from(entry), open.me.person, crate::now());
    let is_suggested =
        |(part, _): &(PartKey, PartValue)| check_right(&open.store.read(), &open.me, document, part).is_err();
    match (found, new.is_empty(), differs) {
        (None, ..) => report.added += 1,
        (Some(_), false, _) if new.iter().any(is_suggested) => report.suggested += 1,
        (Some(_), false, _) => report.filled += 1,
        (Some(_), true, true) => report.differing += 1,
        (Some(_), true, false) => report.known += 1,
    }
    if found.is_none() {
        new.push((Part::Kind.key(), PartValue::text(kind.as_str())));
    }
    if !new.is_empty() {
        open.store.write(|writer| {
            new.iter().try_for_each(|(part, value)| writer.put_part(document, part, value, person, at))
        })?;
        open.changed(document, at);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, stepping};
    use tempfile::TempDir;
    use tilshi_store::Base;
    use tilshi_story::{Account, PersonId, RevisionId, Role, Timestamp};

    fn key(key: &str) -> EditionKey {
        key.parse().expect("an edition")
    }

    fn begun() -> (TempDir, Newsroom) {
        let folder = tempfile::tempdir().expect("a folder");
        let newsroom = Newsroom::new(folder.path().join("p"), Options::default());
        newsroom.profile_create("Saule".into(), Some("a passphrase of the test".into())).expect("a profile");
        (folder, newsroom)
    }

    fn terms(newsroom: &Newsroom) -> Vec<EntryView> {
        let all = newsroom.vocabulary_list().expect("listed").into_iter();
        all.filter(|entry| entry.kind == EntryKind::Term).collect()
    }

    #[test]
    fn the_standard_terms_are_added_once_and_leave_what_is_there() {
        let (_folder, newsroom) = begun();
        let made = newsroom.entry_new(EntryKind::Term, key("en"), "Ministry of Transport".into()).expect("made");
        newsroom.entry_label(made.entry, key("ru"), "Минтранс".into()).expect("named");
        let report = newsroom.vocabulary_standard().expect("taken");
        assert_eq!((report.added, report.filled, report.known), (99, 1, 0));
        let all = terms(&newsroom);
        assert_eq!(all.len(), 100);
        let transport = all.iter().find(|entry| entry.entry == made.entry).expect("it is there");
        assert_eq!((transport.labels.len(), transport.labels[&key("ru")].as_str()), (7, "Минтранс"));
        let again = newsroom.vocabulary_standard().expect("taken");
        assert_eq!((again.added, again.filled, again.differing, again.known), (0, 0, 1, 99));
    }

    #[test]
    fn a_table_goes_out_and_comes_in_elsewhere() {
        let (folder, newsroom) = begun();
        newsroom.vocabulary_standard().expect("taken");
        let file = folder.path().join("words.csv").display().to_string();
        let written = newsroom.vocabulary_export(file.clone()).expect("written");
        assert_eq!(written, newsroom.vocabulary_list().expect("listed").len());
        assert_eq!(newsroom.vocabulary_export(file.clone()).expect_err("it is there").code, "file-unwritable");
        let (_other_folder, other) = begun();
        let report = other.vocabulary_import(file).expect("read");
        assert_eq!((report.added, report.unfit.len()), (100, 0), "cities and sections it has");
        assert_eq!(terms(&other).len(), 100);
    }

    #[test]
    fn what_a_table_adds_to_an_entry_of_somebody_else_is_a_suggestion_and_the_rest_goes_on() {
        let (folder, newsroom) = begun();
        let made = newsroom.entry_new(EntryKind::Term, key("en"), "well".into()).expect("made");
        let person = newsroom.with(|open| {
            let (document, author) = (DocumentId::from(made.entry), PersonId::generate());
            let content = open.store.read().content(document)?;
            let base = Base { sequence: 1, revision: RevisionId::of(b"a revision"), author, at: Timestamp(1), content };
            open.store.write(|writer| writer.set_base(document, &base))?;
            Ok(open.me.person)
        });
        let person = person.expect("known to the portal");
        let account = |roles: &[Role]| Account {
            person,
            name: "Saule".into(),
            roles: roles.iter().copied().collect(),
            editions: [].into(),
            approves_own: false,
        };
        stepping::sign_in(&newsroom, account(&[Role::Journalist])).expect("signed in");
        let file = folder.path().join("words.csv");
        fs::write(&file, "en,ru\nriver,река\nwell,колодец\ncanal,канал\n").expect("written");
        let import = || newsroom.vocabulary_import(file.display().to_string());
        let report = import().expect("all of it is read");
        assert_eq!((report.added, report.filled, report.suggested), (2, 0, 1));
        let all = terms(&newsroom);
        let well = all.iter().find(|entry| entry.entry == made.entry).expect("it is there");
        assert_eq!(
            (all.len(), well.labels[&key("ru")].as_str()),
            (3, "колодец"),
            "what the portal makes of it comes later"
        );
        stepping::sign_in(&newsroom, account(&[])).expect("signed in");
        assert_eq!(import().expect_err("may add nothing").code, "part-not-yours");
    }

    #[test]
    fn a_table_of_others_is_read_as_far_as_it_fits() {
        let (folder, newsroom) = begun();
        let import = |text: &str| {
            let file = folder.path().join("words.csv");
            fs::write(&file, text).expect("written");
            newsroom.vocabulary_import(file.display().to_string())
        };
        let long = "ы".repeat(300);
        let report = import(&format!("ru;EN-US;notes\nаким;akim;x\n{long};y;\n;;only notes\n")).expect("read");
        assert_eq!((report.added, &*report.unfit), (1, &[3][..]));
        let report = import("kind,ru\ncity,Аягоз\nplanet,Марс\n").expect("read");
        assert_eq!((report.added, &*report.unfit), (1, &[3][..]));
        assert_eq!(import("name,size\na,b\n").expect_err("refused").code, "table-without-editions");
        assert_eq!(newsroom.vocabulary_import("/no/such.csv".into()).expect_err("refused").code, "file-unreadable");
        fs::write(folder.path().join("bad.csv"), [0xD0, 0xC0, 0xFF]).expect("written");
        let bad = newsroom.vocabulary_import(folder.path().join("bad.csv").display().to_string());
        assert_eq!(bad.expect_err("refused").code, "not-such-a-file");
    }
}
