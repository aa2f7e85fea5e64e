//! The saves of an edition's texts, gathered to the versions that a person remembers: one sitting of one person.

use tilshi_store::{JournalEntry, Origin};
use tilshi_story::{Content, PartKey, Patch, PatchError, PersonId, Timestamp};

/// A pause longer than this ends a sitting, in milliseconds.
const PAUSE: i64 = 10 * 60 * 1000;

/// A sitting never covers more than this, in milliseconds.
const LONGEST: i64 = 60 * 60 * 1000;

/// What stood there when somebody paused.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Version {
    /// The save it ends with.
    pub(super) save: i64,
    /// Who wrote.
    pub(super) by: PersonId,
    /// When it began and ended.
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    /// Whether it came from the portal.
    pub(super) origin: Origin,
    /// The parts that it changed.
    pub(super) parts: Vec<PartKey>,
    /// The texts at its end.
    pub(super) content: Content,
    /// Whether its saves were gathered: then they name it, and no clock decides where it ends.
    pub(super) sealed: Option<i64>,
}

/// The versions, oldest first. A save that was made the end of a version, as by a name, ends it here, too.
pub(super) fn versions(saves: &[JournalEntry], is_end: impl Fn(i64) -> bool) -> Result<Vec<Version>, PatchError> {
    let mut found: Vec<Version> = Vec::new();
    let mut content = Content::new();
    for save in saves {
        content = Patch([(save.part.clone(), save.change.clone())].into()).apply(&content)?;
        match found.last_mut() {
            Some(last) if goes_on(last, save) && !is_end(last.save) => {
                last.save = save.number;
                last.from = last.from.min(save.began);
                last.to = last.to.max(save.at);
                last.content = content.clone();
                if !last.parts.contains(&save.part) {
                    last.parts.push(save.part.clone());
                }
            }
            _ => found.push(Version {
                save: save.number,
                by: save.by,
                from: save.began,
                to: save.at,
                origin: save.origin,
                parts: vec![save.part.clone()],
                content: content.clone(),
                sealed: save.version,
            }),
        }
    }
    Ok(found)
}

/// A clock that was set back never makes two sittings one.
fn goes_on(last: &Version, save: &JournalEntry) -> bool {
    if last.sealed.is_some() || save.version.is_some() {
        return last.sealed == save.version;
    }
    let pause = save.at.as_millis() - last.to.as_millis();
    let length = save.at.as_millis() - last.from.as_millis();
    (last.by, last.origin) == (save.by, save.origin) && (0..=PAUSE).contains(&pause) && length <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use tilshi_story::{Part, PartValue};

    const MINUTE: i64 = 60_000;

    fn body() -> PartKey {
        Part::Body("kk".parse().expect("an edition key")).key()
    }

    /// Saves of one text: who, at which minute, and what it said then.
    fn saves(written: &[(PersonId, i64, &str)]) -> Vec<JournalEntry> {
        let content = |text: &str| -> Content { [(body(), PartValue::text(text))].into_iter().collect() };
        let mut before = Content::new();
        let mut number = 0;
        let mut found = Vec::new();
        for (by, minute, text) in written {
            let Patch(changes) = Patch::between(&before, &content(text));
            before = content(text);
            for (part, change) in changes {
                number += 1;
                let at = Timestamp(minute * MINUTE);
                found.push(JournalEntry {
                    number,
                    part,
                    by: *by,
                    at,
                    origin: Origin::Local,
                    change,
                    began: at,
                    version: None,
                });
            }
        }
        found
    }

    fn shown(versions: &[Version]) -> Vec<(i64, &str)> {
        versions
            .iter()
            .map(|version| {
                (
                    version.to.as_millis() / MINUTE,
                    version.content.get(&body()).and_then(PartValue::as_text).unwrap_or(""),
                )
            })
            .collect()
    }

    #[test]
    fn a_sitting_is_one_version_and_a_pause_or_another_person_begins_the_next() {
        let (aigerim, daulet) = (PersonId::generate(), PersonId::generate());
        let saves = saves(&[
            (aigerim, 0, "Су"),
            (aigerim, 1, "Су келді"),
            (aigerim, 9, "Су келді."),
            (daulet, 10, "Су ерте келді."),
            (aigerim, 12, "Су кеше келді."),
            (aigerim, 40, "Су бүгін келді."),
        ]);
        let versions = versions(&saves, |_| false).expect("saves that fit");
        assert_eq!(
            shown(&versions),
            [(9, "Су келді."), (10, "Су ерте келді."), (12, "Су кеше келді."), (40, "Су бүгін келді.")]
        );
        assert_eq!(versions[0].from, Timestamp(0));
        assert_eq!(versions[0].parts, [body()]);
    }

    #[test]
    fn a_named_version_stays_what_it_was_named_for() {
        let by = PersonId::generate();
        let saves = saves(&[(by, 0, "Бір"), (by, 1, "Бір, екі"), (by, 2, "Бір, екі, үш")]);
        assert_eq!(shown(&versions(&saves, |save| save == 2).expect("saves that fit")).len(), 2);
    }

    #[test]
    fn a_sitting_has_an_end_and_a_clock_set_back_begins_another() {
        let by = PersonId::generate();
        let long: Vec<(PersonId, i64, String)> =
            (0..20).map(|step| (by, step * 8, "а".repeat(usize::try_from(step).unwrap_or(0) + 1))).collect();
        let long: Vec<_> = long.iter().map(|(by, minute, text)| (*by, *minute, text.as_str())).collect();
        assert_eq!(versions(&saves(&long), |_| false).expect("saves that fit").len(), 3);
        let back = saves(&[(by, 100, "Бір"), (by, 50, "Бір, екі")]);
        assert_eq!(versions(&back, |_| false).expect("saves that fit").len(), 2);
    }
}
