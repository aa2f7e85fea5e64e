//! Words and signs in every script, by the rules of the decrees and of published pages.

use proptest::prelude::*;

use super::*;

fn converter(conversion: Conversion) -> Converter {
    Converter::new(conversion, Options::default())
}

fn converted(conversion: Conversion, text: &str) -> String {
    converter(conversion).convert(text, &kept_spans(text))
}

const LATIN: Conversion = Conversion::KazakhToLatin(KazakhLatin::Of2021);
const LATIN_2018: Conversion = Conversion::KazakhToLatin(KazakhLatin::Of2018);

fn expect(conversion: Conversion, pairs: &[(&str, &str)]) {
    for (text, expected) in pairs {
        assert_eq!(converted(conversion, text), *expected, "{text}");
    }
}

#[test]
fn kazakh_in_the_latin_letters_of_2021() {
    expect(
        LATIN,
        &[
            ("Қазақстан Республикасы", "Qazaqstan Respublikasy"),
            ("ә ғ қ ң ө ү ұ ы і и й у", "ä ğ q ñ ö ü ū y ı i i u"),
            ("Конституцияның", "Konstitutsianyñ"),
            ("ия ию қоян жою Ия ИЯ", "ia iu qoian joiu İa İA"),
            ("ШЫҒЫС ИНСТИТУТ", "ŞYĞYS İNSTİTUT"),
            ("Щека ЩЕКА Чехия ЧЕХИЯ", "Şcheka ŞCHEKA Chehia CHEHİA"),
            ("Ішкі ІС", "Işkı IS"),
            ("сцена объект компьютер", "sena obekt kompiuter"),
            ("ЖШС-ның АҚШ-тағы", "JŞS-nyñ AQŞ-tağy"),
            ("Ю. Ильин, Я", "İu. İlin, İa"),
        ],
    );
}

#[test]
fn kazakh_in_the_latin_letters_of_2018() {
    expect(
        LATIN_2018,
        &[
            ("Конституцияның", "Konstıtýtsııanyń"),
            ("ШЫҒЫС Шығыс", "SHYǴYS Shyǵys"),
            ("Ресей Ішкі тіл", "Reseı İshki til"),
            ("ұлт у бюджет", "ult ý bıýdjet"),
            ("Чехия ЩИ", "Chehııa SHCHI"),
        ],
    );
}

#[test]
fn kazakh_in_arabic_letters() {
    expect(
        Conversion::KazakhToArabic,
        &[
            ("Тоқаев", "توقايەۆ"),
            ("Қазақстан", "قازاقستان"),
            ("тіл", "ءتىل"),
            ("Әлия", "ءاليا"),
            ("мәдениет", "مادەنيەت"),
            ("ел кітап өнер", "ەل كىتاپ ونەر"),
            ("мүмкін мұғалім", "مۇمكىن مۇعالىم"),
            ("тарихи тиісті", "تاريحي ءتيىستى"),
            ("премьер объект", "پرەميەر وبيەكت"),
            ("ію джаз щука цирк", "ءىيۋ جاز ششۋكا تسيرك"),
            ("сүт, нан; бар ма?", "ءسۇت، نان؛ بار ما؟"),
            ("7,5 пайыз, 2026 ж.", "7,5 پايىز، 2026 ج."),
            ("«Қазақпарат» 24-ші", "«قازاقپارات» 24-ءشى"),
            ("Hello, world", "Hello, world"),
        ],
    );
    let with = |names: &str, text: &str| {
        Converter::new(Conversion::KazakhToArabic, names.parse().expect("options")).convert(text, &[])
    };
    assert_eq!(with("spaced-acronyms", "БҰҰ"), "ب ۇ ۇ");
    assert_eq!(with("plain-suffixes", "24-ші тіл"), "24-شى ءتىل");
    assert_eq!(with("separate-patronymics", "Нұрлыбекұлы ұлы қызы"), "نۇرلىبەك ۇلى ۇلى قىزى");
    assert_eq!(with("short-ts, plain-e", "цирк Тоқаев"), "سيرك توقاەۆ");
    assert_eq!("of-mine".parse::<Options>().expect_err("unknown").code, "conversion-option-unknown");
}

