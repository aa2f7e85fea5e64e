//! A virtual display: Xvfb on a number of its own.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::Context as _;

use crate::programs::Group;

/// The first number that is used: those below it are screens that people look at.
const FIRST: u32 = 100;

/// How many numbers a process of tests has, and how many processes have numbers of their own.
const NUMBERS: u32 = 200;
const PROCESSES: u32 = 200;

/// How many numbers are tried.
const ATTEMPTS: u32 = 10;

/// A running virtual display of 1400 by 900 pixels.
pub struct Display {
    name: String,
    paints_directly: bool,
    _server: Group,
}

impl Display {
    /// Starts one. Each has a number that no other of this process has had: a server that looks for a free one by itself may
    /// take the socket of another one away, and one that ended a moment ago leaves its own behind.
    pub fn start() -> anyhow::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        for _ in 0..ATTEMPTS {
            let number =
                FIRST + std::process::id() % PROCESSES * NUMBERS + NEXT.fetch_add(1, Ordering::Relaxed) % NUMBERS;
            let name = format!(":{number}");
            let mut server = Group::start(
                Command::new("Xvfb")
                    .args([&name, "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"])
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null()),
            )
            .context("is the package xvfb installed?")?;
            let output = server.head().stdout.take().context("Xvfb has no output")?;
            let mut said = String::new();
            BufReader::new(output).read_line(&mut said).context("Xvfb did not say its display")?;
            // It says nothing where somebody else has that number.
            if said.trim() == number.to_string() {
                return Ok(Self { name, paints_directly: false, _server: server });
            }
        }
        anyhow::bail!("Xvfb did not start")
    }

    /// Has windows painted without OpenGL, which without a graphics card puts the whole of one together anew for every
    /// letter: for measuring. A click by WebDriver may wait for ever in such a window.
    pub fn painting_directly(self) -> Self {
        Self { paints_directly: true, ..self }
    }

    /// Whether windows are painted without OpenGL.
    pub(crate) fn paints_directly(&self) -> bool {
        self.paints_directly
    }

    /// The value for `DISPLAY`.
    pub fn name(&self) -> &str {
        &self.name
    }
}
