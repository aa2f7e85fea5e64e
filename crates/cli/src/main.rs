//! `tilshi`: the newsroom's use cases without a window. It reads arguments, asks the newsroom and prints; what may
//! be done, and what it means, is decided there.

mod arguments;
mod boilerplate;
mod convert;
mod desk;
mod failures;
mod folder;
mod house;
mod memory;
mod outside;
mod passages;
mod photos;
mod print;
#[cfg(test)]
mod reference;
mod safety;
mod vocabulary;
mod words;
mod work;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use serde_json::json;

use crate::arguments::Arguments;
use crate::failures::sentence;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let json = arguments.json;
    match work::carry_out(arguments) {
        Ok(answer) => {
            let printed = if json { pretty(&answer.json) } else { answer.text.clone() };
            if !answer.is_said() {
                say(&printed);
            }
            answer.refusals.iter().for_each(|refusal| eprintln!("{}", sentence(refusal)));
            if answer.refusals.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(failure) => {
            if json {
                say(&pretty(&json!({ "error": failure })));
            }
            eprintln!("{}", sentence(&failure));
            ExitCode::FAILURE
        }
    }
}

fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}")
}

/// Prints to standard output. A reader that has gone away, such as `head`, is no failure of ours.
fn say(text: &str) {
    let _ = writeln!(io::stdout(), "{}", text.trim_end());
}