#[test]
fn uzbek_both_ways() {
    let both = [
        ("Ўзбекистон Республикаси", "Oʻzbekiston Respublikasi"),
        ("ғалла ҳосили чиқди", "gʻalla hosili chiqdi"),
        ("Европа ер юзи ёш яхши", "Yevropa yer yuzi yosh yaxshi"),
        ("Эрон поэзия аэропорт", "Eron poeziya aeroport"),
        ("санъат маъно", "sanʼat maʼno"),
        ("Исҳоқ", "Isʼhoq"),
        ("ШАРҚ Шарқ", "SHARQ Sharq"),
        ("милиция конституция", "militsiya konstitutsiya"),
        ("цирк концерт октябрь", "sirk konsert oktabr"),
        ("йўл дарё", "yoʻl daryo"),
        ("кетсин", "ketsin"),
    ];
    for (cyrillic, latin) in both {
        assert_eq!(converted(Conversion::UzbekToLatin, cyrillic), latin);
        assert_eq!(converted(Conversion::UzbekToCyrillic, latin), cyrillic);
    }
    assert_eq!(converted(Conversion::UzbekToLatin, "объект"), "obyekt");
    // As it is typed without the right sign, and as it is quoted.
    assert_eq!(
        converted(Conversion::UzbekToCyrillic, "o'zbek bog‘ san'at 'kun' bo`ldi"),
        "ўзбек боғ санъат 'кун' бўлди"
    );
    assert_eq!(converted(Conversion::UzbekToCyrillic, "XXI asr, V. Karimov"), "XXI аср, В. Каримов");
    assert_eq!(converted(Conversion::UzbekToCyrillic, "oktabrda OKTABR"), "октябрда ОКТЯБРЬ");
}

#[test]
fn what_is_never_converted_stays() {
    for kept in [
        "https://kk.wikipedia.org/wiki/Қазақстан",
        "www.egemen.kz/мақала",
        "есеп.docx",
        "қала@inform.kz",
        "@қаламгер",
        "`код`",
        "{аты}",
        "{{аты}}",
        "%(саны)s",
        "COVID-19",
        "№ 5",
        "XXI",
        "Samruk-Energy",
    ] {
        for text in [kept.to_owned(), format!("({kept})."), format!("«{kept}», {kept}")] {
            let found = converted(LATIN, &format!("Қала {text} су"));
            assert_eq!(found, format!("Qala {text} su"));
        }
    }
    assert_eq!(converted(LATIN, "#Қазақстан iPhone-ды iPhoneды"), "#Qazaqstan iPhone-dy iPhonedy");
    assert_eq!(converted(LATIN, "келді.Ол 5%-ға, бірақ: жоқ"), "keldı.Ol 5%-ğa, biraq: joq".replace("biraq", "bıraq"));
}

#[test]
fn letters_that_only_look_right_are_read_as_they_were_meant() {
    expect(LATIN, &[("\u{259}лем бiр \u{18F}лем к\u{275}л", "älem bır Älem köl"), ("И\u{306}од", "İod")]);
}

#[test]
fn a_conversion_is_asked_for_by_tags() {
    assert_eq!(Conversion::between("kk-Cyrl", "kk-Latn", Some("2018")).expect("known"), LATIN_2018);
    assert_eq!(Conversion::between("kk-Cyrl", "kk-Latn", Some("1929")).expect_err("none").code, "alphabet-unknown");
    assert_eq!(Conversion::between("kk-Arab", "kk-Cyrl", None).expect_err("none").code, "conversion-unknown");
}

#[test]
fn small_letters_are_those_of_unicode() {
    for letter in '\0'..'\u{530}' {
        assert_eq!(Some(lower(letter)), letter.to_lowercase().next(), "{letter:?}");
    }
    for letter in ('\0'..'\u{530}').chain('\u{2002}'..'\u{2040}') {
        let text = format!("a{letter}");
        assert!(!is_plainly_nfc(&text) || is_nfc_quick(text.chars()) == IsNormalized::Yes, "{letter:?}");
    }
}

proptest! {
    #[test]
    fn a_conversion_leaves_nothing_of_its_own_script_and_comes_to_rest(
        text in "[а-яА-ЯәіңғүұқөһӘІҢҒҮҰҚӨҺёЁўҳ ,.;?0-9-]{0,40}"
    ) {
        for conversion in [LATIN, LATIN_2018, Conversion::KazakhToArabic] {
            let once = converted(conversion, &text);
            prop_assert!(!once.chars().any(|sign| is_cyrillic(sign) && !matches!(lower(sign), 'ў' | 'ҳ')), "{once}");
            prop_assert_eq!(is_nfc_quick(once.chars()), IsNormalized::Yes);
            if !text.contains(['ў', 'ҳ']) {
                prop_assert_eq!(&converted(conversion, &once), &once);
            }
            prop_assert_eq!(once.split('-').count(), text.split('-').count());
        }
    }

    #[test]
    fn kept_spans_are_in_order_and_stay_byte_for_byte(text in "[a-zа-я@.:/{}%`$() \n]{0,60}") {
        let spans = kept_spans(&text);
        let mut at = 0;
        for span in &spans {
            prop_assert!(span.start >= at && span.end > span.start && text.is_char_boundary(span.end));
            at = span.end;
        }
        for conversion in [LATIN, Conversion::UzbekToCyrillic] {
            let converted = converter(conversion).convert(&text, &spans);
            let mut rest = converted.as_str();
            for span in &spans {
                let found = rest.find(&text[span.clone()]);
                prop_assert!(found.is_some());
                rest = &rest[found.unwrap_or_default() + span.len()..];
            }
        }
    }
}
