//! House style on the command line.

use clap::Subcommand;
use tilshi_newsroom::Call;
use tilshi_newsroom::language::checks::{Check, Severity};
use tilshi_newsroom::story::{EditionKey, Failure};
use tilshi_newsroom::views::{HouseChange, HouseView};

use crate::desk::Desk;
use crate::work::Answer;

/// What this newsroom does its own way
#[derive(Debug, Subcommand)]
pub(crate) enum House {
    /// See all of it
    Show,
    /// Set the Latin alphabet of Kazakh
    Alphabet {
        /// The year of its decree: 2021 or 2018
        year: String,
    },
    /// Do something otherwise in the Arabic script, or again as usual
    Script {
        /// An option of `tilshi convert`, such as short-ts
        option: String,
        /// As usual
        #[arg(long)]
        off: bool,
    },
    /// Say how much a check matters to the desk of an edition
    Check {
        /// The edition
        edition: EditionKey,
        /// The check, such as numbers
        check: String,
        /// error (stands in the way of an approval), warning, or usual
        level: String,
    },
}

/// Carries out a command about the house style.
pub(crate) fn house(desk: &mut Desk, command: House) -> Result<Answer, Failure> {
    let change = match command {
        House::Show => None,
        House::Alphabet { year } => Some(HouseChange::KazakhLatin { year }),
        House::Script { option, off } => Some(HouseChange::ArabicScript { option, on: !off }),
        House::Check { edition, check, level } => Some(HouseChange::Level {
            edition,
            check: known("check", &check, Check::OF_TEXTS.into_iter().map(|known| (known.name(), known)))?,
            severity: known(
                "level",
                &level,
                [("error", Some(Severity::Error)), ("warning", Some(Severity::Warning)), ("usual", None)]
                    .map(|(name, level)| (name.to_owned(), level)),
            )?,
        }),
    };
    let view: HouseView = match change {
        None => desk.ask(Call::house_show {})?,
        Some(change) => desk.ask(Call::house_set { change })?,
    };
    Answer::of(&view, said(&view))
}

fn known<T>(argument: &str, name: &str, all: impl IntoIterator<Item = (String, T)>) -> Result<T, Failure> {
    let found = all.into_iter().find(|(known, _)| known == name).map(|(_, value)| value);
    found.ok_or_else(|| Failure::new("bad-argument").with("argument", argument))
}

fn said(view: &HouseView) -> String {
    let script = if view.arabic_script.is_empty() { "as usual".to_owned() } else { view.arabic_script.join(", ") };
    let mut lines = vec![format!("Kazakh in Latin letters: {}", view.kazakh_latin), format!("Arabic script: {script}")];
    lines.extend(view.levels.iter().map(|level| {
        let severity = match level.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        format!("{} {}: {severity}", level.edition, level.check.name())
    }));
    lines.join("\n")
}
