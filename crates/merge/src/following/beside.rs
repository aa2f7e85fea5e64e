//! An edition beside what it was made from: which passage is the translation of which.

use std::collections::BTreeSet;
use std::ops::Range;

use tilshi_language::sentences;
use tilshi_story::EditionKey;

use super::{Compared, Field, Followed, Passage, Texts, compared};

/// A passage of the source beside the one that stands for it in the edition; one of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The text it belongs to.
    pub field: Field,
    /// What the source said when the edition was made from it.
    pub then: Option<&'a str>,
    /// What the source says.
    pub now: Option<&'a str>,
    /// Whether that has moved, and nobody has answered it yet.
    pub moved: bool,
    /// Where the passage of the edition stands in its field, in bytes.
    pub own: Option<Range<usize>>,
}

/// Most pairs of paragraphs that are weighed; longer texts are paired by their order.
const MOST_PAIRS: usize = 4_000_000;

/// What a passage without a counterpart costs.
const ALONE: f64 = 0.9;

/// The same for those at the end of the source, which come last in whatever is still being translated.
const NOT_YET: f64 = 0.2;

/// Every passage of an edition and of its source, side by side and each in its order. Without `followed` the edition counts
/// as made from the source as it is.
pub fn side_by_side<'a>(followed: Option<&Followed<'a>>, source: &Texts<'a>, edition: &Texts<'a>) -> Vec<Row<'a>> {
    let then = followed.map_or(*source, |followed| followed.texts);
    let (before, after, own) = (then.passages(), source.passages(), edition.passages());
    let mut rows = Vec::new();
    for field in [Field::Headline, Field::Lead, Field::Body] {
        let of = |passages: &[Passage<'a>]| -> Vec<usize> {
            (0..passages.len()).filter(|at| passages[*at].field == field).collect()
        };
        let mut counterparts = Counterparts::of(&before, &of(&before), &own, &of(&own));
        let of_field = |row: &&Compared| {
            let either = row.then.map(|at| &before[at]).or_else(|| row.now.map(|at| &after[at]));
            either.is_some_and(|passage| passage.field == field)
        };
        let compared = compared(&before, &after);
        for row in compared.iter().filter(of_field) {
            let counterpart = match row.then {
                Some(at) => {
                    let (alone, counterpart) = counterparts.up_to(at);
                    rows.extend(alone.into_iter().map(|at| row_of(&own[at], None, None)));
                    counterpart
                }
                // Where it only stands elsewhere than it did, it is shown where it was.
                None if !row.moved => continue,
                // What is new in both at one place is taken for the same.
                None => counterparts.next_alone(),
            };
            let now = match (row.now, row.moved) {
                (Some(at), _) => Some(after[at].text),
                (None, true) => None,
                (None, false) => row.then.map(|at| before[at].text),
            };
            let place = counterpart.map(|at| own[at].place.clone());
            rows.push(Row { field, then: row.then.map(|at| before[at].text), now, moved: row.moved, own: place });
        }
        rows.extend(counterparts.rest().into_iter().map(|at| row_of(&own[at], None, None)));
    }
    rows
}

/// A sentence of a passage beside the one that stands for it, each in bytes of its passage; one of them may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentencePair {
    /// Of the source.
    pub source: Option<Range<usize>>,
    /// Of the edition.
    pub own: Option<Range<usize>>,
}

/// The sentences of a passage and of its translation, side by side and each in its order. Nothing where neither has two of them, or
/// where a line break says what belongs together: a list or a table is no row of sentences.
pub fn sentences_beside(source: (&str, &EditionKey), own: (&str, &EditionKey)) -> Vec<SentencePair> {
    let places = |(text, edition): (&str, &EditionKey)| -> Vec<Range<usize>> {
        let trimmed = |place: Range<usize>| place.start..place.start + text[place].trim_end().len();
        sentences(text, edition.as_str()).into_iter().map(trimmed).filter(|place| !place.is_empty()).collect()
    };
    if [source.0, own.0].iter().any(|text| text.contains('\n')) {
        return Vec::new();
    }
    let (before, after) = (places(source), places(own));
    if before.len().max(after.len()) < 2 {
        return Vec::new();
    }
    let weighed = |text: &str, places: &[Range<usize>]| -> Vec<Weighed> {
        places.iter().map(|place| Weighed::of(&text[place.clone()])).collect()
    };
    paired(&weighed(source.0, &before), &weighed(own.0, &after))
        .into_iter()
        .map(|(source, own)| SentencePair {
            source: source.map(|at| before[at].clone()),
            own: own.map(|at| after[at].clone()),
        })
        .collect()
}

