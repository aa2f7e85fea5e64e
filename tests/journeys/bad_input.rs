//! What people do by mistake and what their computers do to them, in the real window: each time a sentence with the
//! next step, and nothing lost.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::ensure;
use tilshi_tests::{Display, KeyRing, Laptop, Portal, Window};

use crate::by_window::{PASSPHRASE, first_start};
use crate::newsroom::JOURNALIST;

/// A file system of a few megabytes in memory, or a read-only view of a folder, until the end of the test.
struct Mount<'a>(&'a Path);

impl<'a> Mount<'a> {
    /// Needs the right to mount; nothing without it.
    fn small(at: &'a Path) -> anyhow::Result<Option<Self>> {
        std::fs::create_dir_all(at)?;
        Self::with(&["-t", "tmpfs", "-o", "size=8m,mode=700", "tilshi-test"], at)
    }

    fn read_only(at: &'a Path) -> anyhow::Result<Option<Self>> {
        let folder = at.to_string_lossy();
        let Some(mount) = Self::with(&["--bind", &folder], at)? else { return Ok(None) };
        let status = Command::new("mount").args(["-o", "remount,ro,bind"]).arg(at).status()?;
        ensure!(status.success(), "{} cannot be made read-only", at.display());
        Ok(Some(mount))
    }

    fn with(arguments: &[&str], at: &'a Path) -> anyhow::Result<Option<Self>> {
        let outcome = Command::new("mount").args(arguments).arg(at).output()?;
        if outcome.status.success() {
            return Ok(Some(Self(at)));
        }
        println!("skipped: nothing can be mounted here: {}", String::from_utf8_lossy(&outcome.stderr));
        Ok(None)
    }
}

impl Drop for Mount<'_> {
    fn drop(&mut self) {
        let outcome = Command::new("umount").arg("--lazy").arg(self.0).status();
        if !outcome.is_ok_and(|status| status.success()) {
            println!("{} is still mounted", self.0.display());
        }
    }
}

/// The first start, without a portal, and a new story.
pub(crate) async fn start_writing(window: &Window) -> anyhow::Result<()> {
    window.type_into("Your name", "Aigerim").await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Start writing").await?;
    window.click("button", "I have written it down").await?;
    window.click("button", "New story").await?;
    window.find("textbox", "Headline").await.map(|_| ())
}

