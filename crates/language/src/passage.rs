//! When two passages say the same.

use unicode_normalization::UnicodeNormalization;

/// What is left of a passage when spacing and the form of Unicode do not count. Everything else does: a number, a name and a
/// quotation mark are what a passage says.
pub fn passage_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.nfc());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_forms_do_not_count_and_nothing_else_is_left_out() {
        assert_eq!(passage_key(" Су\u{a0} келді\n«ерте» "), "Су келді «ерте»");
        assert_eq!(passage_key("Ба\u{438}\u{306}терек"), "Байтерек");
        for (one, other) in [("12 ha", "13 ha"), ("«Су»", "“Су”"), ("Ерік", "ерік"), ("Су", "Су.")]
        {
            assert_ne!(passage_key(one), passage_key(other));
        }
    }
}
