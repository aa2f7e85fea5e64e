//! A second opinion on the checks: `pofilter` of the Translate Toolkit, which knows nothing of us, looks at the same passages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::Command;

use anyhow::{Context as _, ensure};
use tilshi_tests::Laptop;

use crate::by_window::PASSPHRASE;

/// Passages with their translations. Both programs have to find the same in each; the last column says what.
const PASSAGES: &[(&str, &str, &[&str])] = &[
    ("Water came on Monday morning.", "Вода пришла утром в понедельник.", &[]),
    ("Some 120 cars crossed the river.", "Реку пересекли 120 машин.", &[]),
    ("Some 240 cars crossed the lake.", "Озеро пересекли 250 машин.", &["numbers"]),
    ("In 2026 and in 2027 it stays.", "В 2026 году она остаётся.", &["numbers"]),
    ("See https://ferry.example for the times.", "Время смотрите на https://ferry.example сегодня.", &[]),
    ("Ask at https://ferry.example for more.", "Спросите на https://parom.example ещё раз.", &["urls"]),
    ("It (the canal) opened on time.", "Он (канал) открылся вовремя.", &[]),
    ("It (the bridge) opened on time.", "Он (мост открылся вовремя.", &["brackets"]),
    ("The station [east] is closed now.", "Станция восток] сейчас закрыта.", &["brackets"]),
    ("Mangystau ferry operations office", "Mangystau ferry operations office", &["unchanged"]),
    ("Nobody knows more about it yet.", "", &["untranslated"]),
];

/// Ours beside theirs.
const CHECKS: [(&str, &str); 5] = [
    ("empty", "untranslated"),
    ("unchanged", "unchanged"),
    ("numbers", "numbers"),
    ("addresses", "urls"),
    ("brackets", "brackets"),
];

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[test]
fn another_program_finds_the_same() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    laptop.answer(&["init", "--name", "Aigerim"])?;
    let story = laptop.answer(&["story", "new", "--edition", "en"])?;
    let story = story["story"].as_str().or(story.as_str()).context("a story")?.to_owned();
    let all = |side: fn(&(&str, &str, &[&str])) -> String| {
        PASSAGES.iter().map(side).filter(|passage| !passage.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    laptop.answer(&["edition", "set", &story, "en", "--body", &all(|(source, ..)| (*source).to_owned())])?;
    laptop.answer(&["edition", "set", &story, "ru", "--body", &all(|(_, own, _)| (*own).to_owned())])?;
    let view = laptop.answer(&["edition", "passages", &story, "ru"])?;
    let rows = view["rows"].as_array().context("no rows")?;
    ensure!(rows.len() == PASSAGES.len(), "{view:#}");

    let mut po =
        "msgid \"\"\nmsgstr \"\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Language: ru\\n\"\n".to_owned();
    for (number, (source, own, _)) in PASSAGES.iter().enumerate() {
        ensure!(rows[number]["now"] == *source && rows[number]["own"]["text"].as_str().unwrap_or("") == *own);
        write!(po, "\n#: {number}\nmsgid {}\nmsgstr {}\n", quoted(source), quoted(own))?;
    }
    let (input, output) = (folder.path().join("in.po"), folder.path().join("out.po"));
    std::fs::write(&input, po)?;
    let tests = CHECKS.iter().flat_map(|(_, theirs)| ["-t", *theirs]);
    let run = Command::new("pofilter").args(tests).arg("--progress=none").arg(&input).arg(&output).output();
    let run = run.context("pofilter is not installed (translate-toolkit)")?;
    ensure!(run.status.success(), "{run:?}");
    let said = std::fs::read_to_string(&output)?;
    let theirs = |source: &str| -> BTreeSet<&str> {
        let unit = said.split("\n\n").find(|unit| unit.contains(&format!("msgid {}", quoted(source))));
        CHECKS
            .iter()
            .map(|(_, theirs)| *theirs)
            .filter(|name| unit.is_some_and(|unit| unit.contains(&format!("(pofilter) {name}"))))
            .collect()
    };
    for (number, (source, _, expected)) in PASSAGES.iter().enumerate() {
        let found = view["findings"].as_array().into_iter().flatten().filter(|found| found["row"] == number);
        let names: BTreeSet<&str> = found.filter_map(|found| found["check"].as_str()).collect();
        let ours: BTreeSet<&str> =
            CHECKS.iter().filter(|(ours, _)| names.contains(ours)).map(|(_, theirs)| *theirs).collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        ensure!(ours == expected, "{source}: we find {ours:?}");
        ensure!(theirs(source) == expected, "{source}: pofilter finds {:?}\n{said}", theirs(source));
    }
    Ok(())
}
