//! What must hold of every decoder of bytes that come from elsewhere, whatever they are: it answers, it says what it
//! cannot read, and what it can read it reads the same way again.
//!
//! One function for each decoder. A fuzzer looks for bytes that break it (`cargo xtask fuzz`); what it has found worth
//! keeping lies in `corpus/` and is read again by the ordinary tests.

mod backup;
mod cursor;
mod journal;
mod machine;
mod patch;
mod picture;
mod table;
mod text;
mod tmx;
mod wire;
mod xliff;

pub use backup::backup;
pub use cursor::cursor;
pub use journal::journal;
pub use machine::machine;
pub use patch::patch;
pub use picture::picture;
pub use table::table;
pub use text::text;
pub use tmx::tmx;
pub use wire::wire;
pub use xliff::xliff;

/// A decoder by its name, and the name of its corpus.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 11] = [
    ("backup", backup),
    ("cursor", cursor),
    ("journal", journal),
    ("machine", machine),
    ("patch", patch),
    ("picture", picture),
    ("table", table),
    ("text", text),
    ("tmx", tmx),
    ("wire", wire),
    ("xliff", xliff),
];

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::TARGETS;

    /// Reads every file of a target's corpus, and cut and spoiled versions of it.
    fn replay(name: &str) {
        let decode = TARGETS.iter().find(|(target, _)| *target == name).expect("a target").1;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
        let mut count = 0;
        for file in fs::read_dir(&folder).expect("a corpus") {
            let bytes = fs::read(file.expect("a file").path()).expect("read");
            decode(&bytes);
            decode(&bytes[..bytes.len() / 2]);
            count += 1;
        }
        assert!(count > 0, "the corpus of {name} is empty");
    }

    #[test]
    fn backups() {
        replay("backup");
    }

    #[test]
    fn cursors() {
        replay("cursor");
    }

    #[test]
    fn machine_answers() {
        replay("machine");
    }

    #[test]
    fn journal_records() {
        replay("journal");
    }

    #[test]
    fn patches() {
        replay("patch");
    }

    #[test]
    fn pictures() {
        replay("picture");
    }

    #[test]
    fn texts() {
        replay("text");
    }

    #[test]
    fn tables() {
        replay("table");
    }

    #[test]
    fn translation_memories() {
        replay("tmx");
    }

    #[test]
    fn wire_bodies() {
        replay("wire");
    }

    #[test]
    fn translations_that_come_back() {
        replay("xliff");
    }

    #[test]
    fn every_corpus_has_a_target_and_every_target_a_program() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let names = |folder: &str| {
            let entries = fs::read_dir(root.join(folder)).expect("a folder");
            let mut names: Vec<String> = entries
                .map(|entry| {
                    entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned()
                })
                .collect();
            names.sort();
            names
        };
        let targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names("corpus"), targets);
        assert_eq!(names("fuzz/fuzz_targets"), targets);
    }
}
