//! Real sentences in the seven editions, and what is found in them.

use super::*;
use crate::edition;
use proptest::prelude::*;

fn of(key: &str) -> &'static Edition {
    edition(&key.parse().expect("an edition key")).expect("an edition")
}

/// What is found in one passage: the check, `!` for an error, what it is about, and what should stand there.
fn found(from: &str, source: &str, to: &str, own: &str) -> Vec<String> {
    let passage = CheckedPassage { source: (!source.is_empty()).then_some(source), own: Some(own), most: None };
    let findings = check(&[passage], Some(of(from)), of(to));
    let line = |finding: Finding| {
        let sign = if finding.severity == Severity::Error { "!" } else { "" };
        let fix = finding.fix.map(|fix| format!(" -> {fix:?}")).unwrap_or_default();
        format!("{sign}{:?} {}{fix}", finding.check, finding.about)
    };
    findings.into_iter().map(line).collect()
}

#[track_caller]
fn clean(from: &str, source: &str, to: &str, own: &str) {
    assert_eq!(found(from, source, to, own), [""; 0], "{own}");
}

#[test]
fn numbers_are_the_same_however_a_language_writes_them() {
    clean("en", "It cost 1,234,567.5 tenge.", "ru", "Это стоило 1 234 567,5 тенге.");
    clean("en", "It cost 12,000 tenge.", "zh", "花费1.2万坚戈。");
    clean("en", "A loan of $1.5 billion.", "zh", "15亿美元的贷款。");
    clean("en", "Some 1.2 million people.", "kk", "Шамамен 1,2 млн адам.");
    clean("ru", "Около 300 тыс. человек.", "en", "Some 300,000 people.");
    clean("en", "Five people of 120.", "ru", "5 человек из 120.");
    clean("en", "At 9.30 on line A12.", "ru", "В 9.30 на линии A12.");
    assert_eq!(found("en", "Some 120 people.", "ru", "Около 210 человек."), ["!Numbers 120", "!Numbers 210"]);
    assert_eq!(found("en", "3 aircraft.", "ru", "2 самолёта."), ["!Numbers 3", "!Numbers 2"]);
    assert_eq!(found("en", "Some 12,000 animals.", "zh", "约12万只动物。"), ["!Numbers 12,000", "!Numbers 12万"]);
    assert_eq!(
        found("en", "Twelve thousand animals.", "ru", "12 тысяч животных."),
        ["Numbers 12 тыс"],
        "as a word it may be the same"
    );
}

#[test]
fn dates_are_compared_by_day_and_month() {
    clean("en", "It opens on 15 March 2026.", "ru", "Откроется 15 марта 2026 г.");
    clean("en", "It opens on March 15, 2026.", "zh", "将于2026年3月15日开放。");
    clean("kk", "2026 ж. 15 наурызда ашылады.", "uz", "15 март, 2026 куни очилади.");
    clean("kk", "15 наурызда ашылады.", "tote", "15 ناۋرىزدا اشىلادى.");
    clean("kk", "1 сәуірге дейін.", "tote", "1 ساۋىرگە دەيىن.");
    clean("kk", "1 сәуір.", "tote", "1 ءساۋىر.");
    clean("ru", "До 15.03.2026.", "en", "Until 15 March 2026.");
    assert_eq!(
        found("en", "It lasts until 1 April.", "ru", "Продлится до 5 апреля."),
        ["!Dates 1 April", "!Dates 5 апреля"]
    );
    assert_eq!(found("en", "It opened on 3 May.", "ru", "Открылся вчера."), ["Dates 3 May"]);
}

#[test]
fn a_currency_is_the_same_one() {
    clean("en", "It cost 40 dollars.", "zh", "花费40美元。");
    assert_eq!(found("en", "It cost $40.", "ru", "Это стоило 40 рублей."), ["Currencies RUB"]);
}

#[test]
fn what_has_to_be_told_exactly_is() {
    clean("en", "See **https://a.kz/b** and write to a@b.kz.", "ru", "Смотрите **https://a.kz/b**, пишите на a@b.kz.");
    assert_eq!(
        found("en", "See https://a.kz/b", "ru", "Смотрите https://a.kz/c"),
        ["!Addresses https://a.kz/b", "!Addresses https://a.kz/c"]
    );
    assert_eq!(found("en", "A **bold** word.", "ru", "Жирное слово."), ["!Marks ** 0/1"]);
    clean("en", "A **bold** and *soft* [word](https://a.kz).", "ru", "*Мягкое* и **жирное** [слово](https://a.kz).");
    clean("en", "Two * three is snake_case_name.", "ru", "Два * три это и есть имя snake_case_name.");
    assert_eq!(found("en", "Hello {name}.", "ru", "Привет."), ["!Placeholders {name}"]);
    assert_eq!(found("en", "By @tilshi.", "ru", "Сообщает Тілші.")[0], "Handles @tilshi");
}

