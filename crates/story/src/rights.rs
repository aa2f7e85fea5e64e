//! Who may change and do what: the matrix of roles, decided alike on the laptop and at the portal.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::lift::{lifted_by, may_lift};
use crate::part::words;
use crate::{AcceptedPart, CommentPart, DocumentKind, EditionKey, Failure, Part, PartKey, PersonId, WorkflowCommand};

words! {
    /// The roles of a newsroom.
    Role {
        /// Writes and translates.
        Journalist = "journalist",
        /// Answers for every credit.
        PhotoEditor = "photo-editor",
        /// Answers for the editions of a desk.
        DeskEditor = "desk-editor",
        /// Answers for everything that is published.
        ChiefEditor = "chief-editor",
        /// Keeps people, devices and settings; has no right over text.
        Administrator = "administrator",
    }
}

words! {
    /// What a right can be asked for.
    Deed {
        /// Hand an edition to the desk.
        Submit = "submit",
        /// Send it back.
        Return = "return",
        /// Approve it.
        Approve = "approve",
        /// Make it public.
        Publish = "publish",
        /// Correct the moment that readers are shown.
        Redate = "redate",
        /// Take it back from readers.
        Withdraw = "withdraw",
    }
}

/// A person's standing at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// The name as the newsroom knows it.
    pub name: String,
    /// The roles.
    pub roles: BTreeSet<Role>,
    /// The editions a desk editor answers for.
    pub editions: BTreeSet<EditionKey>,
    /// Whether the desk lets this editor approve stories of their own.
    pub approves_own: bool,
}

impl Account {
    fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Whether the person approves what others write.
    pub fn approves(&self) -> bool {
        self.is(Role::DeskEditor) || self.is(Role::ChiefEditor)
    }

    fn edits(&self, edition: Option<&EditionKey>) -> bool {
        self.is(Role::DeskEditor) && edition.is_none_or(|edition| self.editions.contains(edition))
    }
}

/// What a right depends on besides role, edition and part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The kind of document.
    pub kind: DocumentKind,
    /// Whether it does not exist yet.
    pub new: bool,
    /// Whether the person made it (for a photo: made it or a story that uses it).
    pub own: bool,
    /// Whether it is assigned to the person (for a photo: a story that uses it is).
    pub assigned: bool,
}

/// Whether the person may change this part; if not, the change becomes a suggestion to whoever may.
pub fn may_change(account: &Account, facts: Facts, key: &PartKey) -> Result<(), Failure> {
    let part = key.known();
    let accepted = AcceptedPart::of(key).map(|accepted| accepted.edition);
    if lifted_by(key).is_some() {
        return may_lift(account);
    }
    if part.as_ref().is_some_and(Part::is_house_style) && !account.is(Role::ChiefEditor) {
        return Err(Failure::new("part-not-yours").with("part", key));
    }
    let edition = part.as_ref().and_then(Part::edition).or(accepted.as_ref());
    // Whoever has a story before them may say something about it; in whose name is another question.
    let speaks = facts.kind == DocumentKind::Story && CommentPart::of(key).is_some();
    let allowed = speaks
        || account.is(Role::ChiefEditor)
        || match facts.kind {
            DocumentKind::Story => {
                let writes = account.is(Role::Journalist) && (facts.new || facts.own || facts.assigned);
                let pictures = account.is(Role::PhotoEditor) && part == Some(Part::Photos);
                writes || pictures || account.edits(edition) || (facts.new && account.is(Role::DeskEditor))
            }
            DocumentKind::Photo => {
                let adds = facts.new && (account.is(Role::Journalist) || account.is(Role::DeskEditor));
                let brought = account.is(Role::Journalist) || account.is(Role::DeskEditor);
                let owns = brought && (facts.own || facts.assigned);
                let words = account.edits(edition) && edition.is_some();
                account.is(Role::PhotoEditor) || adds || owns || words
            }
            DocumentKind::Entry => {
                let writes =
                    [Role::Journalist, Role::PhotoEditor, Role::DeskEditor].iter().any(|role| account.is(*role));
                facts.new && writes
            }
        };
    if allowed { Ok(()) } else { Err(Failure::new("part-not-yours").with("part", key)) }
}

/// Whether the person may do this to an edition of a story.
pub fn may_do(account: &Account, facts: Facts, deed: Deed, edition: &EditionKey) -> Result<(), Failure> {
    let refused = |code: &str| Err(Failure::new(code).with("deed", deed.as_str()).with("edition", edition));
    if account.is(Role::ChiefEditor) {
        return Ok(());
    }
    match deed {
        Deed::Redate => refused("displayed-not-yours"),
        Deed::Submit => {
            let writes = account.is(Role::Journalist) && (facts.own || facts.assigned);
            if writes || account.edits(Some(edition)) { Ok(()) } else { refused("deed-not-yours") }
        }
        Deed::Approve if account.edits(Some(edition)) && facts.own && !account.approves_own => {
            refused("own-text-needs-another-editor")
        }
        Deed::Return | Deed::Approve | Deed::Publish | Deed::Withdraw => {
            if account.edits(Some(edition)) {
                Ok(())
            } else {
                refused("deed-not-yours")
            }
        }
    }
}

