//! What has to be on the machine before anything can be built, and putting it there when it is not.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::bail;

use crate::steps::{command, npm, root, step};

/// What building and showing the window needs, as Debian and Ubuntu call it.
const PACKAGES: &[&str] = &[
    "build-essential",
    "cmake",
    "nasm",
    "pkg-config",
    "libssl-dev",
    "libwebkit2gtk-4.1-dev",
    "fonts-noto-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
];

/// What tests need besides: a window without a screen, and what drives it; readers of metadata, of colours and of translations that
/// know nothing of us.
const TEST_PACKAGES: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "dbus-daemon",
    "dbus-bin",
    "gnome-keyring",
    "libimage-exiftool-perl",
    "liblcms2-utils",
    "libgs-common",
    "exiv2",
    "libxml2-utils",
    "translate-toolkit",
];

/// Installs the system packages that are missing, where there is apt; elsewhere only says so.
pub(crate) fn packages(with_tests: bool) -> anyhow::Result<()> {
    let wanted = PACKAGES.iter().chain(if with_tests { TEST_PACKAGES } else { &[] });
    if !has("dpkg-query") || !has("apt-get") {
        if cfg!(target_os = "linux") {
            println!("No apt here. If the build stops, install what README.md lists under \"Other systems\".");
        }
        return Ok(());
    }
    let missing: Vec<&str> = wanted.copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    let apt = |arguments: &[&str]| {
        let mut apt = if is_root() { Command::new("apt-get") } else { command("sudo", &["apt-get"]) };
        apt.args(["-o", "DPkg::Lock::Timeout=300", "-qq"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    if !is_root() && !has("sudo") {
        bail!("Install them as root: apt-get install --no-install-recommends {}", missing.join(" "));
    }
    step("package lists", apt(&["update"]))?;
    let arguments = [&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat();
    step("system packages", apt(&arguments))
}

/// Installs the window's packages when they are missing or older than the lock file.
pub(crate) fn ui_packages() -> anyhow::Result<()> {
    if !has("npm") {
        bail!("npm is not installed: the window's page needs Node.js 20 or newer (https://nodejs.org).");
    }
    let ui = root().join("ui");
    let installed = changed(&ui.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < changed(&ui.join("package-lock.json")) {
        step("npm ci", npm("ui", &["ci", "--no-audit", "--no-fund"]))?;
    }
    Ok(())
}

/// Builds the window's page when a file of it is newer than what was built.
pub(crate) fn ui_page() -> anyhow::Result<()> {
    let ui = root().join("ui");
    let sources = ["src", "public", "fonts", "index.html", "package-lock.json", "vite.config.ts", "svelte.config.js"];
    let newest = sources.iter().filter_map(|path| newest_change(&ui.join(path))).max();
    let built = changed(&ui.join("dist/index.html"));
    if built.is_none() || built < newest {
        step("npm run build", npm("ui", &["run", "build"]))?;
    }
    Ok(())
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

fn newest_change(path: &Path) -> Option<SystemTime> {
    let inside = fs::read_dir(path).ok().into_iter().flatten().flatten();
    inside.filter_map(|entry| newest_change(&entry.path())).chain(changed(path)).max()
}

fn is_installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f", "${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|output| output.stdout == b"installed")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether a program is on the search path.
pub(crate) fn has(program: &str) -> bool {
    let suffix = std::env::consts::EXE_SUFFIX;
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            folder.join(format!("{program}{suffix}")).is_file()
                || (cfg!(windows) && folder.join(format!("{program}.cmd")).is_file())
        })
    })
}
