//! A virtual display: Xvfb on whichever number is free.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;

use crate::programs::Group;

/// A running virtual display of 1400 by 900 pixels.
pub struct Display {
    name: String,
    paints_directly: bool,
    _server: Group,
}

impl Display {
    /// Starts one.
    pub fn start() -> anyhow::Result<Self> {
        // Two servers that look for a free number at once may take each other's socket away.
        static CHOOSING: Mutex<()> = Mutex::new(());
        let _choosing = CHOOSING.lock().unwrap_or_else(PoisonError::into_inner);
        let mut server = Group::start(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )
        .context("is the package xvfb installed?")?;
        let output = server.head().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).context("Xvfb did not say its display")?;
        let number: u32 = number.trim().parse().context("Xvfb did not start")?;
        Ok(Self { name: format!(":{number}"), paints_directly: false, _server: server })
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
