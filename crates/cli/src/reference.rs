//! `docs/CLI.md` is made from the arguments themselves, and a test fails when it is stale.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use clap::{Arg, Command, CommandFactory as _};

use crate::arguments::Arguments;

fn reference() -> String {
    let mut command = Arguments::command();
    command.build();
    let mut text = String::from(
        "# The command line\n\n`tilshi` runs every use case that the window offers. While the app is open on a profile, \
         its commands go through the app.\nThis page is made from the program: \
         `UPDATE_EXPECT=1 cargo test -p tilshi-cli`.\n",
    );
    section(&command, "tilshi", true, &mut text);
    text
}

fn section(command: &Command, name: &str, top: bool, text: &mut String) {
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    let _ =
        write!(text, "\n## {name}\n\n{about}{}\n\n```\n{usage}\n```\n", if about.ends_with('.') { "" } else { "." });
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set());
    let arguments: Vec<&Arg> = arguments
        .filter(|argument| top || !argument.is_global_set())
        .filter(|argument| !["help", "version"].contains(&argument.get_id().as_str()))
        .collect();
    if !arguments.is_empty() {
        text.push_str("\n| argument | what it says |\n| --- | --- |\n");
    }
    for argument in arguments {
        let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
        let values: Vec<String> =
            argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
        let takes_value = argument.get_action().takes_values();
        let values = if values.is_empty() || !takes_value { String::new() } else { format!(": {}", values.join(", ")) };
        let spelling = argument.to_string().replace('|', "\\|");
        let _ = writeln!(text, "| `{spelling}` | {help}{values} |");
    }
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        section(inner, &format!("{name} {}", inner.get_name()), false, text);
    }
}

#[test]
fn the_reference_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/CLI.md");
    let expected = reference();
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &expected).expect("docs can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "docs/CLI.md is stale: run the tests with UPDATE_EXPECT=1");
}

#[test]
fn the_arguments_are_sound() {
    Arguments::command().debug_assert();
}
