//! A real portal process on a loopback port.

use std::fs::OpenOptions;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context as _, bail, ensure};

use crate::programs::{Group, program};

/// A portal with the demo newsroom. It can be stopped and started again at the same address.
pub struct Portal {
    data: PathBuf,
    listen: String,
    running: Option<Group>,
}

impl Portal {
    /// Starts a portal in a folder, on a port that is free now.
    pub fn start(data: &Path) -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())?.port();
        let mut portal = Self { data: data.to_owned(), listen: format!("127.0.0.1:{port}"), running: None };
        portal.start_again()?;
        Ok(portal)
    }

    /// Starts it where it was.
    pub fn start_again(&mut self) -> anyhow::Result<()> {
        std::fs::create_dir_all(&self.data)?;
        let log = OpenOptions::new().create(true).append(true).open(self.data.with_extension("log"))?;
        let mut group = Group::start(
            Command::new(program("tilshi-portal")?)
                .args(["serve", "--demo", "--listen", &self.listen, "--data"])
                .arg(&self.data)
                .stdout(Stdio::piped())
                .stderr(log),
        )?;
        let output = group.head().stdout.take().context("the portal has no output")?;
        let mut lines = BufReader::new(output).lines();
        match lines.next() {
            Some(Ok(line)) if line.contains(&self.listen) => {}
            other => bail!("the portal did not start at {}: {other:?}", self.listen),
        }
        // A full pipe would stop the portal.
        thread::spawn(move || lines.for_each(drop));
        self.running = Some(group);
        Ok(())
    }

    /// Makes settings of the newsroom while it runs, as an administrator does.
    pub fn set(&self, settings_json: &str) -> anyhow::Result<()> {
        let mut setting = Command::new(program("tilshi-portal")?)
            .args(["settings", "set", "--data"])
            .arg(&self.data)
            .stdin(Stdio::piped())
            .spawn()?;
        setting.stdin.take().context("the settings have no input")?.write_all(settings_json.as_bytes())?;
        let status = setting.wait()?;
        ensure!(status.success(), "the settings were refused: {status}");
        Ok(())
    }

    /// Kills it with signal 9.
    pub fn kill(&mut self) {
        self.running = None;
    }

    /// Its address, such as `http://127.0.0.1:40123`.
    pub fn address(&self) -> String {
        format!("http://{}", self.listen)
    }
}
