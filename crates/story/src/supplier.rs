//! Suppliers of photos: by which names a file says whose picture it is, and what the newsroom's rules make of such a photo.

use std::ops::Range;

use crate::{Content, EntryId, Part};

/// Where a credit line of a supplier's rules names the creator.
const CREATOR: &str = "{creator}";

/// What stands between those whom a credit names.
const SEPARATORS: [char; 10] = ['/', '|', ',', ';', '©', '(', ')', '–', '—', '·'];

/// The same as a word.
const VIA: &str = " via ";

/// What some write in front of a name.
const IN_FRONT: [&str; 6] = ["photo by", "photo:", "foto:", "фото:", "сурет:", "суретті түсірген"];

/// What a supplier's rules fill in where a photo says nothing.
const FILLED: [Part; 7] = [
    Part::RightsBasis,
    Part::UsageTerms,
    Part::CopyrightNotice,
    Part::Instructions,
    Part::WebStatement,
    Part::Licensor,
    Part::LicenceRestriction,
];

/// Somebody from whom the newsroom has photos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supplier {
    /// Its entry of the vocabulary.
    pub entry: EntryId,
    /// What it is called.
    pub name: String,
    /// How files name it, its own name among them.
    forms: Vec<String>,
    rules: Content,
}

impl Supplier {
    /// The supplier of an entry that is called so.
    pub fn of(entry: EntryId, name: String, rules: Content) -> Self {
        let named = rules.items(&Part::NamedAs).into_iter().map(str::to_owned);
        let forms = named.chain([name.clone()]).filter(|form| !form.trim().is_empty()).collect();
        Self { entry, name, forms, rules }
    }

    /// What whoever uses a photo of this supplier has to know; may be empty.
    pub fn warning(&self) -> &str {
        self.rules.text(&Part::Warning)
    }

    /// The length of the longest of its names in a text, in bytes.
    fn named_in(&self, text: &str) -> Option<usize> {
        self.forms.iter().filter(|form| find_word(text, form).is_some()).map(String::len).max()
    }
}

/// The supplier of a photo, by what its source, credit line, creator or copyright notice names: the source before the others, and
/// of two in one field the one with the longer name.
pub fn supplier_of<'a>(photo: &Content, suppliers: &'a [Supplier]) -> Option<&'a Supplier> {
    [Part::PhotoSource, Part::CreditLine, Part::Creator, Part::CopyrightNotice].iter().find_map(|part| {
        let text = photo.text(part);
        let named = suppliers.iter().filter_map(|supplier| Some((supplier.named_in(text)?, supplier)));
        named.max_by_key(|(length, _)| *length).map(|(_, supplier)| supplier)
    })
}

/// What a supplier's rules make of a photo: the fields that are to say something else than they do. The credit and the source are
/// brought into the newsroom's form, everything else is filled in where nothing stands. `all` are the suppliers whose names are no
/// creators.
pub fn supplied(photo: &Content, supplier: &Supplier, all: &[Supplier]) -> Vec<(Part, String)> {
    let rules = &supplier.rules;
    let [creator, credit_line] = [Part::Creator, Part::CreditLine].map(|part| photo.text(&part));
    let person = people(if creator.is_empty() { credit_line } else { creator }, all);
    let mut supplied = Vec::new();
    if !person.is_empty() {
        supplied.push((Part::Creator, person.clone()));
    }
    let template = rules.text(&Part::CreditLine);
    if !template.is_empty() {
        let is_edge = |sign: char| sign.is_whitespace() || SEPARATORS.contains(&sign) || sign == '-';
        let credit = template.replace(CREATOR, &person);
        let credit = if person.is_empty() { credit.trim_matches(is_edge).to_owned() } else { credit };
        supplied.push((Part::CreditLine, credit));
    }
    let source = Some(rules.text(&Part::PhotoSource)).filter(|source| !source.is_empty());
    match source {
        Some(source) => supplied.push((Part::PhotoSource, source.to_owned())),
        None if photo.text(&Part::PhotoSource).is_empty() => supplied.push((Part::PhotoSource, supplier.name.clone())),
        None => {}
    }
    let empty = FILLED.into_iter().filter(|part| photo.text(part).is_empty());
    supplied.extend(empty.map(|part| (part.clone(), rules.text(&part).to_owned())));
    supplied.retain(|(part, text)| !text.is_empty() && photo.text(part) != text);
    supplied
}

/// Those whom a credit names besides suppliers.
fn people(credit: &str, suppliers: &[Supplier]) -> String {
    let pieces = credit.split(VIA).flat_map(|piece| piece.split(SEPARATORS)).flat_map(|piece| piece.split(" - "));
    let people: Vec<&str> = pieces
        .map(without_front)
        .filter(|piece| !piece.is_empty() && suppliers.iter().all(|supplier| supplier.named_in(piece).is_none()))
        .collect();
    people.join(", ")
}

fn without_front(piece: &str) -> &str {
    let piece = piece.trim();
    let front = IN_FRONT.iter().filter_map(|front| prefix_len(piece, front)).next().unwrap_or_default();
    piece[front..].trim()
}

