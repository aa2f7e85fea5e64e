//! An edition goes to a translator outside as XLIFF, comes back as a draft, and what moved in its source meanwhile shows.

use std::fs;
use std::process::Command;

use anyhow::ensure;
use tilshi_tests::{Display, Laptop, Portal, Window};

use crate::by_window::{PASSPHRASE, first_start};
use crate::keys::command;
use crate::newsroom::JOURNALIST;

const SOURCE: &str = "Rescuers counted **120** saigas.\n\nThe count goes on.\n\nFigures follow in May.";

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_goes_out_and_comes_back() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let display = Display::start()?;
    let portal = Portal::start(&folder.path().join("portal"))?;
    let laptop = Laptop::new(&folder.path().join("aigerim"), PASSPHRASE)?;
    let window = Window::open(&display, &laptop).await?;
    first_start(&window, &portal, "Aigerim", JOURNALIST, "outside").await?;
    let story = laptop.answer(&["story", "new", "--edition", "en"])?;
    let story = story["story"].as_str().or(story.as_str()).unwrap_or_default().to_owned();
    let set = |body: &str| {
        laptop.answer(&["edition", "set", &story, "en", "--headline", "Saiga numbers grow", "--body", body])
    };
    set(SOURCE)?;
    window.click_with_words("option", &["Saiga numbers grow"]).await?;
    window.click("tab", "Chinese").await?;

    let file = folder.path().join("saigas.xlf").display().to_string();
    command(&window, "Write a file for an outside translator").await?;
    window.type_into("New XLIFF file", &file).await?;
    window.come_to_rest().await?;
    window.screenshot("outside-1-out").await?;
    let barriers = window.barriers().await?;
    ensure!(barriers.is_empty(), "{barriers:?}");
    window.click("button", "Write").await?;
    window.wait_for_text("4 passages written to").await?;
    window.click("button", "Close").await?;
    valid(&file)?;

    // The translator's program fills it in; here, the source moves.
    let mut text = fs::read_to_string(&file)?;
    for (source, target) in [
        ("<source>Saiga numbers grow</source>", "赛加羚羊数量增长"),
        ("<source>The count goes on.</source>", "统计仍在继续。"),
        ("<source>Figures follow in May.</source>", "数据将于五月公布。"),
    ] {
        ensure!(text.contains(source), "{text}");
        text = text.replace(source, &format!("{source}<target>{target}</target>"));
    }
    let (before, rest) = text.split_once("Rescuers counted").unwrap_or_default();
    let (own, rest) = rest.split_once("</source>").unwrap_or_default();
    let (code, _) = own.split_once("120").unwrap_or_default();
    let text = format!(
        "{before}Rescuers counted{own}</source><target>救援人员统计到{}120</pc>只。</target>{rest}",
        code.trim()
    );
    fs::write(&file, text)?;
    valid(&file)?;
    set(&SOURCE.replace("May", "June"))?;

    for choice in ["Theme: Dark", "Interface language: Қазақша"] {
        command(&window, choice).await?;
    }
    command(&window, "Қайтқан аударманы алу").await?;
    window.type_into("XLIFF файлы", &file).await?;
    window.click("button", "Алу").await?;
    window.wait_for_text("4 үзінді алынды").await?;
    window.come_to_rest().await?;
    window.screenshot("outside-2-back-dark-kk").await?;
    window.click("button", "Ашу").await?;
    window.wait_for_text("Түпнұсқада 1 үзінді өзгерді").await.or(window.wait_for_text("统计仍在继续").await)?;
    window.come_to_rest().await?;
    window.screenshot("outside-3-opened-dark-kk").await?;
    let shown = laptop.answer(&["story", "show", &story])?;
    let body = &shown["content"]["edition/zh/body"]["text"];
    ensure!(body == "救援人员统计到**120**只。\n\n统计仍在继续。\n\n数据将于五月公布。", "{shown:#}");
    let view = laptop.answer(&["edition", "passages", &story, "zh"])?;
    let moved: Vec<_> = view["rows"].as_array().into_iter().flatten().filter(|row| row["moved"] == true).collect();
    ensure!(moved.len() == 1 && moved[0]["now"] == "Figures follow in June.", "{view:#}");
    window.close().await
}

/// Holds a file against the schema of OASIS, where that lies beside the project.
fn valid(file: &str) -> anyhow::Result<()> {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/schemas/xliff-2.1/xliff_core_2.0.xsd");
    if !fs::exists(schema)? {
        return Ok(());
    }
    let output = Command::new("xmllint").args(["--noout", "--nonet", "--schema", schema, file]).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
