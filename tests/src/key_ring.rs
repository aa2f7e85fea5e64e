//! A key ring as a desktop session has one: a bus of its own and a Secret Service, unlocked by the login.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, ensure};

use crate::laptop::Laptop;
use crate::programs::Group;

/// The session of one laptop; the key ring ends with it, what it keeps stays on the laptop's disk.
pub struct KeyRing {
    address: String,
    _bus: Group,
}

impl KeyRing {
    /// Logs in: starts the bus and unlocks the key ring.
    pub fn log_in(laptop: &Laptop) -> anyhow::Result<Self> {
        let mut command = Command::new("dbus-daemon");
        laptop.settle(&mut command);
        command.args(["--session", "--nofork", "--print-address=1"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut bus = Group::start(&mut command).context("is the package dbus-daemon installed?")?;
        let output = bus.head().stdout.take().context("the bus has no output")?;
        let mut address = String::new();
        BufReader::new(output).read_line(&mut address).context("the bus did not say its address")?;
        let session = Self { address: address.trim().to_owned(), _bus: bus };

        let mut command = Command::new("gnome-keyring-daemon");
        laptop.settle(&mut command);
        session.join(&mut command);
        command.args(["--unlock", "--components=secrets"]).stdin(Stdio::piped()).stdout(Stdio::null());
        let mut daemon = command.stderr(Stdio::null()).spawn().context("is the package gnome-keyring installed?")?;
        daemon.stdin.take().context("the key ring takes no password")?.write_all(b"the login's own password")?;
        // It goes on in the background once it is unlocked.
        ensure!(daemon.wait()?.success(), "the key ring was not unlocked");
        Ok(session)
    }

    /// Gives a program this session's bus.
    pub fn join(&self, command: &mut Command) {
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address);
    }

    /// Writes what goes over this session's bus to an interface into a file, until it is let go.
    pub fn watch(&self, interface: &str, log: &Path) -> anyhow::Result<Group> {
        let mut command = Command::new("dbus-monitor");
        command.args(["--address", &self.address, &format!("interface='{interface}'")]);
        command.stdout(std::fs::File::create(log)?).stderr(Stdio::null());
        Group::start(&mut command).context("is the package dbus-bin installed?")
    }

    /// Loses everything that a laptop's key ring ever kept, as a reset login password does.
    pub fn lose(laptop: &Path) -> anyhow::Result<()> {
        std::fs::remove_dir_all(laptop.join("data/keyrings")).context("the key ring kept nothing")
    }
}
