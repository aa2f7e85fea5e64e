//! The one English table: a failure's code, and the sentence with the next step.

use tilshi_newsroom::story::Failure;

/// `{name}` in a sentence is the parameter of that name.
const SENTENCES: &[(&str, &str)] = &[
    ("alphabet-unknown", "Tilshi does not know the alphabet {alphabet}. There is 2021 and 2018."),
    ("already-approved", "This edition is approved already. Change a word and it can be submitted again."),
    ("already-in-review", "This edition is in review already. Wait for a desk editor, or change it and submit again."),
    ("already-published", "Readers see exactly this text already. Change something before publishing again."),
    ("already-waiting", "This step waits to be sent already. Run `tilshi sync` to send it."),
    (
        "another-person",
        "This profile belongs to another person of the newsroom. Make a profile of its own for this account with --profile.",
    ),
    (
        "another-portal",
        "This profile belongs to another portal. Make a profile of its own for this one with --profile.",
    ),
    ("bad-argument", "The value for {argument} is not one that Tilshi takes. Check it and try again."),
    ("bad-patch", "The portal could not fit this change into the text. Your text stays here; run `tilshi sync` again."),
    ("bad-request", "The portal did not understand this computer. Update Tilshi; your texts stay here."),
    (
        "base-lost",
        "The version this was written on is not on this computer any more. Your text stays; run `tilshi sync` again.",
    ),
    (
        "base-unknown",
        "The portal does not know the version this was written on. Your text stays here; run `tilshi sync` again.",
    ),
    ("body-missing", "The body is missing. Write it with `tilshi edition set`."),
    ("card-not-found", "There is no such open conflict card. See `tilshi conflict list`."),
    ("card-not-open", "There is no such open conflict card. See `tilshi conflict list`."),
    (
        "changed-meanwhile",
        "The text changed before this step reached the portal. Your text is untouched: read it again and take the step again.",
    ),
    ("changed-since-approval", "The text changed after it was approved. Read it and approve it again."),
    (
        "checks-failed",
        "The checks find {count} errors in edition {edition}. See `tilshi edition passages`; put them right, or accept them with `tilshi edition accept`.",
    ),
    ("code-unfit", "“{code}” cannot be a code. Use at most {max_characters} letters, digits and hyphens."),
    ("comment-empty", "The comment has no words. Write what should be said."),
    ("comment-not-found", "This comment is not here: it was taken back. Run `tilshi comment list STORY`."),
    ("conflict-open", "A conflict card is open. Settle it with `tilshi conflict settle` first."),
    ("connect-first", "This step needs a portal. Sign in with `tilshi login ADDRESS --login NAME` first."),
    ("conversion-option-unknown", "There is no option {option}. See `tilshi convert --help`."),
    (
        "conversion-unknown",
        "Tilshi cannot write {from} as {to}. From kk-Cyrl to kk-Latn or kk-Arab; from uz-Cyrl to uz-Latn, and back.",
    ),
    (
        "database-damaged",
        "The database of this profile is damaged. Restore it with `tilshi doctor --restore`; the damaged file is kept.",
    ),
    (
        "database-newer",
        "This profile was written by a newer Tilshi. Update Tilshi on this computer; nothing was changed.",
    ),
    ("date-unfit", "This is no date. Write it as 2026-03-14, as 2026-03 or, with a time, as 2026-03-14T07:52."),
    ("deed-not-yours", "This step on edition {edition} belongs to a desk editor of that edition. Ask one of them."),
    (
        "dictionary-missing",
        "There is no spelling dictionary for {language} on this computer. Put one in Hunspell's format into the folder dictionaries of the profile.",
    ),
    ("dictionary-unreadable", "The spelling dictionary {file} cannot be read: {detail}. Replace it."),
    ("disk-full", "The disk is full. Free some space and try again; nothing that was saved is lost."),
    ("displayed-in-the-future", "This moment has not come yet by the portal's clock. Give one that has passed."),
    ("displayed-not-yours", "Which moment readers are shown is the chief editor's to say. Ask one of them."),
    ("displayed-too-early", "This moment lies before 1990. Check the year."),
    ("document-not-found", "This is not on this computer. Run `tilshi sync`, then look again."),
    (
        "edition-behind",
        "The source has changed since edition {edition} was made from it, in {count} places. See `tilshi edition passages`, then say `tilshi edition follow`.",
    ),
    ("edition-empty", "Nothing is written in this edition yet. Write it with `tilshi edition set`."),
    ("edition-is-source", "Edition {edition} is the source of this story: it is made from no other."),
    ("edition-not-derived", "This edition is written by itself: there is none that it is converted from."),
    ("edition-unknown", "This newsroom has no edition {edition}. `tilshi whoami --json` names all of them."),
    (
        "edition-went-on",
        "Edition {edition} of {title} has been changed since the file went out. Look at it, then say --replace; its history keeps what it says now.",
    ),
    (
        "entry-unknown",
        "There is no {kind} called {label}. See `tilshi vocabulary list`, or add it with `tilshi vocabulary add`.",
    ),
    (
        "file-malformed",
        "The file {file} breaks off or is not well formed: {detail}. What stood before that place is taken in; export the file again.",
    ),
    ("file-unreadable", "The file {file} cannot be read ({detail}). Check its name and try again."),
    (
        "file-unwritable",
        "The file {file} cannot be written ({detail}). Choose a name that is not taken, in a folder of yours.",
    ),
    ("finding-gone", "The checks do not find this any more. See `tilshi edition passages`."),
    ("folder-missing", "This account has no folder for application data. Name one with --profile."),
    ("form-printed", "{form} is what edition {edition} prints. Change its form with `tilshi vocabulary set` first."),
    ("headline-missing", "The headline is missing. Write it with `tilshi edition set`."),
    ("internal", "Tilshi made a mistake it did not expect ({detail}). What was saved is safe; try again."),
    ("key-needed", "The profile is locked and there is nobody to ask. Name a file with --passphrase-file."),
    ("keyring-unavailable", "The key ring of this computer does not answer. Name a file with --passphrase-file."),
    ("label-missing", "There is no word in it. Write one and try again."),
    ("label-taken", "Another {kind} is called {label} already. Use that one, or give this one another name."),
    ("label-too-long", "A name has at most {max_characters} characters. Make it shorter."),
    (
        "laptop-too-old",
        "This Tilshi is older than the portal understands. Update it on this computer; everything you write stays here and goes out then.",
    ),
    (
        "lift-not-yours",
        "A photo editor or the chief editor can lift a block. What you wrote becomes a suggestion to them.",
    ),
    ("link-unfit", "This is no link to a story: {link}. One reads tilshi://story/ID."),
    (
        "machine-address-wrong",
        "{address} cannot be the address of a service: https, or http on this computer, without a password or a question mark.",
    ),
    ("machine-busy", "Another edition is being translated. Wait for it, or stop it in the window."),
    (
        "machine-embargoed",
        "The story is under embargo: it goes to no service. The chief editor can allow it with `tilshi house machine --embargoed`.",
    ),
    ("machine-model-missing", "This service has several models. Name one with --model."),
    (
        "machine-off",
        "No machine translates into edition {edition}. The chief editor can name a service with `tilshi house machine`.",
    ),
    (
        "machine-refused",
        "The service did not translate ({detail}). What it translated before stays; try again, or look at its key with `tilshi house key`.",
    ),
    ("machine-silent", "The service at {address} does not answer. What it translated before stays; try again later."),
    (
        "machine-unread",
        "A machine translated {count} passages of edition {edition} that nobody has read. Read them, then say `tilshi edition read`.",
    ),
    ("made-from-circle", "Edition {from} was itself made from {edition}. Name another one."),
    ("made-from-unknown", "Nobody has said what this edition was made from. Say it with `tilshi edition made-from`."),
    ("memory-being-read", "Another file is being taken into the translation memory. Wait until it is done."),
    ("name-missing", "A name is missing. Give the name that goes into the byline with --name."),
    ("no-good-copy", "There is no copy that can be read. Save what is left with `tilshi doctor --rescue DIR`."),
    ("no-stories-of-your-own", "Your role does not write stories. Ask a journalist or a desk editor to start it."),
    ("no-such-passage", "There is no passage {passage}. See `tilshi edition passages`."),
    ("not-a-picture", "This file is not a picture. Use JPEG, PNG, WebP, TIFF or GIF."),
    ("not-approved", "This edition is not approved. Have it approved with `tilshi edition approve` first."),
    ("not-found", "The portal does not have this. Run `tilshi sync`, then look again."),
    ("not-in-a-window", "Another profile is chosen in the window of Tilshi. Here, name its folder with --profile DIR."),
    ("not-in-review", "This edition is not in review. Submit it with `tilshi edition submit` first."),
    ("not-open", "There is no open profile here. Make one with `tilshi init --name NAME`, or give its passphrase."),
    ("not-published", "Readers do not see this edition, so there is nothing to take back."),
    ("not-such-a-file", "The file {file} is no {expected} file. Check its name and try again."),
    ("not-tried-yet", "The portal has not been asked yet. Run `tilshi sync`."),
    ("not-yourself", "This was made by somebody else, so this account cannot send it. Sign in as its author."),
    ("nothing-to-lift", "Nothing of this licence keeps the photo back. Look with `tilshi photo show`."),
    ("original-not-here", "The original of this photo is not on this computer. The computer it was added on has it."),
    ("outbox-entry-gone", "This entry has gone already. Run `tilshi sync` to see what waits."),
    ("own-text-needs-another-editor", "Your own text needs another editor's approval. Ask a colleague of the desk."),
    ("part-not-yours", "Changing {part} is not among your rights. Ask a desk editor, or whoever made the story."),
    ("passage-not-found", "The text has no such words. Give a passage exactly as it stands there."),
    (
        "passage-rewritten",
        "The passage has been rewritten since. Change the text with `tilshi edition set`, then settle with --theirs.",
    ),
    (
        "passphrase-file-unreadable",
        "The passphrase file {file} cannot be read, or its first line is empty. Check it and try again.",
    ),
    (
        "passphrase-needed",
        "This computer has no key ring, so the profile needs a passphrase. Name a file with --passphrase-file.",
    ),
    ("passphrase-too-short", "The passphrase is too short. Use at least 8 characters."),
    (
        "password-missing",
        "The password is missing. Give it as the first line of standard input, or with --password-file.",
    ),
    (
        "photo-licence-ended",
        "The licence of a photo has ended. Take it out of the story, or write until when the licence was prolonged; a photo editor or the chief editor can lift the block with `tilshi photo lift`.",
    ),
    (
        "photo-licence-restricted",
        "The licence of a photo has restrictions. A photo editor or the chief editor checks them and lifts the block with `tilshi photo lift`.",
    ),
    (
        "photo-not-at-portal",
        "A photo has not reached the portal yet. Run `tilshi sync` on the computer that has it, then try again.",
    ),
    ("photo-not-found", "This photo is not on this computer. Run `tilshi sync`, then look again."),
    (
        "photo-without-alt-text",
        "A photo has no alt text in this edition. Describe it with `tilshi photo credit --alt-text`, or mark it --decorative yes.",
    ),
    ("photo-without-creator", "A photo has no creator. Name who took it with `tilshi photo credit --creator`."),
    ("photo-without-credit-line", "A photo has no credit line. Write it with `tilshi photo credit --credit-line`."),
    (
        "photo-without-rights-basis",
        "A photo has no rights basis. Say why it may be printed with `tilshi photo credit --rights-basis`.",
    ),
    ("picture-damaged", "This picture file is damaged. Take it from the camera or the sender again."),
    ("picture-file-too-large", "This picture file is too large. Make it smaller and add it again."),
    ("picture-format-unsupported", "This picture format cannot be read. Save it as JPEG, PNG, WebP, TIFF or GIF."),
    ("picture-mismatch", "The picture changed on its way to the portal. Run `tilshi sync` to send it again."),
    ("picture-missing", "The picture file is not on this computer yet. Run `tilshi sync`."),
    ("picture-not-here", "The picture is not on this computer yet. Run `tilshi sync`, then try again."),
    ("picture-too-large", "This picture has too many pixels. Make it smaller and add it again."),
    (
        "placeholder-left",
        "“{placeholder}” stands for something that is still to come. Fill it in, then take the step again.",
    ),
    ("portal-address-insecure", "A password must not cross a network in the clear. Use the portal's https:// address."),
    ("portal-address-wrong", "This is not a portal address. Write it like https://newsroom.example."),
    (
        "portal-answered-nonsense",
        "Something at this address answers, but it is not a Tilshi portal. Check the address.",
    ),
    (
        "portal-restored",
        "The portal was restored from a backup. Run `tilshi sync` again: it offers once more what the portal lost.",
    ),
    (
        "portal-silent",
        "The portal takes too long to answer. What you write is kept here; run `tilshi sync` to try again.",
    ),
    (
        "portal-too-old",
        "The portal is older than this Tilshi understands. Ask the administrator to update the portal; everything you write stays here and goes out then.",
    ),
    (
        "portal-unreachable",
        "The portal cannot be reached. Check the network and the address; what you write is kept here and goes out later.",
    ),
    ("profile-exists", "This folder holds a profile already. Use it, or choose another folder with --profile."),
    ("profile-in-use", "This profile is in use by a program that does not answer. Close it and try again."),
    ("profile-missing", "There is no profile in this folder. Make one with `tilshi init --name NAME`."),
    ("profile-unencrypted", "This profile is not encrypted, so it has no passphrase to change."),
    (
        "protocol-unsupported",
        "This Tilshi and the portal speak different versions. Update the older one; your texts stay here.",
    ),
    (
        "read-only-folder",
        "The folder of this profile cannot be written. Give yourself the right to write there, or choose another with --profile.",
    ),
    ("reason-missing", "A reason is missing. Write one sentence that helps the author with --reason."),
    ("rescue-folder-unusable", "Nothing can be written to {folder} ({detail}). Name an empty or a new folder."),
    ("section-in-itself", "A section cannot stand below itself. Name another one with --parent."),
    ("signed-out", "The portal wants you to sign in again. Run `tilshi login`; nothing is lost."),
    (
        "socket-unavailable",
        "The local socket of this profile cannot be made ({detail}). Check the folder for temporary files and try again.",
    ),
    ("sources-differ", "These stories are translated into {edition} from different editions. Write one file for each."),
    ("step-may-be-taken", "The portal may have taken this step already. Run `tilshi sync` to know."),
    ("storage", "The disk did not take what was written ({detail}). Check the disk and try again."),
    ("story-ambiguous", "More than one story ends in {story}. Give the whole id; `tilshi story list --json` has it."),
    (
        "story-not-found",
        "There is no such story on this computer. Run `tilshi sync`, then `tilshi story list --queue desk`.",
    ),
    (
        "story-withdrawn",
        "This edition was taken back from readers, so it can only be read. Copy the text to a new story to go on.",
    ),
    (
        "suggestion-being-written",
        "A suggestion is being written here. It goes when its writer sends it or leaves the story.",
    ),
    (
        "suggestion-overtaken",
        "The text has changed where the suggestion does. Read both and write what should stand: `tilshi suggestion take CARD --text TEXT`.",
    ),
    (
        "table-malformed",
        "The file {file} is no table that can be read: {detail}. Save it as CSV in UTF-8 and try again.",
    ),
    (
        "table-without-editions",
        "No column of {file} is named by an edition, such as ru or kk-Latn. Name them in its first line.",
    ),
    ("template-not-found", "There is no such template on this computer. See `tilshi vocabulary list`."),
    ("text-is-never-taken-back", "Text is never taken back: it stays and waits. Change it instead."),
    ("text-not-utf-8", "The file {file} is not UTF-8 text from byte {byte} on. Save it as UTF-8; nothing was changed."),
    ("text-reopen", "The text changed under this command. Nothing was changed; try again."),
    ("text-too-long", "The text is longer than {max_bytes} bytes. Take some of it out, or make two stories of it."),
    ("too-large", "This is larger than the portal takes. Split the text or use a smaller picture."),
    ("too-many-attempts", "Too many wrong attempts. Wait a few minutes, then try again."),
    ("too-many-saved", "There are {most} kept lists already. Remove one first."),
    ("under-embargo", "The embargo has not passed yet. Wait for it."),
    ("version-name-too-long", "The name is longer than {max_bytes} bytes. Give a shorter one."),
    ("version-not-found", "There is no such version. `tilshi history list` shows those there are."),
    ("wrong-login", "The name or the password is wrong. Check both and try again."),
    (
        "wrong-passphrase",
        "This is not the passphrase of the profile. Check the file or the keyboard layout and try again.",
    ),
    ("wrong-recovery-code", "This recovery code does not open the profile. Compare it with what was written down."),
    (
        "xliff-malformed",
        "The file {file} breaks off or is not well formed: {detail}. Nothing was taken in; ask for the file again.",
    ),
    (
        "xliff-not-ours",
        "This file was not written by Tilshi, so nobody knows which story it is of. Paste its text into the edition.",
    ),
    ("xliff-untranslated", "The file {file} has no translation in it. Ask for the one that is finished."),
];