#[test]
fn signs_close_what_they_open() {
    clean("en", "He said (yes).", "ru", "Он сказал («да»).");
    assert_eq!(found("en", "", "ru", "Он сказал «да."), ["!Brackets «"]);
    assert_eq!(found("en", "", "kk", "Ол келді)."), ["!Brackets )"]);
    clean("en", "", "ru", "1) Первое; а) второе.");
    clean("en", "", "en", "It’s the farmers’ canal, “he said”.");
    let paragraphs = ["«Первый абзац.", "«Второй абзац».", "Третий."];
    let passages = paragraphs.map(|own| CheckedPassage { own: Some(own), ..CheckedPassage::default() });
    assert_eq!(check(&passages, None, of("ru")), []);
    assert_eq!(found("en", "Is it open?", "ru", "Он открыт."), ["Ending ."]);
    clean("en", "Is it open?", "tote", "ول اشىق پا؟");
    clean("en", "It is open.", "zh", "它开放了。");
    assert_eq!(
        found("en", "", "ru", "Вода  пришла , и и всё."),
        ["Spaces ·· -> \" \"", "Spaces ·, -> \"\"", "Repeated и -> \"\""][..2]
    );
    assert_eq!(found("en", "", "ru", "Вода вода пришла."), ["Repeated вода -> \"\""]);
    clean("en", "", "kk", "Тез-тез келді.");
}

#[test]
fn letters_are_those_of_the_edition() {
    assert_eq!(found("en", "", "ru", "The canal opened ten days early."), ["!Script "]);
    clean("en", "", "ru", "Apple и Google открыли офис в Астане.");
    clean("en", "", "ru", "Коллаж: Kazinform / Akorda / Freepik / Gov.kz");
    assert_eq!(found("en", "", "kk", "Қaла ашылды."), ["!MixedScripts Қaла -> \"Қала\""]);
    assert_eq!(found("en", "", "kk", "Київ қаласы."), ["!Alphabet Київ"]);
    assert_eq!(found("en", "", "qz", "Şyǵys jäne soltüstık."), ["!Alphabet Şyǵys"]);
    assert_eq!(found("en", "", "tote", "کىتاپ كەلدى."), ["!Alphabet ک -> \"ك\""]);
    clean("en", "", "tote", "ءتىل كەلدى.");
    assert_eq!(found("en", "", "tote", "تىءل كەلدى."), ["!Alphabet تىءل"]);
    assert_eq!(found("en", "", "ru", "Вода\u{200B} пришла."), ["!Invisible U+200B -> \"\""]);
    assert_eq!(found("en", "", "ru", "Баи\u{306}терек открыт."), ["!Invisible Баи\u{306}терек -> \"Байтерек\""]);
    clean("en", "", "ru", "Семья 👨‍👩‍👧 и 👍🏽.");
}

#[test]
fn lengths_and_what_nobody_translated_are_worth_a_look() {
    let long = "Слово ".repeat(40);
    assert_eq!(found("en", &"A rather long sentence of the source. ".repeat(2), "ru", "Кратко."), ["Length 7"]);
    let title = CheckedPassage { source: None, own: Some(long.trim()), most: Some(90) };
    assert!(check(&[title], None, of("ru")).iter().any(|finding| finding.check == Check::Length));
    let empty = CheckedPassage { source: Some("Water came."), own: None, most: None };
    assert_eq!(check(&[empty], Some(of("en")), of("ru"))[0].check, Check::Empty);
    let same = found("uz", "Наурыз келди", "ru", "Наурыз келди");
    assert_eq!(same, ["Unchanged Наурыз келди"]);
}

