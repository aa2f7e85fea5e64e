//! What the quality checks say of an edition beside what it was made from, and what of it somebody accepts.

use std::collections::BTreeSet;
use std::ops::Range;

use tilshi_language::checks::{
    Check, CheckedPassage, Finding, Severity, Term, check_as, check_terms, misspelt, otherwise,
};
use tilshi_language::script::Converter;
use tilshi_language::{HouseStyle, edition};
use tilshi_merge::{Field, accepted, finding_name};
use tilshi_story::{
    Accepted, AcceptedPart, Content, DocumentId, EditionKey, EntryKind, Failure, MAX_REASON_BYTES, Part, PartValue,
    StoryId,
};

use crate::conversion::convert;
use crate::passages::view as passages;
use crate::profile::{Names, check_right};
use crate::suggestions::check_open;
use crate::views::{AcceptedView, EntryView, FindingView, PassageRow, PassagesView};
use crate::{Answer, Newsroom};

impl Newsroom {
    /// See [`crate::Call::finding_accept`].
    pub fn finding_accept(
        &self,
        story: StoryId,
        edition: EditionKey,
        finding: String,
        reason: String,
    ) -> Answer<PassagesView> {
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.len() > MAX_REASON_BYTES {
            return Err(Failure::new("text-too-long").with("max_bytes", MAX_REASON_BYTES));
        }
        self.look_up_words(story, &edition)?;
        let view = self.with(|open| {
            let document = DocumentId::from(story);
            let shown = passages(open, story, &edition)?;
            let is_there = shown.findings.iter().any(|found| found.name == finding);
            let part =
                AcceptedPart { edition: edition.clone(), finding }.key().filter(|_| is_there || reason.is_empty());
            let part = part.ok_or_else(|| Failure::new("finding-gone"))?;
            let reader = open.store.read();
            check_open(&reader, document, &Part::Body(edition.clone()).key())?;
            // Nobody can suggest that something is no slip: whoever has the right to the words has to say so.
            check_right(&reader, &open.me, document, &part)?;
            let mut said: BTreeSet<String> = match reader.part(document, &part)? {
                Some(PartValue::Set(said)) if !reason.is_empty() => said,
                Some(_) | None => BTreeSet::new(),
            };
            if !reason.is_empty() {
                said.insert(Accepted { at: crate::now(), by: open.me.person, reason }.item());
            }
            open.set_part(document, &part, &PartValue::Set(said))?;
            passages(open, story, &edition)
        })?;
        self.0.courier.wake();
        Ok(view)
    }
}

/// What is known of a story when its findings are shown.
pub(crate) struct Known<'a> {
    pub(crate) content: &'a Content,
    pub(crate) names: &'a Names<'a>,
    pub(crate) vocabulary: &'a [EntryView],
    pub(crate) house: &'a HouseStyle,
    /// How each passage was approved elsewhere, where all of that is something else than it says here.
    pub(crate) elsewhere: &'a [Option<String>],
    /// The words of each passage that its dictionary does not know; nothing where none was asked.
    pub(crate) misspelt: &'a [Vec<Range<usize>>],
}

impl Known<'_> {
    /// The names that have a form of their own in both editions.
    fn terms(&self, from: &EditionKey, to: &EditionKey) -> Vec<Term> {
        let is_name = |kind| matches!(kind, EntryKind::Person | EntryKind::City | EntryKind::Term);
        let entries = self.vocabulary.iter().filter(|entry| is_name(entry.kind));
        entries
            .filter_map(|entry| {
                let (source, own) = (entry.labels.get(from)?, entry.labels.get(to)?);
                Some(Term { source: source.clone(), own: own.clone() })
            })
            .collect()
    }
}

