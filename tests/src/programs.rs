//! Programs that were built, and processes that never outlive a test.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// The folder of what the dev profile built: this program lies in it or in its `deps`.
pub fn built() -> anyhow::Result<PathBuf> {
    let this = std::env::current_exe().context("this program has no path")?;
    let folder = this.parent().context("this program lies in no folder")?;
    Ok(if folder.ends_with("deps") { folder.parent().unwrap_or(folder).to_owned() } else { folder.to_owned() })
}

/// A program of the project.
pub fn program(name: &str) -> anyhow::Result<PathBuf> {
    let path = built()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        bail!("{} is missing: `cargo xtask test` builds it, or `cargo build --workspace`", path.display());
    }
    Ok(path)
}

/// Where the journeys leave their screenshots.
pub fn screenshots() -> anyhow::Result<PathBuf> {
    let target = built()?.parent().context("no target folder")?.to_owned();
    let folder = target.join("screenshots");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Asks again and again until the answer is there, and says what was awaited when it never comes.
pub fn wait_until<T>(awaited: &str, longest: Duration, mut ask: impl FnMut() -> Option<T>) -> anyhow::Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Ok(answer);
        }
        if begun.elapsed() > longest {
            bail!("waited {} s in vain for {awaited}", longest.as_secs());
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// A process with everything that it starts; all of it is killed when this is dropped.
pub struct Group(Child);

impl Group {
    /// Starts a command as the head of a group of its own.
    pub fn start(command: &mut Command) -> anyhow::Result<Self> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command.spawn().with_context(|| format!("cannot start {:?}", command.get_program()))?;
        Ok(Self(child))
    }

    /// The first process of the group.
    pub fn head(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Kills the whole group with signal 9, as a power cut would.
    pub fn kill(&mut self) {
        // The standard library kills one process only; the shell's own `kill` takes a group.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("sh").args(["-c", "kill -9 -- \"$1\"", "kill", &group]).stderr(Stdio::null()).status();
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
