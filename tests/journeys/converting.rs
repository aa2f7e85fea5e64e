//! Lines in one script in, lines in another out, as an agency's own programs use it.

use anyhow::ensure;
use tilshi_tests::Laptop;

use crate::by_window::PASSPHRASE;

#[test]
fn lines_are_converted_without_a_profile_and_bad_ones_are_named() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    let convert = |arguments: &str, input: &str| {
        let arguments: Vec<&str> = ["convert"].into_iter().chain(arguments.split(' ')).collect();
        laptop.tilshi_with_input(&arguments, input)
    };
    for (arguments, input, expected) in [
        ("--from kk-Cyrl --to kk-Latn", "Қазақстан\n\nтіл", "Qazaqstan\n\ntıl"),
        ("--from kk-Cyrl --to kk-Latn --alphabet 2018", "Шығыс\r\n", "Shyǵys\r\n"),
        ("--from kk-Cyrl --to kk-Arab --options short-ts,plain-e", "цирк Тоқаев\n", "سيرك توقاەۆ\n"),
        ("--from uz-Cyrl --to uz-Latn", "Ўзбекистон\n", "Oʻzbekiston\n"),
        (
            "--from uz-Latn --to uz-Cyrl --markdown",
            "O‘zbek [so‘z](https://a.uz/so'z)\n",
            "Ўзбек [сўз](https://a.uz/so'z)\n",
        ),
        ("--from kk-Cyrl --to kk-Latn", "", ""),
    ] {
        let said = convert(arguments, input)?;
        ensure!((said.code, said.out.as_str()) == (0, expected), "{arguments}: {said:?}");
    }
    for (arguments, sentence) in [
        ("--from kk-Arab --to kk-Cyrl", "Tilshi cannot write kk-Arab as kk-Cyrl"),
        ("--from kk-Cyrl --to kk-Latn --alphabet 1929", "does not know the alphabet 1929"),
        ("--from kk-Cyrl --to kk-Arab --options loud", "There is no option loud"),
    ] {
        let said = convert(arguments, "Қазақстан")?;
        ensure!(said.code == 1 && said.err.contains(sentence) && said.out.is_empty(), "{said:?}");
    }
    ensure!(!laptop.profile().exists(), "no profile is needed");
    Ok(())
}