fn row_of<'a>(own: &Passage<'_>, then: Option<&'a str>, now: Option<&'a str>) -> Row<'a> {
    Row { field: own.field, then, now, moved: false, own: Some(own.place.clone()) }
}

/// Which passage of the edition stands for which of the source it was made from, taken from front to back.
struct Counterparts {
    /// Pairs in the order of both; one half may be missing.
    pairs: std::collections::VecDeque<(Option<usize>, Option<usize>)>,
}

impl Counterparts {
    fn of(before: &[Passage<'_>], places: &[usize], own: &[Passage<'_>], own_places: &[usize]) -> Self {
        let texts = |passages: &[Passage<'_>], places: &[usize]| -> Vec<Weighed> {
            places.iter().map(|at| Weighed::of(passages[*at].text)).collect()
        };
        let pairs = paired(&texts(before, places), &texts(own, own_places));
        let named = |(source, edition): (Option<usize>, Option<usize>)| {
            (source.map(|at| places[at]), edition.map(|at| own_places[at]))
        };
        Self { pairs: pairs.into_iter().map(named).collect() }
    }

    /// The counterpart of a passage of the source, and the passages before it that have none.
    fn up_to(&mut self, source: usize) -> (Vec<usize>, Option<usize>) {
        let mut alone = Vec::new();
        while let Some((before, own)) = self.pairs.pop_front() {
            if before == Some(source) {
                return (alone, own);
            }
            alone.extend(own);
        }
        (alone, None)
    }

    /// The next passage of the edition, if it has no counterpart.
    fn next_alone(&mut self) -> Option<usize> {
        match self.pairs.front() {
            Some((None, own)) => {
                let own = *own;
                self.pairs.pop_front();
                own
            }
            Some((Some(_), _)) | None => None,
        }
    }

    fn rest(self) -> Vec<usize> {
        self.pairs.into_iter().filter_map(|(_, own)| own).collect()
    }
}

/// What passages of two languages can be compared by.
#[derive(Debug)]
struct Weighed {
    shape: Shape,
    /// Its length in characters; a Han character says as much as three letters.
    length: f64,
    numbers: BTreeSet<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Heading,
    Quote,
    Item,
    Table,
    Plain,
}

impl Weighed {
    fn of(text: &str) -> Self {
        let shape = match text.chars().next() {
            Some('#') => Shape::Heading,
            Some('>') => Shape::Quote,
            Some('|') => Shape::Table,
            Some('-' | '*' | '+') if text[1..].starts_with(' ') => Shape::Item,
            Some(_) | None => Shape::Plain,
        };
        let weight = |letter: char| if matches!(letter, '\u{3400}'..='\u{9FFF}') { 3.0 } else { 1.0 };
        let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty());
        Self { shape, length: text.chars().map(weight).sum(), numbers: numbers.map(str::to_owned).collect() }
    }

    /// How unlikely it is that one is the translation of the other.
    fn distance(&self, other: &Self) -> f64 {
        let length = ((self.length + 10.0) / (other.length + 10.0)).ln().abs().min(2.0);
        let shape = if self.shape == other.shape { 0.0 } else { 1.0 };
        let all = self.numbers.union(&other.numbers).count();
        let numbers = match self.numbers.intersection(&other.numbers).count() {
            _ if all == 0 => 0.0,
            // Where one side has none at all, it may not be written to its end.
            0 if self.numbers.is_empty() || other.numbers.is_empty() => 0.3,
            common => 0.7 - 1.4 * common as f64 / all as f64,
        };
        length + shape + numbers
    }
}

