//! The way to the newsroom: through the app when it is open on the profile, else by opening the profile here.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::Value;
use tilshi_newsroom::story::{Failure, StoryId};
use tilshi_newsroom::views::{Phase, Queue, SessionView};
use tilshi_newsroom::{Call, Newsroom, Options, ask_running};

/// One profile, and whoever holds it at the moment.
pub(crate) struct Desk {
    newsroom: Newsroom,
    passphrase_file: Option<PathBuf>,
    opened_here: bool,
}

impl Desk {
    /// Nothing is opened yet.
    pub(crate) fn new(folder: PathBuf, passphrase_file: Option<PathBuf>) -> Self {
        let options = Options { passphrase_file: passphrase_file.clone(), ..Options::default() };
        Self { newsroom: Newsroom::new(folder, options), passphrase_file, opened_here: false }
    }

    /// Asks the newsroom, as the type that the command answers.
    pub(crate) fn ask<T: DeserializeOwned>(&mut self, call: Call) -> Result<T, Failure> {
        let answer = self.ask_json(call)?;
        serde_json::from_value(answer).map_err(|error| Failure::new("internal").with("detail", error))
    }

    /// Asks the newsroom, as JSON.
    pub(crate) fn ask_json(&mut self, call: Call) -> Result<Value, Failure> {
        if !self.opened_here {
            if let Some(answer) = ask_running(self.newsroom.folder(), &call)? {
                return Ok(answer);
            }
            self.open(&call)?;
        }
        self.newsroom.run(call)
    }

    /// Asks for something that an unopened profile answers as well.
    pub(crate) fn ask_unopened<T: DeserializeOwned>(&mut self, call: Call) -> Result<T, Failure> {
        let answer = self.newsroom.run(call)?;
        serde_json::from_value(answer).map_err(|error| Failure::new("internal").with("detail", error))
    }

    /// Opens the profile here. The order of keys: the passphrase file, the key ring, a person at the terminal.
    fn open(&mut self, call: &Call) -> Result<(), Failure> {
        self.newsroom.open_if_possible();
        self.opened_here = true;
        let session = self.newsroom.session_show()?;
        match session.phase {
            Phase::Open => Ok(()),
            Phase::FirstStart if matches!(call, Call::profile_create { .. } | Call::session_show {}) => Ok(()),
            Phase::FirstStart => Err(Failure::new("profile-missing")),
            Phase::Locked => {
                let passphrase = ask_secret("Passphrase: ")?.ok_or_else(|| Failure::new("key-needed"))?;
                self.newsroom.profile_unlock(passphrase).map(|_| ())
            }
        }
    }

    /// Asks for something that mends the profile: it must work where opening it does not. The passphrase comes last
    /// from a person.
    pub(crate) fn mend<T: DeserializeOwned>(&mut self, call: impl Fn(Option<String>) -> Call) -> Result<T, Failure> {
        let answer = match ask_running(self.newsroom.folder(), &call(None))? {
            Some(answer) => answer,
            None => {
                self.opened_here = true;
                match self.newsroom.run(call(None)) {
                    Err(failure) if failure.code == "passphrase-needed" => {
                        let passphrase = ask_secret("Passphrase: ")?.ok_or_else(|| Failure::new("key-needed"))?;
                        self.newsroom.run(call(Some(passphrase)))?
                    }
                    answer => answer?,
                }
            }
        };
        serde_json::from_value(answer).map_err(|error| Failure::new("internal").with("detail", error))
    }

    /// The passphrase that somebody proves to know.
    pub(crate) fn passphrase(&self) -> Result<String, Failure> {
        match &self.passphrase_file {
            Some(file) => first_line(file),
            None => ask_secret("Passphrase: ")?.ok_or_else(|| Failure::new("key-needed")),
        }
    }

