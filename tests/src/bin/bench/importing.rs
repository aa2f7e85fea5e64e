//! What bringing in photos of a camera costs, beside libvips where that is installed.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, ensure};
use tilshi_newsroom::story::PixelRegion;
use tilshi_photo::sketch::demo_landscape;
use tilshi_photo::{Coding, WEB_SIDE, cropped};

use crate::{Row, new_profile, percentiles, plain};

/// Twenty-four million pixels, as cameras take them.
const SIZE: (u32, u32) = (6000, 4000);
const PHOTOS: usize = 12;

/// The rows of the table.
pub(crate) fn importing(folder: &Path) -> anyhow::Result<Vec<Row>> {
    let newsroom = new_profile(&folder.join("profile"))?;
    let mut files = Vec::new();
    for number in 0..PHOTOS {
        let bytes = demo_landscape(number as u64, SIZE.0, SIZE.1)?;
        let path = folder.join(format!("{number}.jpg"));
        std::fs::write(&path, &bytes)?;
        files.push((path, bytes));
    }
    let (mut times, before) = (Vec::new(), cpu_seconds()?);
    for (number, (_, bytes)) in files.iter().enumerate() {
        let begun = Instant::now();
        plain(newsroom.photo_import(None, &format!("{number}.jpg"), bytes))?;
        times.push(begun.elapsed());
    }
    let imported = (cpu_seconds()?[0] - before[0]) / PHOTOS as f64;
    for (_, bytes) in &files {
        let whole = |width, height| PixelRegion { left: 0, top: 0, width, height };
        cropped(bytes, whole, WEB_SIDE, Coding::WebP)?;
    }
    let ours = (cpu_seconds()?[0] - before[0]) / PHOTOS as f64;
    let mut rows = vec![(
        "a photo of 24 million pixels brought in: read, hashed, two sizes made, likeness, encrypted, on the disk"
            .to_owned(),
        format!("{}, {imported:.2} s of CPU", percentiles(times)),
    )];
    let mut times = Vec::new();
    for (number, (_, bytes)) in files.iter().enumerate() {
        let begun = Instant::now();
        ensure!(plain(newsroom.photo_import(None, &format!("{number}.jpg"), bytes))?.is_known);
        times.push(begun.elapsed());
    }
    rows.push(("the same once more".to_owned(), percentiles(times)));
    match vips(&files[0].0, folder) {
        Ok(()) => {
            let before = cpu_seconds()?[1];
            for (path, _) in &files {
                vips(path, folder)?;
            }
            let theirs = (cpu_seconds()?[1] - before) / PHOTOS as f64;
            let ratio = ours / theirs;
            rows.push((
                "the two sizes and a WebP of the larger by vipsthumbnail, as JPEG and WebP are made here".to_owned(),
                format!("{theirs:.2} s of CPU; ours is {ours:.2}, {ratio:.2} of it"),
            ));
        }
        Err(_) => rows.push(("the same by vipsthumbnail".to_owned(), "not installed".to_owned())),
    }
    Ok(rows)
}

/// The size for readers in both codings, and the one for lists.
fn vips(picture: &Path, folder: &Path) -> anyhow::Result<()> {
    for (size, name) in [("1600", "web.jpg[Q=82]"), ("1600", "web.webp[Q=78]"), ("480", "small.jpg[Q=82]")] {
        let mut vipsthumbnail = Command::new("vipsthumbnail");
        let output = folder.join(name).display().to_string();
        ensure!(vipsthumbnail.arg(picture).args(["--size", size, "-o", &output]).status()?.success());
    }
    Ok(())
}

/// The seconds of CPU that this program took, and those of the programs that it started and waited for (proc(5)).
fn cpu_seconds() -> anyhow::Result<[f64; 2]> {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name stands in brackets and may have spaces in it: the state comes after the last one.
    let (_, numbers) = stat.rsplit_once(") ").context("no state")?;
    let numbers: Vec<&str> = numbers.split(' ').collect();
    let ticks = |at: usize| -> anyhow::Result<f64> { Ok(numbers.get(at).context("too short")?.parse::<f64>()?) };
    Ok([(ticks(11)? + ticks(12)?) / TICKS_A_SECOND, (ticks(13)? + ticks(14)?) / TICKS_A_SECOND])
}