/// The sentence of a failure. A code that this version does not know is printed as it is.
pub(crate) fn sentence(failure: &Failure) -> String {
    let Ok(place) = SENTENCES.binary_search_by_key(&failure.code.as_str(), |(code, _)| code) else {
        return format!("Refused: {failure}.");
    };
    let mut text = SENTENCES[place].1.to_owned();
    for (name, value) in &failure.params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;
    use std::{env, fs};

    use super::*;

    #[test]
    fn the_table_is_in_order_and_every_sentence_ends() {
        assert!(SENTENCES.windows(2).all(|pair| pair[0].0 < pair[1].0), "it is searched by halves");
        for (code, sentence) in SENTENCES {
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{code}");
        }
    }

    #[test]
    fn parameters_are_filled_in_and_unknown_codes_are_shown() {
        let failure = Failure::new("edition-unknown").with("edition", "xx");
        assert!(sentence(&failure).starts_with("This newsroom has no edition xx."));
        let later = Failure::new("from-a-later-version").with("limit", 3);
        assert_eq!(sentence(&later), "Refused: from-a-later-version limit=3.");
    }

    /// Codes as the crates write them, `Failure::new("…")`.
    fn codes_below(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                codes_below(&path, codes);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
                let pieces = shipped.split("Failure::new(\"").skip(1);
                codes.extend(pieces.filter_map(|piece| piece.split('"').next()).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_code_that_can_reach_the_command_line_has_its_sentence() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut codes = BTreeSet::new();
        for name in ["story", "photo", "store", "newsroom", "portal", "cli"] {
            codes_below(&crates.join(name).join("src"), &mut codes);
        }
        assert!(codes.len() > 30, "the sources are read: {codes:?}");
        let missing: Vec<&String> =
            codes.iter().filter(|code| SENTENCES.iter().all(|(known, _)| known != code)).collect();
        assert!(missing.is_empty(), "without a sentence: {missing:?}");
    }
}