pub(crate) async fn unlocked(display: &Display, laptop: &Laptop) -> anyhow::Result<Window> {
    let window = Window::open(display, laptop).await?;
    window.type_into("Passphrase", PASSPHRASE).await?;
    window.click("button", "Unlock").await?;
    Ok(window)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_words_stay_on_the_screen_and_are_saved_once_there_is_room() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let disk = folder.path().join("disk");
    let Some(_mount) = Mount::small(&disk)? else { return Ok(()) };
    let display = Display::start()?;
    let laptop = Laptop::with_profile(&folder.path().join("laptop"), disk.join("profile"))?;
    let window = Window::open(&display, &laptop).await?;
    start_writing(&window).await?;
    window.type_into("Headline", "Before").await?;
    window.wait_for_text("Saved on this computer").await?;

    let filler = disk.join("filler");
    let full = std::fs::write(&filler, vec![0_u8; 16 << 20]);
    ensure!(full.is_err(), "the disk is not full");
    window.type_into("Body", "Typed while the disk was full.").await?;
    window.wait_for_text("The disk is full").await?;
    window.wait_for_text("Not saved since").await?;
    window.screenshot("bad-input-1-full-disk").await?;
    ensure!(window.value("Body").await?.contains("Typed while the disk was full."), "the words left the screen");

    std::fs::remove_file(&filler)?;
    window.wait_for_text("Saved on this computer").await?;
    window.screenshot("bad-input-2-room-again").await?;
    window.kill().await?;
    let window = unlocked(&display, &laptop).await?;
    window.wait_for_text("Before").await?;
    window.wait_for_text("Typed while the disk was full.").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_megabytes_ten_thousand_letters_and_a_photo_that_is_none() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "bad-input").await?;
    window.click("button", "New story").await?;

    let headline = "Ұзын тақырып ".repeat(770);
    ensure!(headline.chars().count() >= 10_000);
    window.paste("Headline", headline.trim()).await?;
    window.wait_for_text("All sent").await?;
    window.screenshot("bad-input-3-long-headline").await?;
    ensure!(window.value("Headline").await?.trim() == headline.trim(), "a long headline is kept as it is");

    // Just under two million bytes goes; more than the portal takes is said before it is anywhere but on the screen.
    let paragraph = format!("{}.\n\n", "Water came to the canal ".repeat(40));
    let body = paragraph.repeat(1_990_000 / paragraph.len());
    let begun = Instant::now();
    window.paste("Body", &body).await?;
    window.wait_for_text("All sent").await?;
    println!("{} bytes pasted, saved and sent in {:?}", body.len(), begun.elapsed());
    let begun = Instant::now();
    window.type_into("Body", "Typed into it. ").await?;
    window.wait_for_text("Saved on this computer").await?;
    println!("typed into it and saved in {:?}", begun.elapsed());
    ensure!(begun.elapsed() < Duration::from_secs(20), "nobody can write in this");
    window.screenshot("bad-input-4-two-megabytes").await?;

    window.paste("Body", &paragraph.repeat(200_000 / paragraph.len())).await?;
    window.wait_for_text("This text is too long to be kept in one piece").await?;
    window.screenshot("bad-input-5-too-long").await?;

    window.drop_file("textbox", "Headline", "notes.jpg", "Дәптер: су, канал, көпір".as_bytes()).await?;
    window.wait_for_text("This file is not a picture").await?;
    window.screenshot("bad-input-6-no-picture").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_cannot_be_used_says_why_and_is_left_alone() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    start_writing(&window).await?;
    window.type_into("Headline", "Here to stay").await?;
    window.wait_for_text("Saved on this computer").await?;

    // A second app on the profile brings the first to the front, and ends.
    let mut second = Command::new(tilshi_tests::program("tilshi-desktop")?);
    laptop.settle(&mut second);
    let ended = second.arg("--profile").arg(laptop.profile()).env("DISPLAY", display.name()).status()?;
    ensure!(ended.success(), "the second app ended with {ended}");
    window.type_into("Headline", ", still").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.close().await?;

    if let Some(_mount) = Mount::read_only(laptop.profile())? {
        let window = Window::open(&display, &laptop).await?;
        window.type_into("Passphrase", PASSPHRASE).await?;
        window.click("button", "Unlock").await?;
        window.wait_for_text("The folder of this profile can’t be written").await?;
        window.screenshot("bad-input-7-read-only").await?;
        window.close().await?;
    }
    let window = unlocked(&display, &laptop).await?;
    window.wait_for_text("Here to stay, still").await?;
    window.close().await?;

    // Somebody brought the profile over from a computer with next year's version.
    let newer = Laptop::new(&folder.path().join("newer"), PASSPHRASE)?;
    newer.answer(&["init", "--name", "Aigerim", "--unencrypted"])?;
    let database = newer.profile().join("newsroom.db");
    rusqlite::Connection::open(&database)?.pragma_update(None, "user_version", 999)?;
    let before = std::fs::read(&database)?;
    let window = Window::open(&display, &newer).await?;
    window.wait_for_text("This profile was written by a newer Tilshi. Update Tilshi on this computer").await?;
    window.screenshot("bad-input-13-newer").await?;
    window.close().await?;
    ensure!(std::fs::read(&database)? == before, "the database of a newer version was touched");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_asks_for_a_sign_in_and_keeps_every_word() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let mut portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("laptop"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "bad-input").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Written in time").await?;
    window.wait_for_text("All sent").await?;

    // Months pass at the portal while the laptop has no network.
    portal.kill();
    let database = rusqlite::Connection::open(folder.path().join("portal/portal.sqlite"))?;
    ensure!(database.execute("UPDATE session SET ends_at = 1", [])? > 0, "nobody is signed in");
    drop(database);
    window.type_into("Headline", " and after it").await?;
    window.wait_for_text("Saved on this computer").await?;
    portal.start_again()?;
    window.wait_for_text("sign in again").await?;
    window.screenshot("bad-input-8-session-ended").await?;
    window.click("button", "Sync").await?;
    window.wait_for_text("The portal wants a new sign-in").await?;
    window.screenshot("bad-input-9-sync").await?;
    window.click("button", "Sign in again").await?;
    window.type_into("Password", crate::newsroom::PASSWORD).await?;
    window.screenshot("bad-input-10-sign-in").await?;
    window.click("button", "Sign in").await?;
    window.wait_for_text("Everything was sent at").await?;
    window.click("button", "My stories").await?;
    window.wait_for_text("Written in time and after it").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_ring_is_answered_with_the_recovery_code() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let laptop = Laptop::new(folder.path(), PASSPHRASE)?;
    let session = KeyRing::log_in(&laptop)?;
    let window = Window::open_in(&display, &laptop, &session).await?;
    window.type_into("Your name", "Aigerim").await?;
    window.wait_for_text("key ring").await?;
    window.screenshot("bad-input-11-key-ring").await?;
    window.click("button", "Start writing").await?;
    window.wait_for_text("Write this code down").await?;
    let shown = window.text().await?;
    let code = shown.lines().find(|line| line.matches('-').count() >= 4).unwrap_or_default().trim().to_owned();
    ensure!(!code.is_empty(), "no code is shown: {shown}");
    window.click("button", "I have written it down").await?;
    window.click("button", "New story").await?;
    window.type_into("Headline", "Behind the key ring").await?;
    window.wait_for_text("Saved on this computer").await?;
    window.close().await?;

    // The key is at hand: nobody is asked for anything.
    let window = Window::open_in(&display, &laptop, &session).await?;
    window.wait_for_text("Behind the key ring").await?;
    window.close().await?;

    // The login password was reset, and with it went what the key ring kept.
    drop(session);
    KeyRing::lose(folder.path())?;
    let session = KeyRing::log_in(&laptop)?;
    let window = Window::open_in(&display, &laptop, &session).await?;
    window.find("textbox", "Recovery code").await?;
    window.screenshot("bad-input-12-key-ring-lost").await?;
    window.type_into("Recovery code", &code).await?;
    window.type_into("New passphrase", PASSPHRASE).await?;
    window.click("button", "Open the profile").await?;
    window.wait_for_text("Behind the key ring").await?;
    window.close().await?;

    // From now on the passphrase opens it, with a key ring or without.
    let window = unlocked(&display, &laptop).await?;
    window.wait_for_text("Behind the key ring").await?;
    window.close().await
}