#[test]
fn a_name_has_one_form_in_each_edition_whatever_its_ending() {
    let missing = |from: &str, source: &str, to: &str, own: &str, forms: [&str; 2]| -> Vec<String> {
        let passage = CheckedPassage { source: Some(source), own: Some(own), most: None };
        let term = Term { source: forms[0].into(), own: forms[1].into() };
        check_terms(&[passage], of(from), of(to), &[term]).into_iter().map(|finding| finding.about).collect()
    };
    let bank = ["National Bank", "Национальный банк"];
    assert_eq!(missing("en", "The National Bank's rate.", "ru", "Ставка Национального банка.", bank), [""; 0]);
    assert_eq!(missing("en", "The National Bank's rate.", "ru", "Ставка Нацбанка.", bank), ["Национальный банк"]);
    assert_eq!(missing("en", "A bank.", "ru", "Нацбанк.", bank), [""; 0], "the source does not speak of it");
    assert_eq!(missing("kk", "Астанада өтті.", "zh", "在阿斯塔纳举行。", ["Астана", "阿斯塔纳"]), [""; 0]);
    assert_eq!(missing("kk", "Астанада өтті.", "zh", "在首都举行。", ["Астана", "阿斯塔纳"]), ["阿斯塔纳"]);
    assert_eq!(missing("kk", "Түркістанда.", "tote", "تۇركىستاندا.", ["Түркістан", "تۇركىستان"]), [""; 0]);
    assert_eq!(missing("en", "By Li.", "ru", "Автор.", ["Li", "Ли"]), [""; 0], "too short to be told apart");
}

#[test]
fn a_form_that_an_edition_never_prints_is_an_error_and_put_right_where_that_is_known() {
    let found = |edition: &str, own: &str, form: &str, instead: Option<&str>| -> Vec<(String, Option<String>)> {
        let passage = CheckedPassage { source: None, own: Some(own), most: None };
        let forbidden = Forbidden { form: form.into(), instead: instead.map(str::to_owned) };
        let found = check_forbidden(&[passage], of(edition), &[forbidden]).into_iter();
        found.map(|finding| (own[finding.own].to_owned(), finding.fix)).collect()
    };
    let one = |form: &str, fix: Option<&str>| vec![(form.to_owned(), fix.map(str::to_owned))];
    let kyrgyzstan = Some("Кыргызстан");
    assert_eq!(found("ru", "В Киргизию и из Киргизии", "Киргизия", kyrgyzstan).len(), 2);
    assert_eq!(found("ru", "Республика КИРГИЗИЯ", "Киргизия", kyrgyzstan), one("КИРГИЗИЯ", kyrgyzstan));
    assert_eq!(found("ru", "Киргизии", "Киргизия", kyrgyzstan), one("Киргизии", None), "its ending is for a person");
    assert_eq!(found("ru", "киргизский", "Киргизия", kyrgyzstan), [], "another word");
    assert_eq!(found("en", "The National Bank said.", "Bank", Some("National Bank")), [], "a part of the right one");
    assert_eq!(found("kk", "Қазпошта мен ҚазПошта", "ҚазПошта", Some("Қазпошта")).len(), 1);
    assert_eq!(found("zh", "在吉尔吉斯举行", "吉尔吉斯", None), one("吉尔吉斯", None));
    assert_eq!(found("en", "At an hour", "At", None).len(), 1);
    assert_eq!(found("en", "Atoms", "At", None), [], "too short to have an ending");
}

#[test]
fn a_name_that_is_kept_stands_in_the_translation_as_it_is() {
    let found = |source: &str, own: &str| {
        let passage = CheckedPassage { source: Some(source), own: Some(own), most: None };
        check_kept(&[passage], &["Air Astana".to_owned()]).len()
    };
    assert_eq!(found("Air Astana flies.", "Эйр Астана летает."), 1);
    assert_eq!(found("Air Astana flies.", "Самолёты Air Astana."), 0);
    assert_eq!(found("Fair Astana flies.", "Самолёты."), 0, "part of another name");
}

#[test]
fn a_desk_says_how_much_a_check_matters() {
    let levels = Levels::read(["numbers:warning", "spaces:error", "spaces:warning", "no-such:error", "ending:odd"]);
    assert_eq!(levels.items().collect::<Vec<_>>(), ["numbers:warning", "spaces:error"], "of two the heavier");
    let mut found = check(
        &[CheckedPassage { source: Some("Some 120."), own: Some("Какие-то 130."), most: None }],
        Some(of("en")),
        of("ru"),
    );
    assert!(found.iter().any(|finding| finding.severity == Severity::Error));
    levels.apply(&mut found);
    assert!(found.iter().all(|finding| finding.severity == Severity::Warning), "{found:?}");
    let usual = levels.with(Check::Numbers, None).with(Check::Spaces, None);
    assert_eq!(usual, Levels::usual());
    let names: std::collections::BTreeSet<String> = Check::OF_TEXTS.into_iter().map(Check::name).collect();
    assert_eq!(names.len(), Check::OF_TEXTS.len());
}

