//! `tilshi-portal`: serves a newsroom's portal and adds its accounts.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::{Args, Parser, Subcommand};
use tilshi_portal::accounts::{NewAccount, add_account, begin_vocabulary};
use tilshi_portal::{Portal, demo, newsroom};
use tilshi_story::{EditionKey, PersonId, Role, Timestamp};
use tracing_subscriber::EnvFilter;

/// The portal of a Tilshi newsroom.
#[derive(Debug, Parser)]
#[command(name = "tilshi-portal", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves laptops and readers until it is stopped.
    Serve(Serve),
    /// Keeps accounts.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Shows and makes the newsroom's settings.
    #[command(subcommand)]
    Settings(SettingsCommand),
}

#[derive(Debug, Args)]
struct Serve {
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
    /// The folder of the database and the pictures; it is made when it is missing.
    #[arg(long)]
    data: PathBuf,
    /// Fills an empty data folder with a demonstration newsroom.
    #[arg(long)]
    demo: bool,
    /// The address under which readers know the site, such as https://news.example.
    #[arg(long)]
    site: Option<String>,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Adds an account; the password is the first line of standard input.
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// The folder of the database and the pictures.
    #[arg(long)]
    data: PathBuf,
    /// The login name.
    #[arg(long)]
    login: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The roles: journalist, photo-editor, desk-editor, chief-editor, administrator.
    #[arg(long = "role", required = true, num_args = 1.., value_parser = role)]
    roles: Vec<Role>,
    /// The editions a desk editor answers for, such as kk or en.
    #[arg(long = "edition", num_args = 1.., value_parser = edition)]
    editions: Vec<EditionKey>,
}

#[derive(Debug, Subcommand)]
enum SettingsCommand {
    /// Prints the settings as JSON.
    Show(OnData),
    /// Makes the settings that a JSON object on standard input names, such as {"phone": "+7 7172 00 00 00"}.
    Set(OnData),
}

#[derive(Debug, Args)]
struct OnData {
    /// The folder of the database and the pictures.
    #[arg(long)]
    data: PathBuf,
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("the roles are {}", known.join(", "))
    })
}

fn edition(text: &str) -> Result<EditionKey, String> {
    text.parse().map_err(|_| "an edition key is two to eight small letters or digits".to_owned())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_from_env("TILSHI_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let outcome = match arguments.command {
        Command::Serve(arguments) => serve(&arguments),
        Command::Account(AccountCommand::Add(arguments)) => add(arguments),
        Command::Settings(SettingsCommand::Show(arguments)) => show_settings(&arguments),
        Command::Settings(SettingsCommand::Set(arguments)) => set_settings(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_millisecond())
}

fn add(arguments: Add) -> anyhow::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).map_err(|error| anyhow!("the password could not be read: {error}"))?;
    let password = input.lines().next().unwrap_or_default().to_owned();
    let portal = Portal::open(&arguments.data)?;
    let new = NewAccount {
        person: PersonId::generate(),
        login: arguments.login,
        name: arguments.name,
        password,
        roles: arguments.roles,
        editions: arguments.editions,
    };
    let account = add_account(portal.database(), &new, now())?;
    begin_vocabulary(portal.database(), &account, now())?;
    println!("{} can sign in as {}.", account.name, new.login);
    Ok(())
}

fn show_settings(arguments: &OnData) -> anyhow::Result<()> {
    say(&newsroom::settings(&Portal::open(&arguments.data)?)?)
}

fn set_settings(arguments: &OnData) -> anyhow::Result<()> {
    let mut json = String::new();
    std::io::stdin().read_to_string(&mut json).map_err(|error| anyhow!("the settings could not be read: {error}"))?;
    newsroom::change_settings(&Portal::open(&arguments.data)?, &json)?;
    say("The settings are made.")
}

#[tokio::main]
async fn serve(arguments: &Serve) -> anyhow::Result<()> {
    let portal = Arc::new(Portal::open(&arguments.data)?.known_as(arguments.site.clone()));
    if arguments.demo && !demo::fill(&portal, now()).await? {
        tracing::info!("the data folder is not empty, so the demonstration newsroom was not added");
    }
    let listener = tokio::net::TcpListener::bind(arguments.listen).await.map_err(|error| {
        anyhow!("cannot listen on {} ({error}): choose another address with --listen", arguments.listen)
    })?;
    say(&format!("listening on http://{}", listener.local_addr()?))?;
    for login in demo::logins(&portal)? {
        say(&format!("demo login: {login}"))?;
    }
    portal.serve(listener, asked_to_stop()).await?;
    Ok(())
}

/// A line for whoever started the portal, at once.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
        bail!("standard output is closed");
    }
    Ok(())
}

/// Ends when the portal is asked to stop, by Ctrl+C or SIGTERM.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminated.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "Ctrl+C is not heard: stop the portal by its process id");
        std::future::pending::<()>().await;
    }
}
