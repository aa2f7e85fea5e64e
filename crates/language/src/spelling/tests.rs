//! What is marked and what is offered, with a dictionary of our own.

use super::*;
use crate::edition;

/// A dictionary of our own with a few words, and endings as Kazakh has them.
const AFFIXES: &str = "SET UTF-8\nFLAG long\nSFX Aa Y 2\nSFX Aa 0 лар .\nSFX Aa 0 ға .\n";
const WORDS: &str = "9\nсу/Aa\nарна/Aa\nкітап\nқазақ/Aa\nәже\nүй\nия\nцирк\nӨнер\n";

fn marked(key: &str, text: &str, own: &[&str]) -> Vec<String> {
    let edition = edition(&key.parse().expect("a key")).expect("an edition");
    let speller = Speller::read(AFFIXES, WORDS).expect("a dictionary");
    let mut list = WordList::default();
    own.iter().for_each(|word| list.add(word));
    let spelling = Spelling::new(edition, &speller, &list);
    let words = Spelling::words(text).into_iter().map(|word| &text[word]);
    words.filter(|word| !spelling.is_excused(word) && spelling.looks_wrong(word)).map(str::to_owned).collect()
}

fn offered(key: &str, word: &str) -> Vec<String> {
    let edition = edition(&key.parse().expect("a key")).expect("an edition");
    let speller = Speller::read(AFFIXES, WORDS).expect("a dictionary");
    Spelling::new(edition, &speller, &WordList::default()).suggestions(word)
}

#[test]
fn a_kazakh_word_is_marked_when_a_known_one_is_a_letter_away() {
    // Unknown and like nothing known, or with an ending that the dictionary does not have: neither is marked.
    assert_eq!(marked("kk", "Су арналар кітаптарымыз вертолёт", &[]), Vec::<String>::new());
    assert_eq!(marked("kk", "Кітяп арнаға арана", &[]), ["Кітяп", "арана"]);
    assert_eq!(offered("kk", "Кітяп"), ["Кітап"]);
    assert_eq!(marked("kk", "Кітяп", &["Кітяп"]), Vec::<String>::new());
}

#[test]
fn other_languages_mark_what_the_dictionary_does_not_know() {
    assert_eq!(marked("ru", "Су вертолёт 5-й АҚШ Tilshi су-арна", &[]), ["вертолёт"]);
    assert_eq!(
        marked("ru", "вертолётом Вертолётный", &["Вертолёт"]),
        Vec::<String>::new(),
        "a stem stands for its endings"
    );
}

#[test]
fn derived_editions_are_checked_through_their_cyrillic_forms() {
    assert_eq!(marked("qz", "Qazaqlar su üi İa äje tsirk", &[]), Vec::<String>::new());
    assert_eq!(marked("qz", "kıtäp", &[]), ["kıtäp"]);
    assert_eq!(offered("qz", "Kıtäp"), ["Kıtap"]);
    assert_eq!(marked("tote", "قازاقلار ءۇي اجە كىتاپ تسيرك", &[]), Vec::<String>::new());
    assert_eq!(marked("tote", "كىتيپ", &[]), ["كىتيپ"]);
    assert_eq!(offered("tote", "كىتيپ"), ["كىتاپ"]);
    assert_eq!(marked("tote", "توقايەۆ", &["توقايەۆ"]), Vec::<String>::new());
}

#[test]
fn two_scripts_in_one_word_are_always_wrong() {
    assert_eq!(marked("kk", "кiтап IT-арна", &[]), ["кiтап"]);
    assert_eq!(marked("en", "Аlmaty", &[]), ["Аlmaty"]);
}

#[test]
fn addresses_code_numbers_and_han_are_no_words() {
    let text = "https://a.kz/сөз `сөз` @сөз сөз2 2-сөз {сөз} 央行 а «сөз» сөз’і -сөз-";
    let found: Vec<&str> = Spelling::words(text).into_iter().map(|word| &text[word]).collect();
    assert_eq!(found, ["сөз", "сөз’і", "сөз"]);
}

#[test]
fn a_dictionary_that_is_none_is_refused() {
    assert_eq!(Speller::read("SFX A Y one", "x").err().expect("refused").code, "dictionary-unreadable");
}
