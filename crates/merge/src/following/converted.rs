//! An edition in another script after its master has moved on: what nobody touched is converted anew, and what a person wrote
//! stays.

use std::ops::Range;

use super::{Field, Texts};
use crate::diff::hunks;
use crate::restore::align;

/// What an edition says and follows once it is converted anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// Headline, lead and body.
    pub own: [String; 3],
    /// The master as the edition follows it now.
    pub followed: [String; 3],
}

/// The edition `own`, which was converted from the master as it said `then`, beside the master as it says `now`.
///
/// A passage is untouched when it says what `convert` gives for the passage it was made from: it becomes what `convert` gives for
/// what became of that. New passages are converted, those that are gone are taken out. A passage that a person wrote stays, and so
/// does what it was made from, which leaves it stale where that has moved.
pub fn converted_after(
    then: &Texts<'_>,
    now: &Texts<'_>,
    own: &Texts<'_>,
    convert: impl Fn(&str) -> String,
) -> Converted {
    let mut converted = Converted { own: Default::default(), followed: Default::default() };
    for field in [Field::Headline, Field::Lead, Field::Body] {
        let passages = |texts: &Texts<'_>| -> Vec<String> {
            texts
                .passages()
                .into_iter()
                .filter(|passage| passage.field == field)
                .map(|passage| passage.text.to_owned())
                .collect()
        };
        let (then, now, own) = (passages(then), passages(now), passages(own));
        let texts = |passages: &[String]| passages.join("\n\n");
        let (said, followed) = of_field(&refs(&then), &refs(&now), &refs(&own), &convert);
        converted.own[field as usize] = texts(&said);
        converted.followed[field as usize] = texts(&followed);
    }
    converted
}

fn refs(passages: &[String]) -> Vec<&str> {
    passages.iter().map(String::as_str).collect()
}

/// Which passage of the edition stands for one of the master, and whether nobody has touched it.
#[derive(Debug, Clone, Copy)]
struct Counterpart {
    place: usize,
    untouched: bool,
}

fn of_field(
    then: &[&str],
    now: &[&str],
    own: &[&str],
    convert: &impl Fn(&str) -> String,
) -> (Vec<String>, Vec<String>) {
    let counterparts = counterparts(then, own, convert);
    let (mut said, mut followed): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    // How far the edition's own passages are written down.
    let mut at = 0;
    let mut up_to = |place: usize, said: &mut Vec<String>| {
        said.extend(own.get(at..place).unwrap_or_default().iter().map(|text| (*text).to_owned()));
        at = at.max(place);
    };
    for row in align(then, now) {
        let was = row.then.map(|place| (then[place], counterparts[place]));
        let is = row.now.map(|place| now[place]);
        match (was, is) {
            (Some((_, Some(Counterpart { place, untouched: true }))), is) => {
                up_to(place, &mut said);
                // Its own words are left out, for others stand in their place, or none.
                up_to(place + 1, &mut Vec::new());
                said.extend(is.map(convert));
                followed.extend(is.map(str::to_owned));
            }
            (Some((was, counterpart)), _) => {
                if let Some(Counterpart { place, .. }) = counterpart {
                    up_to(place + 1, &mut said);
                }
                followed.push(was.to_owned());
            }
            (None, Some(is)) => {
                said.push(convert(is));
                followed.push(is.to_owned());
            }
            (None, None) => {}
        }
    }
    up_to(own.len(), &mut said);
    (said, followed)
}

