//! House style on the command line.

use std::path::PathBuf;

use clap::Subcommand;
use tilshi_newsroom::Call;
use tilshi_newsroom::language::checks::{Check, Severity};
use tilshi_newsroom::story::{EditionKey, Failure};
use tilshi_newsroom::views::{HouseChange, HouseView, MachineService, MachineShape};

use crate::desk::{Desk, password};
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
    /// Name the service that translates into an edition
    Machine {
        /// The edition
        edition: EditionKey,
        /// Its address, such as https://translate.example or https://models.example/v1
        #[arg(required_unless_present = "off")]
        address: Option<String>,
        /// The model; with one the service is spoken to as OpenAI's is, without one as LibreTranslate
        #[arg(long)]
        model: Option<String>,
        /// It may see stories that are under embargo
        #[arg(long)]
        embargoed: bool,
        /// No machine translates into it
        #[arg(long, conflicts_with = "address")]
        off: bool,
    },
    /// Keep the key of a translating service on this computer
    Key {
        /// The address of the service
        address: String,
        /// A file whose first line is the key; without it the first line of standard input
        #[arg(long, value_name = "FILE")]
        key_file: Option<PathBuf>,
    },
}

/// Carries out a command about the house style.
pub(crate) fn house(desk: &mut Desk, command: House) -> Result<Answer, Failure> {
    let change = match command {
        House::Show => None,
        House::Alphabet { year } => Some(HouseChange::KazakhLatin { year }),
        House::Script { option, off } => Some(HouseChange::ArabicScript { option, on: !off }),
        House::Machine { edition, address, model, embargoed, off: _ } => {
            let shape = if model.is_some() { MachineShape::OpenAi } else { MachineShape::LibreTranslate };
            let service = |address| MachineService { shape, address, model: model.unwrap_or_default(), embargoed };
            Some(HouseChange::Machine { edition, service: address.map(service) })
        }
        House::Key { address, key_file } => {
            let key = password(key_file.as_deref())?;
            let view: HouseView = desk.ask(Call::machine_key_set { address, key })?;
            return Answer::of(&view, said(&view));
        }
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
    lines.extend(view.machines.iter().map(|machine| {
        let key = if machine.has_key { ", with a key" } else { "" };
        let embargoed = if machine.service.embargoed { ", embargoed stories too" } else { "" };
        format!("{} is translated by {}{key}{embargoed}", machine.edition, machine.service.address)
    }));
    lines.join("\n")
}