/// Where a form stands in a text as words of their own, whatever the case.
fn find_word(text: &str, form: &str) -> Option<Range<usize>> {
    let is_letter = |sign: char| sign.is_alphanumeric();
    text.char_indices().find_map(|(from, _)| {
        let to = from + prefix_len(&text[from..], form)?;
        let before = text[..from].chars().next_back().is_some_and(is_letter);
        let after = text[to..].chars().next().is_some_and(is_letter);
        (!before && !after).then_some(from..to)
    })
}

/// How much of a text a beginning takes, in bytes, whatever the case.
fn prefix_len(text: &str, beginning: &str) -> Option<usize> {
    let mut signs = text.char_indices();
    for wanted in beginning.chars() {
        let (_, sign) = signs.next()?;
        if !sign.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    Some(signs.next().map_or(text.len(), |(at, _)| at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PartValue;

    fn content(parts: &[(Part, &str)]) -> Content {
        parts.iter().map(|(part, text)| (part.key(), PartValue::text(*text))).collect()
    }

    fn suppliers() -> Vec<Supplier> {
        let mut reuters = content(&[
            (Part::CreditLine, "{creator} / Reuters"),
            (Part::PhotoSource, "Reuters"),
            (Part::RightsBasis, "agency"),
            (Part::UsageTerms, "Editorial use only"),
            (Part::Warning, "Not for sale."),
        ]);
        reuters.put(Part::NamedAs.key(), PartValue::Set(["REUTERS".into(), "Thomson Reuters".into()].into()));
        let getty = content(&[(Part::CreditLine, "{creator} / Getty")]);
        [("Reuters", reuters), ("Getty Images", getty), ("AFP", Content::new())]
            .map(|(name, rules)| Supplier::of(EntryId::generate(), name.into(), rules))
            .into()
    }

    fn made_of(photo: &[(Part, &str)]) -> Option<(String, Vec<(Part, String)>)> {
        let (all, photo) = (suppliers(), content(photo));
        let supplier = supplier_of(&photo, &all)?;
        Some((supplier.name.clone(), supplied(&photo, supplier, &all)))
    }

    fn said(parts: &[(Part, &str)]) -> Vec<(Part, String)> {
        parts.iter().map(|(part, text)| (part.clone(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_credit_is_brought_into_the_newsrooms_form_and_rights_are_filled_in() {
        let (name, made) = made_of(&[
            (Part::CreditLine, "Photo by Aibek Nurlan/REUTERS"),
            (Part::CopyrightNotice, "(c) 2026 Reuters"),
            (Part::UsageTerms, "As agreed"),
        ])
        .expect("a supplier");
        assert_eq!(name, "Reuters");
        let expected = [
            (Part::Creator, "Aibek Nurlan"),
            (Part::CreditLine, "Aibek Nurlan / Reuters"),
            (Part::PhotoSource, "Reuters"),
            (Part::RightsBasis, "agency"),
        ];
        assert_eq!(made, said(&expected), "what stands there already stays");
    }

    #[test]
    fn nothing_is_made_of_a_photo_twice() {
        let mut photo = content(&[(Part::CreditLine, "Aibek Nurlan/REUTERS")]);
        let all = suppliers();
        for (part, text) in supplied(&photo, supplier_of(&photo, &all).expect("a supplier"), &all) {
            photo.put(part.key(), PartValue::text(text));
        }
        assert_eq!(supplied(&photo, supplier_of(&photo, &all).expect("a supplier"), &all), []);
    }

    #[test]
    fn the_longer_name_is_meant_and_no_supplier_is_a_creator() {
        let (name, made) = made_of(&[(Part::CreditLine, "Dana Omarova/AFP via Getty Images")]).expect("a supplier");
        assert_eq!(name, "Getty Images");
        let expected = [
            (Part::Creator, "Dana Omarova"),
            (Part::CreditLine, "Dana Omarova / Getty"),
            (Part::PhotoSource, "Getty Images"),
        ];
        assert_eq!(made, said(&expected));
    }

    #[test]
    fn a_credit_without_a_person_names_the_supplier_alone() {
        let (_, made) = made_of(&[(Part::PhotoSource, "thomson reuters")]).expect("a supplier");
        assert!(made.contains(&(Part::CreditLine, "Reuters".into())), "{made:?}");
        assert!(!made.iter().any(|(part, _)| *part == Part::Creator), "{made:?}");
    }

    #[test]
    fn a_name_is_words_of_their_own_in_any_script() {
        assert_eq!(made_of(&[(Part::CreditLine, "Reutersward")]), None);
        assert_eq!(made_of(&[(Part::CreditLine, "")]), None);
        let kazinform = [Supplier::of(EntryId::generate(), "ҚазАқпарат".into(), Content::new())];
        let photo = content(&[(Part::CreditLine, "Сурет: Нұрлан Әбдіров/ҚАЗАҚПАРАТ")]);
        assert!(supplier_of(&photo, &kazinform).is_some());
        assert_eq!(people(photo.text(&Part::CreditLine), &kazinform), "Нұрлан Әбдіров");
    }
}
