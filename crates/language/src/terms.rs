//! Terms that a newsroom in Kazakhstan needs from its first day on, in every edition: bodies of the state, ministries, regions,
//! neighbours, organisations, currencies.
//!
//! Names of bodies and regions as akorda.kz, parlam.kz and gov.kz print them in Kazakh, Russian and English, and those of
//! organisations as they print them themselves; Chinese and Uzbek follow the use of the national news agencies. Kazakh in
//! Latin (2021) and Arabic script is converted. A newsroom changes them like any other entry.

/// The terms as a table of comma-separated values (RFC 4180): the kind of entry, then a column an edition, named by its BCP 47 tag.
pub fn standard_terms() -> &'static str {
    include_str!("../data/terms.csv")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::standard_terms;
    use crate::script::{Conversion, Converter, Options};
    use crate::{edition_of_tag, editions, folded_label};

    #[test]
    fn there_are_a_hundred_with_a_form_in_every_edition_and_no_two_read_alike() {
        let mut lines = standard_terms().lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        let keys: BTreeSet<_> = header[1..].iter().map(|tag| &edition_of_tag(tag).expect("an edition").key).collect();
        assert_eq!(keys.len(), editions().len());
        let mut known = BTreeSet::new();
        let mut count = 0;
        for row in lines {
            assert_eq!((row.len(), row[0]), (header.len(), "term"));
            for (at, form) in row.iter().enumerate().skip(1) {
                assert!(!form.is_empty() && known.insert((at, folded_label(form))), "{form}");
            }
            count += 1;
        }
        assert_eq!(count, 100);
    }

    #[test]
    fn other_scripts_are_what_a_conversion_says() {
        for (column, tag) in [(2, "kk-Latn"), (3, "kk-Arab")] {
            let conversion = Conversion::between("kk-Cyrl", tag, None).expect("known");
            let converter = Converter::new(conversion, Options::default());
            for row in standard_terms().lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
                assert_eq!(converter.convert(row[1], &[]), row[column], "{}", row[1]);
            }
        }
    }
}
