//! The newsroom's settings, made beside a running portal, and what the header of a page shows of them.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::newsroom::RunningPortal;
use crate::reading::page;

pub(crate) fn settings(folder: &Path, verb: &str, input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_tilshi-portal"))
        .args(["settings", verb, "--data"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // A process that refuses early may have closed its input.
    let _refused = process.stdin.take().expect("its input").write_all(input.as_bytes());
    process.wait_with_output().expect("it ends")
}

fn header(page: &str) -> &str {
    page.split_once("</header>").expect("a header").0
}

#[test]
fn the_header_shows_what_is_set_and_marks_samples() {
    let portal = RunningPortal::start_demo();
    let home = page(&portal, "/en/");
    let before = header(&home);
    for piece in ["USD", "EUR", "RUB", "CNY", "(sample)", "Astana", "°C", "+7 7172 00 00 00", "https://dala.example/"]
    {
        assert!(before.contains(piece), "{piece} in {before}");
    }
    let kazakh = page(&portal, "/kk/");
    assert!(header(&kazakh).contains("(үлгі)") && header(&kazakh).contains("500,00"), "{kazakh}");

    let folder = portal.folder.path();
    let made = settings(
        folder,
        "set",
        r#"{"phone": "+7 7172 11 11 11", "rates_provider": null, "city": "019b0000-0000-7000-8000-0000e0000022"}"#,
    );
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let home = page(&portal, "/en/");
    let after = header(&home);
    assert!(after.contains("+7 7172 11 11 11") && !after.contains("USD"), "{after}");
    assert!(!after.contains("Astana"), "the weather of one city is not shown as another's");
    assert!(after.contains("https://dala.example/"), "what was not named stays");
    let shown = settings(folder, "show", "");
    assert!(String::from_utf8(shown.stdout).expect("text").contains("+7 7172 11 11 11"));
}

#[test]
fn wrong_settings_are_refused_with_the_reason_and_change_nothing() {
    let portal = RunningPortal::start();
    let folder = portal.folder.path();
    let before = settings(folder, "show", "").stdout;
    for (input, reason) in [
        ("", "these are no settings"),
        ("[]", "these are no settings"),
        (r#"{"phne": "1"}"#, "unknown field `phne`"),
        (r#"{"time_zone": "Mars/Olympus"}"#, "time_zone: give an IANA name"),
        (r#"{"main_site": "javascript:alert(1)"}"#, "main_site: give an address"),
        (r#"{"rates_provider": "nobody"}"#, "rates_provider: choose one of sample"),
        (r#"{"weather_provider": "nobody"}"#, "weather_provider: choose one of sample"),
        (r#"{"city": "019b0000-0000-7000-8000-0000e0000021"}"#, "city: give the id of a city"),
        (r#"{"names": {"xx": "X"}}"#, "there is no edition xx"),
    ] {
        let refused = settings(folder, "set", input);
        assert!(!refused.status.success(), "{input}");
        let said = String::from_utf8(refused.stderr).expect("text");
        assert!(said.contains(reason), "{input}: {said}");
    }
    assert_eq!(settings(folder, "show", "").stdout, before);
}
