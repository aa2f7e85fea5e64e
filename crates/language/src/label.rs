//! Labels of the vocabulary as readers take them: two that read alike are one.

use unicode_normalization::UnicodeNormalization;

/// What is left of a label when compatibility forms (NFKC), case, spacing and the dots of ё do not count.
pub fn folded_label(label: &str) -> String {
    let composed: String = label.nfkc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_alike_but_for_case_spaces_forms_and_the_dots_of_yo() {
        for (one, other) in [
            (" Чёрное  МОРЕ ", "черное море"),
            ("Тайга\u{a0}и степь", "тайга и степь"),
            ("Бай\u{438}\u{306}терек", "Байитерек".replace('и', "й").as_str()),
            ("ＡＢＣ", "abc"),
        ] {
            assert_eq!(folded_label(one), folded_label(other));
        }
        for (one, other) in [("Өзен", "Озен"), ("özen", "ozen"), ("河", "何")] {
            assert_ne!(folded_label(one), folded_label(other), "letters of their own stay apart");
        }
    }
}
