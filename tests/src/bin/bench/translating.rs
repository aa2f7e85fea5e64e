//! What somebody waits for who translates: the checks of all editions, and the source and its translation side by side.

use std::time::Instant;

use tilshi_merge::{Followed, Texts, open_errors, side_by_side};
use tilshi_newsroom::language::editions;
use tilshi_newsroom::story::{Content, EditionKey, Part, PartValue};

use crate::{Row, median, milliseconds};

const ROUNDS: usize = 50;

/// Paragraphs of forty words, each with a number and a date.
fn body(paragraphs: usize, words: &str, month: &str) -> String {
    let filler = format!("{words} ").repeat(33);
    let paragraph = |number: usize| format!("{filler}{} {} {month}.", number * 137 + 11, number % 28 + 1);
    (0..paragraphs).map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// The rows of the table.
pub(crate) fn translating() -> anyhow::Result<Vec<Row>> {
    let english: EditionKey = "en".parse()?;
    let mut content = Content::new();
    let source = body(25, "water", "March");
    content.put(Part::Body(english.clone()).key(), PartValue::text(source.as_str()));
    let others: Vec<EditionKey> =
        editions().iter().map(|edition| edition.key.clone()).filter(|edition| *edition != english).collect();
    for edition in &others {
        let (words, month) = match edition.as_str() {
            "kk" => ("су", "наурыз"),
            "qz" => ("su", "nauryz"),
            "tote" => ("سۋ", "ناۋرىز"),
            "zh" => ("水", "March"),
            _ => ("вода", "март"),
        };
        let text = body(25, words, month);
        content.put(Part::Body(edition.clone()).key(), PartValue::text(text));
        content.put(Part::MadeFrom(edition.clone()).key(), PartValue::text(english.as_str()));
        content.put(Part::SourceBody(edition.clone()).key(), PartValue::text(source.as_str()));
    }
    let mut checked = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let errors: usize = others
            .iter()
            .map(|edition| open_errors(&content, [], edition, &tilshi_newsroom::language::HouseStyle::default()))
            .sum();
        checked.push(begun.elapsed());
        // The words that stand twice are warnings.
        assert_eq!(errors, 0, "nothing is wrong with these");
    }
    let (long, changed) = (body(125, "water", "March"), body(125, "rain", "March"));
    let own = body(123, "вода", "марта");
    let texts = |body| Texts { body, ..Texts::default() };
    let followed = Followed { edition: english, texts: texts(&long) };
    let mut aligned = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let rows = side_by_side(Some(&followed), &texts(&changed), &texts(&own));
        aligned.push(begun.elapsed());
        assert!(rows.len() >= 125, "every passage has its row");
    }
    Ok(vec![
        (
            format!("checks of {} editions of 1,000 words beside their source, all anew", others.len()),
            milliseconds(median(&mut checked)),
        ),
        ("5,000 words beside a source changed in every paragraph".into(), milliseconds(median(&mut aligned))),
    ])
}