/// Looks at every row; `from` is the edition that this one is known to be made from. What keeps the texts from being approved
/// is found here under the very names that [`tilshi_merge::open_errors`] looks for, so that all of it can be accepted: without
/// a source that is known they are looked at alone, and no sign in a caption opens or closes one of theirs.
pub(crate) fn findings(
    known: &Known<'_>,
    rows: &[PassageRow],
    from: Option<&EditionKey>,
    of: &EditionKey,
) -> Vec<FindingView> {
    let Some(own) = edition(of) else { return Vec::new() };
    let source = from.and_then(edition);
    let passages: Vec<CheckedPassage<'_>> = rows
        .iter()
        .map(|row| CheckedPassage {
            source: row.now.as_deref().filter(|_| from.is_some()),
            own: row.own.as_ref().map(|own| own.text.as_str()),
            most: match row.part.known() {
                Some(Part::Headline(_)) => Field::Headline.most(),
                Some(Part::Lead(_)) => Field::Lead.most(),
                _ => None,
            },
        })
        .collect();
    let texts = rows.iter().take_while(|row| row.photo.is_none()).count();
    let mut found = check_as(known.house, &passages[..texts], source, own);
    for (place, words) in passages.iter().enumerate().skip(texts) {
        let of_photo = check_as(known.house, std::slice::from_ref(words), source, own).into_iter();
        found.extend(of_photo.map(|finding| Finding { passage: place, ..finding }));
    }
    for (place, words) in known.misspelt.iter().enumerate() {
        let (Some(first), Some(text)) = (words.first(), passages[place].own) else { continue };
        let mut all: Vec<&str> = words.iter().map(|word| &text[word.clone()]).collect();
        all.dedup();
        found.push(misspelt(place, first.clone(), &all.join(", ")));
    }
    if let (Some(from), Some(source)) = (from, source) {
        found.extend(check_terms(&passages, source, own, &known.terms(from, of)));
    }
    for (place, elsewhere) in known.elsewhere.iter().enumerate() {
        let (Some(elsewhere), Some(words)) = (elsewhere, passages[place].own) else { continue };
        let is_said = found.iter().any(|finding| finding.passage == place && finding.check == Check::Otherwise);
        if let Some(before) = passages[place].source.filter(|_| !is_said) {
            found.push(otherwise(place, before, words, elsewhere));
        }
    }
    if let Some(from) = from.filter(|from| own.derived_from.as_ref() == Some(from))
        && let Some(converter) = known.house.converter(from, of)
    {
        let conversions = rows.iter().enumerate();
        found.extend(conversions.filter_map(|(place, row)| unlike_its_conversion(place, row, &converter)));
    }
    found.sort_by_key(|finding| (finding.passage, finding.severity));
    found.iter().map(|finding| view(known, of, finding, &passages[finding.passage])).collect()
}

/// A passage that a person corrected, or whose master has changed.
fn unlike_its_conversion(passage: usize, row: &PassageRow, converter: &Converter) -> Option<Finding> {
    let (source, own) = (row.now.as_ref()?, row.own.as_ref()?);
    let fresh = convert(source, converter, true);
    (fresh != own.text).then(|| Finding {
        check: Check::Conversion,
        severity: Severity::Warning,
        passage,
        own: 0..own.text.len(),
        source: 0..source.len(),
        about: fresh.clone(),
        fix: Some(fresh),
    })
}

fn view(known: &Known<'_>, edition: &EditionKey, finding: &Finding, passage: &CheckedPassage<'_>) -> FindingView {
    let fixed = finding.fix.as_ref().zip(passage.own).and_then(|(fix, own)| {
        let (before, after) = (own.get(..finding.own.start)?, own.get(finding.own.end..)?);
        Some([before, fix, after].concat())
    });
    let name = finding_name(finding, passage);
    let accepted = accepted(known.content, edition, &name).into_iter().map(|accepted| AcceptedView {
        by: known.names.of(accepted.by),
        at: accepted.at,
        reason: accepted.reason,
    });
    FindingView {
        accepted: accepted.collect(),
        name,
        check: finding.check,
        severity: finding.severity,
        row: finding.passage,
        own: (finding.own.start, finding.own.end),
        source: (finding.source.start, finding.source.end),
        missing: finding.own.is_empty() && !finding.source.is_empty(),
        about: finding.about.clone(),
        fixed,
    }
}
