//! `cargo xtask run`: a demo newsroom on this machine, and the app open on it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{env, fs, thread};

use anyhow::{Context as _, bail};

use crate::steps::{built, cargo, root, step, target};
use crate::system;

/// Where the demo portal listens: a laptop's profile remembers the address, so that it stays the same.
const PORTAL: &str = "127.0.0.1:8787";

/// The journalist of the demo newsroom.
const DEMO_LOGIN: &str = "aigerim";
const DEMO_NAME: &str = "Aigerim Sadyqova";
const DEMO_PASSWORD: &str = "dala-2026";

/// Installs, builds, starts the demo portal and opens the app on it until its window is closed.
pub(crate) fn run(headless: bool) -> anyhow::Result<()> {
    let has_display =
        ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|v| !v.is_empty()));
    if cfg!(target_os = "linux") && !headless && !has_display {
        bail!(
            "There is no display here: `cargo xtask run --headless` opens the app on a virtual one and saves a \
             screenshot."
        );
    }
    system::packages(headless)?;
    system::ui_packages()?;
    system::ui_page()?;
    step("build", cargo(&["build", "--workspace", "--locked"]))?;

    let demo = target().join("demo");
    fs::create_dir_all(&demo).with_context(|| format!("cannot make {}", demo.display()))?;
    let portal = Portal::start(&demo.join("portal"))?;
    println!("Readers' pages: http://{PORTAL}/");
    let laptop = demo.join("laptop");
    prepare(&laptop)?;

    if headless {
        let picture = target().join("screenshots/run.png");
        let mut shot = Command::new(built().join("screenshot"));
        shot.arg("--profile").arg(&laptop).arg("--picture").arg(&picture).current_dir(root());
        step("app on a virtual display", shot)?;
        println!("Screenshot: {}", picture.display());
    } else {
        println!("Close the window to stop.");
        let mut app = Command::new(built().join("tilshi-desktop"));
        app.arg("--profile").arg(&laptop).current_dir(root());
        step("app", app)?;
    }
    drop(portal);
    Ok(())
}

/// Makes the demo journalist's profile, once, and signs it in.
fn prepare(laptop: &Path) -> anyhow::Result<()> {
    if laptop.join("signed-in").exists() {
        return Ok(());
    }
    let tilshi = |arguments: &[&str]| {
        let mut command = Command::new(built().join("tilshi"));
        command.arg("--profile").arg(laptop).args(arguments).current_dir(root());
        command
    };
    if !laptop.join("key.json").exists() {
        // Invented texts only: no passphrase to remember for a look around.
        step("demo profile", tilshi(&["init", "--name", DEMO_NAME, "--unencrypted"]))?;
    }
    println!("== demo sign-in");
    let mut login = tilshi(&["login", &format!("http://{PORTAL}"), "--login", DEMO_LOGIN])
        .stdin(Stdio::piped())
        .spawn()
        .context("cannot start tilshi")?;
    if let Some(mut stdin) = login.stdin.take() {
        writeln!(stdin, "{DEMO_PASSWORD}").context("cannot hand over the demo password")?;
    }
    if !login.wait().context("tilshi did not end")?.success() {
        bail!("The demo profile could not sign in at http://{PORTAL}; remove {} to begin anew.", laptop.display());
    }
    fs::write(laptop.join("signed-in"), "").context("cannot note the sign-in")
}

/// The demo portal, stopped when it is dropped.
struct Portal(Child);

impl Portal {
    fn start(data: &Path) -> anyhow::Result<Self> {
        println!("== demo portal");
        let mut child = Command::new(built().join("tilshi-portal"))
            .args(["serve", "--listen", PORTAL, "--demo", "--data"])
            .arg(data)
            .current_dir(root())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start tilshi-portal")?;
        let mut lines = BufReader::new(child.stdout.take().context("the portal has no output")?).lines();
        let portal = Self(child);
        match lines.next() {
            Some(Ok(line)) if line.starts_with("listening on ") => println!("{line}"),
            _ => bail!("The demo portal did not start; is something else listening on {PORTAL}?"),
        }
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
        Ok(portal)
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Killed at any moment, it loses nothing: that is one of the tests.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
