//! Where sentences end: the Unicode rules (UAX 29), without the breaks that a newsroom knows to be none.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

/// The sentences of a text in an edition, in bytes. They tile the text: each has the space that follows it.
pub fn sentences(text: &str, edition: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, piece) in text.split_sentence_bound_indices() {
        let end = start + piece.len();
        match found.last_mut() {
            Some(last) if goes_on(text, last, edition) => last.end = end,
            _ => found.push(start..end),
        }
    }
    found
}

/// Whether the stop at the end of a piece ends no sentence.
fn goes_on(text: &str, piece: &Range<usize>, edition: &str) -> bool {
    let left = &text[piece.clone()];
    let trimmed = left.trim_end();
    if left[trimmed.len()..].contains(['\n', '\r', '\u{2029}']) || !trimmed.ends_with('.') {
        return false;
    }
    let before = text[..piece.start].trim_end_matches([' ', '\t']);
    let opens_paragraph = before.is_empty() || before.ends_with('\n');
    let is_dateline = opens_paragraph
        && !trimmed.chars().any(char::is_lowercase)
        && trimmed.chars().filter(|letter| letter.is_uppercase()).count() > 1;
    let word = trimmed.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(|letter: char| !letter.is_alphanumeric());
    is_dateline || is_initials(word) || abbreviations(edition).contains(&word)
}

fn is_initials(word: &str) -> bool {
    let mut letters = word.split(['.', '-']).filter(|letter| !letter.is_empty()).peekable();
    letters.peek().is_some() && letters.all(|it| it.chars().count() == 1 && it.chars().all(char::is_uppercase))
}

fn abbreviations(edition: &str) -> &'static [&'static str] {
    match edition {
        "ru" => &[
            "г.",
            "гг.",
            "ул.",
            "им.",
            "т.е.",
            "т.д.",
            "т.п.",
            "тыс.",
            "млн.",
            "млрд.",
            "тг.",
            "руб.",
            "см.",
            "стр.",
            "др.",
            "акад.",
            "проф.",
        ],
        "kk" => &["ж.", "жж.", "б.", "т.б.", "т.с.с.", "ғ.", "ғ.ғ.", "млн.", "млрд.", "тг.", "қ.", "к.", "обл."],
        "uz" => &["й.", "в.б.", "ш.", "м.", "т.р.", "млн.", "млрд."],
        "en" => &[
            "Mr.", "Mrs.", "Dr.", "Jan.", "Feb.", "Mar.", "Apr.", "Jun.", "Jul.", "Aug.", "Sept.", "Sep.", "Oct.",
            "Nov.", "Dec.", "U.S.", "a.m.", "p.m.", "No.", "vs.",
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(edition: &str, expected: &[&str]) {
        let text = expected.concat();
        let found: Vec<&str> = sentences(&text, edition).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_stop_ends_a_sentence_in_every_script() {
        check("en", &["It cost $7.2 million. ", "It opened at 9.30. ", "(It rained.) ", "Why?"]);
        check("kk", &["Су келді. ", "Арна ашылды."]);
        check("tote", &["سۋ كەلدى. ", "نەگە؟ ", "كۇتتى."]);
        check("zh", &["水来了。", "为什么？", "水够用。"]);
    }

    #[test]
    fn a_newsroom_knows_stops_that_end_nothing() {
        check("ru", &["АСТАНА. Это сказал К.К. Токаев в 2026 г. Аким молчит. ", "Да."]);
        check("en", &["Mr. Lee met K.-J. Kim on Sept. 5. ", "They spoke."]);
        check("kk", &["Жиында 5 млн. Астана тұрғыны. ", "Болды."]);
    }

    #[test]
    fn a_line_break_always_ends_one() {
        check("ru", &["Это 2026 г.\n", "Аким молчит."]);
        check("zh", &[]);
    }
}