/// Pairs of passages in the order of both, so that the whole is the likeliest.
fn paired(source: &[Weighed], edition: &[Weighed]) -> Vec<(Option<usize>, Option<usize>)> {
    let (rows, columns) = (source.len(), edition.len());
    let alike = rows == columns && source.iter().zip(edition).all(|(one, other)| one.shape == other.shape);
    if alike || rows.saturating_mul(columns) > MOST_PAIRS {
        let both = |at| ((at < rows).then_some(at), (at < columns).then_some(at));
        return (0..rows.max(columns)).map(both).collect();
    }
    let width = columns + 1;
    let mut costs = vec![f64::INFINITY; (rows + 1) * width];
    costs[0] = 0.0;
    for at in 0..=rows {
        for other in 0..=columns {
            let cost = costs[at * width + other];
            if at < rows {
                let alone = if other == columns { NOT_YET } else { ALONE };
                lower(&mut costs[(at + 1) * width + other], cost + alone);
            }
            if other < columns {
                lower(&mut costs[at * width + other + 1], cost + ALONE);
            }
            if at < rows && other < columns {
                let step = source[at].distance(&edition[other]);
                lower(&mut costs[(at + 1) * width + other + 1], cost + step);
            }
        }
    }
    let (mut at, mut other) = (rows, columns);
    let mut pairs = Vec::new();
    while at > 0 || other > 0 {
        let cost = costs[at * width + other];
        let is = |before: f64, step: f64| (before + step - cost).abs() < 1e-9;
        if at > 0 && other > 0 && is(costs[(at - 1) * width + other - 1], source[at - 1].distance(&edition[other - 1]))
        {
            (at, other) = (at - 1, other - 1);
            pairs.push((Some(at), Some(other)));
        } else if at > 0 && is(costs[(at - 1) * width + other], if other == columns { NOT_YET } else { ALONE }) {
            at -= 1;
            pairs.push((Some(at), None));
        } else {
            other -= 1;
            pairs.push((None, Some(other)));
        }
    }
    pairs.reverse();
    pairs
}

