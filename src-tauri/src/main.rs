//! `tilshi-desktop`: reads the arguments and opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

use clap::Parser as _;
use tilshi_desktop::Start;

fn main() -> ExitCode {
    match tilshi_desktop::run(Start::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