/// Whether the person may take this step: a publication that shows another moment is two deeds.
pub fn may_take(
    account: &Account,
    facts: Facts,
    command: &WorkflowCommand,
    edition: &EditionKey,
) -> Result<(), Failure> {
    may_do(account, facts, command.deed(), edition)?;
    match command.displayed() {
        Some(_) => may_do(account, facts, Deed::Redate, edition),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(role: Role, editions: &[&str]) -> Account {
        Account {
            person: PersonId::generate(),
            name: "Somebody".into(),
            roles: [role].into(),
            editions: editions.iter().map(|key| key.parse().expect("an edition key")).collect(),
            approves_own: false,
        }
    }

    /// One line a role: what it may change and do on a stranger's story, and on its own.
    fn matrix(facts: Facts) -> String {
        let kk: EditionKey = "kk".parse().expect("an edition key");
        let ru: EditionKey = "ru".parse().expect("an edition key");
        let parts = [Part::Body(kk.clone()), Part::Body(ru), Part::Tags, Part::Photos];
        let mut lines = String::new();
        for role in Role::ALL {
            let account = account(*role, &["kk"]);
            let mut line = format!("{}:", role.as_str());
            for part in &parts {
                if may_change(&account, facts, &part.key()).is_ok() {
                    line += &format!(" {}", part.key());
                }
            }
            for deed in Deed::ALL {
                if may_do(&account, facts, *deed, &kk).is_ok() {
                    line += &format!(" {}", deed.as_str());
                }
            }
            lines += &line;
            lines += "\n";
        }
        lines
    }

    #[test]
    fn the_matrix_of_a_strangers_story() {
        let facts = Facts { kind: DocumentKind::Story, new: false, own: false, assigned: false };
        expect_test::expect![[r#"
            journalist:
            photo-editor: photos
            desk-editor: edition/kk/body tags photos submit return approve publish withdraw
            chief-editor: edition/kk/body edition/ru/body tags photos submit return approve publish redate withdraw
            administrator:
        "#]]
        .assert_eq(&matrix(facts));
    }

    #[test]
    fn the_matrix_of_ones_own_story() {
        let facts = Facts { kind: DocumentKind::Story, new: false, own: true, assigned: false };
        expect_test::expect![[r#"
            journalist: edition/kk/body edition/ru/body tags photos submit
            photo-editor: photos
            desk-editor: edition/kk/body tags photos submit return publish withdraw
            chief-editor: edition/kk/body edition/ru/body tags photos submit return approve publish redate withdraw
            administrator:
        "#]]
        .assert_eq(&matrix(facts));
    }

    #[test]
    fn a_publication_with_another_displayed_moment_needs_the_right_to_it() {
        let facts = Facts { kind: DocumentKind::Story, new: false, own: false, assigned: false };
        let kk: EditionKey = "kk".parse().expect("an edition key");
        let publish = |displayed| WorkflowCommand::Publish { note: String::new(), displayed };
        let editor = account(Role::DeskEditor, &["kk"]);
        assert!(may_take(&editor, facts, &publish(None), &kk).is_ok());
        assert!(may_take(&editor, facts, &publish(Some(crate::Timestamp(0))), &kk).is_err());
        let chief = account(Role::ChiefEditor, &[]);
        assert!(may_take(&chief, facts, &publish(Some(crate::Timestamp(0))), &kk).is_ok());
    }

    #[test]
    fn credits_belong_to_photo_editors_and_to_whoever_brought_the_picture() {
        let stranger = Facts { kind: DocumentKind::Photo, new: false, own: false, assigned: false };
        let own = Facts { own: true, ..stranger };
        let credit = Part::CreditLine.key();
        assert!(may_change(&account(Role::PhotoEditor, &[]), stranger, &credit).is_ok());
        assert!(may_change(&account(Role::Journalist, &[]), own, &credit).is_ok());
        assert!(may_change(&account(Role::DeskEditor, &[]), own, &credit).is_ok());
        assert!(may_change(&account(Role::Journalist, &[]), stranger, &credit).is_err());
        assert!(may_change(&account(Role::DeskEditor, &["kk"]), stranger, &credit).is_err());
        let caption = Part::Caption("kk".parse().expect("an edition key")).key();
        assert!(may_change(&account(Role::DeskEditor, &["kk"]), stranger, &caption).is_ok());
    }
}
