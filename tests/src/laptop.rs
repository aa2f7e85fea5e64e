//! A laptop: one profile, one person, and folders of its own for everything.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::programs::program;

/// A laptop in a folder.
pub struct Laptop {
    folder: PathBuf,
    profile: PathBuf,
    passphrase_file: PathBuf,
}

/// What the command line said and how it ended.
#[derive(Debug)]
pub struct Said {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Laptop {
    /// A new laptop whose owner keeps a passphrase.
    pub fn new(folder: &Path, passphrase: &str) -> anyhow::Result<Self> {
        let laptop = Self::with_profile(folder, folder.join("profile"))?;
        std::fs::write(&laptop.passphrase_file, format!("{passphrase}\n"))?;
        Ok(laptop)
    }

    /// A laptop for a profile that lies elsewhere.
    pub fn with_profile(folder: &Path, profile: PathBuf) -> anyhow::Result<Self> {
        for inner in ["data", "cache", "config", "run", "tmp"] {
            std::fs::create_dir_all(folder.join(inner))?;
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(folder.join("run"), std::fs::Permissions::from_mode(0o700))?;
        }
        Ok(Self { folder: folder.to_owned(), profile, passphrase_file: folder.join("passphrase") })
    }

    /// The folder of the profile.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// The file that its passphrase is kept in.
    pub fn passphrase_file(&self) -> &Path {
        &self.passphrase_file
    }

    /// Gives a program this laptop's folders, and neither a key ring nor anybody's language.
    pub fn settle(&self, command: &mut Command) {
        command
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_CACHE_HOME", self.folder.join("cache"))
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("TMPDIR", self.folder.join("tmp"))
            .env("LANG", "C.UTF-8")
            .env("LANGUAGE", "en")
            .env("NO_AT_BRIDGE", "1")
            .env("GDK_BACKEND", "x11")
            .env_remove("LC_ALL")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS");
    }

    /// Runs `tilshi` with the passphrase file and hands it a standard input.
    pub fn tilshi_with_input(&self, arguments: &[&str], input: &str) -> anyhow::Result<Said> {
        let mut command = Command::new(program("tilshi")?);
        self.settle(&mut command);
        command.arg("--profile").arg(self.profile()).arg("--passphrase-file").arg(&self.passphrase_file);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("cannot start tilshi")?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that does not read its input closes it.
            let _ = stdin.write_all(input.as_bytes());
        }
        said(child.wait_with_output().context("tilshi did not end")?)
    }

    /// Runs `tilshi`.
    pub fn tilshi(&self, arguments: &[&str]) -> anyhow::Result<Said> {
        self.tilshi_with_input(arguments, "")
    }

    /// Runs `tilshi --json`, expects it to be done, and gives its answer.
    pub fn answer(&self, arguments: &[&str]) -> anyhow::Result<Value> {
        let said = self.tilshi(&[&["--json"], arguments].concat())?;
        if said.code != 0 {
            bail!("tilshi {} ended with {}: {}{}", arguments.join(" "), said.code, said.out, said.err);
        }
        serde_json::from_str(&said.out).with_context(|| format!("tilshi {}: {}", arguments.join(" "), said.out))
    }

    /// Runs `tilshi --json`, expects a refusal, and gives its code.
    pub fn refusal(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let said = self.tilshi(&[&["--json"], arguments].concat())?;
        let answer: Value = serde_json::from_str(&said.out).with_context(|| format!("no JSON: {said:?}"))?;
        match (said.code, answer["error"]["code"].as_str()) {
            (1, Some(code)) => Ok(code.to_owned()),
            _ => bail!("tilshi {} was not refused: {said:?}", arguments.join(" ")),
        }
    }
}

fn said(output: Output) -> anyhow::Result<Said> {
    Ok(Said {
        code: output.status.code().context("tilshi was killed")?,
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}