proptest! {
    #[test]
    fn every_finding_lies_in_its_text_and_every_fix_fits(
        source in "[aаәé1,. «»()*`@#\u{200D}中月日万$-]{0,24}", own in "[aаәé1,. «»()*`@#\u{200D}中月日万$-]{0,24}",
    ) {
        for key in ["kk", "qz", "tote", "ru", "en", "zh", "uz"] {
            let passage = CheckedPassage { source: Some(&source), own: Some(&own), most: None };
            for finding in check(&[passage], Some(of("en")), of(key)) {
                prop_assert!(own.get(finding.own.clone()).is_some(), "{finding:?}");
                prop_assert!(source.get(finding.source.clone()).is_some(), "{finding:?}");
            }
        }
    }
}

#[test]
fn what_the_source_says_twice_is_said_twice_alike() {
    let (english, russian) = (of("en"), of("ru"));
    let passages = [("Water came.", "Вода пришла."), ("It rained.", "Шёл дождь."), ("Water  came.", "Вода прибыла.")];
    let passages: Vec<_> = passages
        .iter()
        .map(|(source, own)| CheckedPassage { source: Some(source), own: Some(own), most: None })
        .collect();
    let found = check(&passages, Some(english), russian);
    let otherwise: Vec<_> = found.iter().filter(|found| found.check == Check::Otherwise).collect();
    assert_eq!(otherwise.len(), 1);
    assert_eq!((otherwise[0].passage, otherwise[0].fix.as_deref()), (2, Some("Вода пришла.")));
}

/// Names that are written otherwise than before: the earlier form and the later one.
fn renamed(from: &str, to: &str, pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let passages: Vec<CheckedPassage<'_>> =
        pairs.iter().map(|(source, own)| CheckedPassage { source: Some(source), own: Some(own), most: None }).collect();
    let found = check(&passages, Some(of(from)), of(to)).into_iter().filter(|finding| finding.check == Check::Names);
    found.map(|finding| (finding.about, pairs[finding.passage].1[finding.own].to_owned())).collect()
}

#[test]
fn a_name_is_written_one_way_in_all_its_forms() {
    let said = [
        ("The talks were led by Nazarbayev in Karaganda.", "Переговоры в Караганде вёл Назарбаев."),
        ("Later Nazarbayev flew to Shymkent.", "Позже Назарбаева ждали в Шымкенте."),
        ("People of Karaganda and Shymkent met Nazarbayev.", "Жители Караганды и Шымкента встретились с Назарбаевым."),
    ];
    assert_eq!(renamed("en", "ru", &said), []);
    let other =
        [said[0], said[1], ("People of Shymkent met Nazarbayev.", "Жители Чимкента встретились с Назарбайевым.")];
    assert_eq!(
        renamed("en", "ru", &other),
        [("Шымкенте".to_owned(), "Чимкента".to_owned()), ("Назарбаев".to_owned(), "Назарбайевым".to_owned())]
    );
    let kazakh = [
        ("Президент Қасым-Жомарт Тоқаев Бішкекке барды.", "President Kassym-Jomart Tokayev went to Bishkek."),
        ("Кейін Тоқаев Бішкектен қайтты.", "Later Tokaev returned from Bishkek."),
    ];
    assert_eq!(renamed("kk", "en", &kazakh), [("Tokayev".to_owned(), "Tokaev".to_owned())]);
}

#[test]
fn names_that_two_languages_do_not_share_are_left_alone() {
    let said = [
        ("A plane from Russia reached Astana on Monday.", "Ресейден ұшақ дүйсенбіде Астанаға жетті."),
        ("Another one left Russia for Germany.", "Тағы біреуі Ресейден Германияға кетті."),
        ("The crew from Germany praised Astana.", "Неміс экипажы елорданы мақтады."),
    ];
    assert_eq!(renamed("en", "kk", &said), []);
    let chinese =
        [("Talks in Astana with Tokayev.", "托卡耶夫在阿斯塔纳会谈。"), ("Then Tokayev left.", "随后托卡耶夫离开。")];
    assert_eq!(renamed("en", "zh", &chinese), []);
    let titles =
        [("Water Reaches Southern Canals", "Вода дошла до южных каналов"), ("The Canals are full.", "Каналы полны.")];
    assert_eq!(renamed("en", "ru", &titles), []);
}