    /// Makes the profile. A passphrase comes from its file or, without a key ring, from the terminal.
    pub(crate) fn create(&mut self, name: String, unencrypted: bool) -> Result<Value, Failure> {
        if unencrypted {
            let created = self.newsroom.profile_create_unencrypted(&name)?;
            return serde_json::to_value(created).map_err(|error| Failure::new("internal").with("detail", error));
        }
        let session: SessionView = self.ask(Call::session_show {})?;
        if session.phase != Phase::FirstStart {
            return Err(Failure::new("profile-exists"));
        }
        let passphrase = match &self.passphrase_file {
            Some(file) => Some(first_line(file)?),
            None if session.keyring => None,
            None => Some(new_passphrase()?),
        };
        self.ask_json(Call::profile_create { name, passphrase })
    }

    /// The story that an argument names: its id, or the end of it.
    pub(crate) fn story(&mut self, argument: &str) -> Result<StoryId, Failure> {
        if let Ok(story) = argument.parse() {
            return Ok(story);
        }
        let stories: Vec<StoryId> = self.ask(Call::story_ids { query: Queue::Desk.into() })?;
        let mut named = stories.iter().filter(|story| argument.len() >= 4 && story.to_string().ends_with(argument));
        match (named.next(), named.next()) {
            (Some(story), None) => Ok(*story),
            (None, _) => Err(Failure::new("story-not-found")),
            (Some(_), Some(_)) => Err(Failure::new("story-ambiguous").with("story", argument)),
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if self.opened_here {
            self.newsroom.stop();
        }
    }
}

/// The first line of a file that holds a secret.
pub(crate) fn first_line(file: &Path) -> Result<String, Failure> {
    let text = read_text(file)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// A file's text.
pub(crate) fn read_text(file: &Path) -> Result<String, Failure> {
    String::from_utf8(read_bytes(file)?).map_err(|error| {
        let byte = error.utf8_error().valid_up_to() + 1;
        Failure::new("text-not-utf-8").with("file", file.display()).with("byte", byte)
    })
}

/// A file's bytes, or those of the standard input.
pub(crate) fn read_bytes(file: &Path) -> Result<Vec<u8>, Failure> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        return io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes).map_err(|error| unreadable(file, &error));
    }
    fs::read(file).map_err(|error| unreadable(file, &error))
}

/// Writes a file; one that is there already is never written over.
pub(crate) fn write_bytes(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::new("file-unwritable").with("file", file.display()).with("detail", error);
    let mut new = fs::File::create_new(file).map_err(failed)?;
    new.write_all(bytes).and_then(|()| new.sync_all()).map_err(failed)
}

fn unreadable(file: &Path, error: &io::Error) -> Failure {
    Failure::new("file-unreadable").with("file", file.display()).with("detail", error)
}

/// The password of a sign-in: from its file, from a person at the terminal, or from standard input.
pub(crate) fn password(file: Option<&Path>) -> Result<String, Failure> {
    if let Some(file) = file {
        return first_line(file);
    }
    if let Some(password) = ask_secret("Password: ")? {
        return Ok(password);
    }
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).map_err(|error| unreadable(Path::new("-"), &error))?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() { Err(Failure::new("password-missing")) } else { Ok(password.to_owned()) }
}

pub(crate) fn new_passphrase() -> Result<String, Failure> {
    loop {
        let first = ask_secret("New passphrase (at least 8 characters): ")?;
        let first = first.ok_or_else(|| Failure::new("passphrase-needed"))?;
        if ask_secret("Once more: ")?.as_ref() == Some(&first) {
            return Ok(first);
        }
        eprintln!("The two are not the same.");
    }
}

/// Asks a person at the terminal without showing what is typed; nothing when there is nobody.
fn ask_secret(prompt: &str) -> Result<Option<String>, Failure> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    let secret = rpassword::prompt_password(prompt);
    secret.map(Some).map_err(|error| Failure::new("file-unreadable").with("file", "-").with("detail", error))
}