fn lower(cost: &mut f64, to: f64) {
    if to < *cost {
        *cost = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(then: Option<&str>, now: &str, edition: &str, expected: Expect) {
        fn body(text: &str) -> Texts<'_> {
            Texts { body: text, ..Texts::default() }
        }
        let followed = then.map(|then| Followed { edition: "en".parse().expect("an edition key"), texts: body(then) });
        let rows = side_by_side(followed.as_ref(), &body(now), &body(edition));
        let lines: Vec<String> = rows
            .into_iter()
            .map(|row| {
                let own = row.own.map(|place| &edition[place]).unwrap_or("-");
                let now = row.now.unwrap_or("-");
                if row.moved {
                    format!("{} => {now} | {own}", row.then.unwrap_or("-"))
                } else {
                    format!("{now} | {own}")
                }
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    const SOURCE: &str = "Water came on Monday.\n\n## Ten days early\n\nThe canal of 38 km was opened by the governor in the morning.\n\n> We waited for it.";

    #[test]
    fn what_is_translated_from_the_top_stands_beside_its_source() {
        check(
            None,
            SOURCE,
            "Су дүйсенбіде келді.\n\n## Он күн ерте",
            expect![[r#"
                Water came on Monday. | Су дүйсенбіде келді.
                ## Ten days early | ## Он күн ерте
                The canal of 38 km was opened by the governor in the morning. | -
                > We waited for it. | -"#]],
        );
    }

    #[test]
    fn a_passage_that_is_left_out_or_put_in_shifts_nothing() {
        check(
            None,
            SOURCE,
            "周一来水。\n\n38公里长的运河早晨由州长开启。\n\n> 我们等着它。",
            expect![[r#"
                Water came on Monday. | 周一来水。
                ## Ten days early | -
                The canal of 38 km was opened by the governor in the morning. | 38公里长的运河早晨由州长开启。
                > We waited for it. | > 我们等着它。"#]],
        );
        check(
            None,
            SOURCE,
            "Вода пришла в понедельник.\n\n## На десять дней раньше\n\nКанал длиной 38 км открыл утром аким области.\n\nДля справки: он построен в 1961 году на средства области, и с тех пор не чинился ни разу.\n\n> Мы ждали её.",
            expect![[r#"
                Water came on Monday. | Вода пришла в понедельник.
                ## Ten days early | ## На десять дней раньше
                The canal of 38 km was opened by the governor in the morning. | Канал длиной 38 км открыл утром аким области.
                - | Для справки: он построен в 1961 году на средства области, и с тех пор не чинился ни разу.
                > We waited for it. | > Мы ждали её."#]],
        );
    }

    #[test]
    fn a_passage_whose_first_sentence_is_written_stands_beside_its_source() {
        check(
            None,
            "Mr. Khan opened the ferry on Monday. It takes 38 cars. Nobody paid.\n\nIt sails daily.",
            "Господин Хан открыл паром в понедельник.",
            expect![[r#"
                Mr. Khan opened the ferry on Monday. It takes 38 cars. Nobody paid. | Господин Хан открыл паром в понедельник.
                It sails daily. | -"#]],
        );
    }

    #[test]
    fn sentences_stand_beside_each_other_as_far_as_both_go() {
        let key = |key: &str| key.parse::<EditionKey>().expect("an edition key");
        let pairs = |source: &str, own: &str, to: &str| -> Vec<String> {
            let side =
                |text: &str, place: Option<Range<usize>>| place.map_or("-".to_owned(), |place| text[place].to_owned());
            sentences_beside((source, &key("en")), (own, &key(to)))
                .into_iter()
                .map(|pair| format!("{} | {}", side(source, pair.source), side(own, pair.own)))
                .collect()
        };
        let source = "Mr. Khan opened it. It is 38 km long. Nobody paid.";
        assert_eq!(
            pairs(source, "Его открыл г. Хан.  Длина 38 км.", "ru"),
            ["Mr. Khan opened it. | Его открыл г. Хан.", "It is 38 km long. | Длина 38 км.", "Nobody paid. | -"]
        );
        assert_eq!(pairs("One 1. Two 2.", "一 1。二 2。", "zh"), ["One 1. | 一 1。", "Two 2. | 二 2。"]);
        assert_eq!(pairs("One. Two.", "", "ru"), ["One. | -", "Two. | -"]);
        assert!(pairs("One.", "Один.", "ru").is_empty());
        assert!(pairs("- One. Two.\n- Three.", "- Один. Два.\n- Три.", "ru").is_empty());
    }

    #[test]
    fn what_moved_stands_beside_what_was_made_from_it() {
        check(
            Some(SOURCE),
            "Water came on Tuesday.\n\nIt rained in the night.\n\n## Ten days early\n\nThe canal of 38 km was opened by the governor in the morning.",
            "Су дүйсенбіде келді.\n\n## Он күн ерте\n\nҰзындығы 38 км арнаны таңертең әкім ашты.\n\n> Біз оны күттік.",
            expect![[r#"
                Water came on Monday. => Water came on Tuesday. | Су дүйсенбіде келді.
                - => It rained in the night. | -
                ## Ten days early | ## Он күн ерте
                The canal of 38 km was opened by the governor in the morning. | Ұзындығы 38 км арнаны таңертең әкім ашты.
                > We waited for it. => - | > Біз оны күттік."#]],
        );
    }

    #[test]
    fn a_paragraph_that_changed_its_place_is_shown_once() {
        check(
            Some("One 1.\n\nTwo 2.\n\nThree 3."),
            "Three 3.\n\nOne 1.\n\nTwo 2.",
            "Бір 1.\n\nЕкі 2.\n\nҮш 3.",
            expect![[r#"
                One 1. | Бір 1.
                Two 2. | Екі 2.
                Three 3. | Үш 3."#]],
        );
    }
}
