//! What the quality checks say of an edition beside what it was made from.

use tilshi_language::checks::{Check, CheckedPassage, Finding, Severity, check};
use tilshi_language::edition;
use tilshi_language::script::{Conversion, Converter, Options};
use tilshi_story::{EditionKey, Part};

use crate::conversion::convert;
use crate::views::{FindingView, PassageRow};

/// How long a headline and a lead should be at most, in characters; longer ones are cut in lists and search results.
const MOST_HEADLINE: usize = 90;
const MOST_LEAD: usize = 220;

/// Looks at every row; `from` is the edition beside.
pub(crate) fn findings(rows: &[PassageRow], from: Option<&EditionKey>, of: &EditionKey) -> Vec<FindingView> {
    let Some(own) = edition(of) else { return Vec::new() };
    let source = from.and_then(edition);
    let passages: Vec<CheckedPassage<'_>> = rows
        .iter()
        .map(|row| CheckedPassage {
            source: row.now.as_deref(),
            own: row.own.as_ref().map(|own| own.text.as_str()),
            most: match row.part.known() {
                Some(Part::Headline(_)) => Some(MOST_HEADLINE),
                Some(Part::Lead(_)) => Some(MOST_LEAD),
                _ => None,
            },
        })
        .collect();
    let found = check(&passages, source, own);
    let mut views: Vec<FindingView> = found.iter().map(|finding| view(finding, rows)).collect();
    if let Some(from) = from.filter(|from| own.derived_from.as_ref() == Some(from))
        && let Some(converter) = converter(from, of)
    {
        views.extend(
            rows.iter().enumerate().filter_map(|(row, passage)| unlike_its_conversion(row, passage, &converter)),
        );
    }
    views.sort_by_key(|view| (view.row, view.severity));
    views
}

fn converter(from: &EditionKey, to: &EditionKey) -> Option<Converter> {
    let conversion = Conversion::between(&edition(from)?.tag, &edition(to)?.tag, None).ok()?;
    Some(Converter::new(conversion, Options::default()))
}

/// A passage that a person corrected, or whose master has changed.
fn unlike_its_conversion(row: usize, passage: &PassageRow, converter: &Converter) -> Option<FindingView> {
    let (source, own) = (passage.now.as_ref()?, passage.own.as_ref()?);
    let fresh = convert(source, converter, true);
    (fresh != own.text).then(|| FindingView {
        check: Check::Conversion,
        severity: Severity::Warning,
        row,
        missing: false,
        about: fresh.clone(),
        fixed: Some(fresh),
    })
}

fn view(finding: &Finding, rows: &[PassageRow]) -> FindingView {
    let own = rows.get(finding.passage).and_then(|row| row.own.as_ref());
    let fixed = finding.fix.as_ref().zip(own).and_then(|(fix, own)| {
        let (before, after) = (own.text.get(..finding.own.start)?, own.text.get(finding.own.end..)?);
        Some([before, fix, after].concat())
    });
    FindingView {
        check: finding.check,
        severity: finding.severity,
        row: finding.passage,
        missing: finding.own.is_empty() && !finding.source.is_empty(),
        about: finding.about.clone(),
        fixed,
    }
}