fn counterparts(then: &[&str], own: &[&str], convert: &impl Fn(&str) -> String) -> Vec<Option<Counterpart>> {
    let converted: Vec<String> = then.iter().map(|passage| convert(passage)).collect();
    let mut found: Vec<Option<Counterpart>> = vec![None; then.len()];
    let (mut then_at, mut own_at) = (0, 0);
    let differing = hunks(&refs(&converted), own);
    let end = crate::diff::Hunk { old: then.len()..then.len(), new: own.len()..own.len() };
    for hunk in differing.into_iter().chain([end]) {
        for (at, place) in (then_at..hunk.old.start).zip(own_at..hunk.new.start) {
            found[at] = Some(Counterpart { place, untouched: true });
        }
        // What differs stands for each other in its order, as far as both go.
        let pairs: (Range<usize>, Range<usize>) = (hunk.old.clone(), hunk.new.clone());
        for (at, place) in pairs.0.zip(pairs.1) {
            found[at] = Some(Counterpart { place, untouched: false });
        }
        (then_at, own_at) = (hunk.old.end, hunk.new.end);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Stands for a conversion: small letters become large ones.
    fn convert(text: &str) -> String {
        text.to_uppercase()
    }

    fn body(text: &str) -> Texts<'_> {
        Texts { body: text, ..Texts::default() }
    }

    fn after(then: &str, now: &str, own: &str) -> (String, String) {
        let Converted { own, followed } = converted_after(&body(then), &body(now), &body(own), convert);
        (own[2].clone(), followed[2].clone())
    }

    fn both(own: &str, followed: &str) -> (String, String) {
        (own.into(), followed.into())
    }

    #[test]
    fn what_nobody_touched_becomes_what_its_master_says() {
        let then = "one one one\n\ntwo two two\n\nthree three three";
        let own = convert(then);
        let now = "one one more\n\nsomething new\n\nthree three three";
        assert_eq!(after(then, now, &own), both(&convert(now), now));
        assert_eq!(after(then, then, &own), both(&own, then), "and nothing else");
        assert_eq!(after(then, "", &own), both("", ""));
        assert_eq!(after("", now, ""), both(&convert(now), now));
    }

    #[test]
    fn a_passage_that_a_person_wrote_stays_and_is_stale_once_its_master_has_moved() {
        let then = "one one one\n\ntwo two two\n\nthree three three";
        let own = "ONE ONE ONE\n\nTWO by hand\n\nTHREE THREE THREE";
        let elsewhere = "one one more\n\ntwo two two\n\nnew words\n\nthree three three";
        assert_eq!(
            after(then, elsewhere, own),
            both("ONE ONE MORE\n\nTWO by hand\n\nNEW WORDS\n\nTHREE THREE THREE", elsewhere)
        );
        let there = "one one one\n\ntwo two more\n\nthree three three";
        assert_eq!(after(then, there, own), both(own, then), "it follows what it was made from");
        let gone = "one one one\n\nthree three more";
        assert_eq!(
            after(then, gone, own),
            both("ONE ONE ONE\n\nTWO by hand\n\nTHREE THREE MORE", "one one one\n\ntwo two two\n\nthree three more")
        );
        let added = "ONE ONE ONE\n\nof this edition alone\n\nTWO TWO TWO\n\nTHREE THREE THREE";
        assert_eq!(
            after(then, there, added).0,
            "ONE ONE ONE\n\nof this edition alone\n\nTWO TWO MORE\n\nTHREE THREE THREE"
        );
    }

    #[test]
    fn a_headline_follows_like_any_passage() {
        let texts = |headline| Texts { headline, ..Texts::default() };
        let converted = converted_after(&texts("water"), &texts("water came"), &texts("WATER"), convert);
        assert_eq!(converted.own[0], "WATER CAME");
        let converted = converted_after(&texts("water"), &texts("water came"), &texts("by hand"), convert);
        assert_eq!((converted.own[0].as_str(), converted.followed[0].as_str()), ("by hand", "water"));
    }

    proptest! {
        #[test]
        fn no_passage_of_a_person_is_lost_and_what_was_converted_follows_whole(
            then in prop::collection::vec("[a-c]{1,3}( [a-c]{1,3}){0,3}", 0..5),
            now in prop::collection::vec("[a-c]{1,3}( [a-c]{1,3}){0,3}", 0..5),
            written in prop::collection::vec((0usize..6, "[0-9]{2,4}"), 0..3),
        ) {
            let (then, now) = (then.join("\n\n"), now.join("\n\n"));
            let untouched = convert(&then);
            prop_assert_eq!(after(&then, &now, &untouched), both(&convert(&now), &now));
            let mut own: Vec<&str> = untouched.split("\n\n").filter(|passage| !passage.is_empty()).collect();
            for (place, text) in &written {
                own.insert((*place).min(own.len()), text);
            }
            let (said, followed) = after(&then, &now, &own.join("\n\n"));
            for (_, text) in &written {
                prop_assert!(said.split("\n\n").any(|passage| passage == text), "{} is not in {}", text, said);
            }
            let again = after(&followed, &now, &said);
            prop_assert_eq!(again.0, said, "and again changes nothing");
        }
    }
}
