//! `tilshi safety` and `tilshi doctor`: how this computer keeps what was written, and what is done about damage.

use serde_json::Value;
use tilshi_newsroom::Call;
use tilshi_newsroom::story::Failure;
use tilshi_newsroom::views::{DoctorReport, RescueReport, RestoreReport, SafetyView, SessionView};

use crate::arguments::{Doctor, Safety};
use crate::desk::{Desk, first_line, new_passphrase};
use crate::print;
use crate::work::Answer;

/// `tilshi safety`.
pub(crate) fn safety(desk: &mut Desk, command: Safety) -> Result<Answer, Failure> {
    let view: SafetyView = match command {
        Safety::Show => desk.ask(Call::safety_show {})?,
        Safety::Backup => desk.ask(Call::backup_make {})?,
        Safety::Passphrase { new_passphrase_file } => {
            let old = desk.passphrase()?;
            let new = match new_passphrase_file {
                Some(file) => first_line(&file)?,
                None => new_passphrase()?,
            };
            desk.ask(Call::passphrase_change { old, passphrase: new })?
        }
        Safety::RecoveryCode => {
            let code: String = desk.ask(Call::recovery_code_renew { passphrase: desk.passphrase()? })?;
            let text = format!(
                "Recovery code: {code}\n\nWrite it down and keep it away from this computer. It is never shown again, \
                 and the one before it opens nothing any more."
            );
            return Ok(Answer { json: Value::String(code), text, refusals: Vec::new() });
        }
        Safety::LockAfter { minutes } => {
            let value = minutes.to_string();
            let _: SessionView = desk.ask(Call::preference_set { name: "lock-after".into(), value })?;
            desk.ask(Call::safety_show {})?
        }
    };
    let answer = Answer::of(&view, shown(&view))?;
    Ok(Answer { refusals: view.backup_trouble.into_iter().collect(), ..answer })
}

/// `tilshi doctor`.
pub(crate) fn doctor(desk: &mut Desk, command: Doctor) -> Result<Answer, Failure> {
    if command.restore {
        let report: RestoreReport = desk.mend(|passphrase| Call::database_restore { passphrase })?;
        let text = format!(
            "Restored from the copy of {}, with {} that the damaged database still gave.{}\nThe damaged one is kept as {}.",
            print::moment(report.copy_at),
            print::count(report.newer, "newer value", "newer values"),
            lost(report.lost, report.all_found),
            report.kept
        );
        return Answer::of(&report, text);
    }
    if let Some(folder) = command.rescue {
        let absolute = crate::outside::absolute(&folder);
        let report: RescueReport =
            desk.mend(|passphrase| Call::text_rescue { folder: absolute.clone(), passphrase })?;
        return Answer::of(&report, rescued(&report));
    }
    let report: DoctorReport = desk.ask(Call::doctor {})?;
    let answer = Answer::of(&report, print::report(&report))?;
    Ok(Answer { refusals: report.problems, ..answer })
}

fn rescued(report: &RescueReport) -> String {
    let older = match report.older {
        0 => String::new(),
        count => format!(" {} of an earlier version.", print::count(count, "paragraph", "paragraphs")),
    };
    let saved = print::count(report.saved, "paragraph", "paragraphs");
    let lost = lost(report.lost, report.all_found);
    let files = print::count(report.files, "file", "files");
    format!("{saved} saved in {files} in {}.{older}{lost}\nThe files are not encrypted.", report.folder)
}

/// What is known to be lost, and whether there may be more.
fn lost(count: usize, all_found: bool) -> String {
    match (count, all_found) {
        (0, true) => " Nothing is lost.".to_owned(),
        (0, false) => " There may have been stories that could not be found.".to_owned(),
        (count, true) => format!(" At least {} lost.", print::count(count, "paragraph is", "paragraphs are")),
        (count, false) => format!(
            " At least {} lost, and there may have been stories that could not be found.",
            print::count(count, "paragraph is", "paragraphs are")
        ),
    }
}

fn shown(view: &SafetyView) -> String {
    let protected = match (view.encrypted, view.passphrase) {
        (false, _) => "NOT encrypted: whoever has the disk can read every story",
        (true, true) => "encrypted, opened by a passphrase",
        (true, false) => "encrypted, opened by the key ring of this computer",
    };
    let locks = match view.lock_after_minutes {
        0 => "never".to_owned(),
        minutes => format!("after {minutes} idle minutes"),
    };
    let copies = match view.backups.first() {
        None => "none yet".to_owned(),
        Some(newest) => format!("{}, the newest of {}", view.backups.len(), print::moment(newest.at)),
    };
    format!("Profile: {protected}\nLocks itself: {locks}\nCopies of the database: {copies}")
}
