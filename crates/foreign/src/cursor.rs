//! Cursors: where a laptop says that it stands on the feed.

use std::sync::OnceLock;

use tempfile::TempDir;
use tilshi_portal::{Database, stepping};
use tilshi_story::{Account, PersonId, Role, Timestamp};
use tilshi_sync::wire::PullRequest;

struct Portal {
    _folder: TempDir,
    database: Database,
    person: PersonId,
}

/// A portal with a few people on its feed.
fn portal() -> &'static Portal {
    static PORTAL: OnceLock<Portal> = OnceLock::new();
    PORTAL.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a database");
        let mut person = PersonId::generate();
        for name in ["Aigerim", "Daulet", "Saule"] {
            person = PersonId::generate();
            let account = Account {
                person,
                name: name.into(),
                roles: [Role::Journalist].into(),
                editions: [].into(),
                approves_own: false,
            };
            stepping::admit(&database, &account, Timestamp(0)).expect("admitted");
        }
        Portal { _folder: folder, database, person }
    })
}

/// Wherever a laptop says that it stands, it gets what it lacks, or is told to say more.
pub fn cursor(bytes: &[u8]) {
    let Ok(request) = serde_json::from_slice::<PullRequest>(bytes) else { return };
    let portal = portal();
    match stepping::pull(&portal.database, portal.person, &request, Timestamp(1)) {
        Ok(answer) => {
            assert!(
                answer.more || answer.cursor >= answer.documents.iter().map(|news| news.sequence).max().unwrap_or(0)
            );
            let again = PullRequest { cursor: answer.cursor, seen: 0, ..PullRequest::behind(Some(answer.epoch), 0) };
            let rest = stepping::pull(&portal.database, portal.person, &again, Timestamp(1)).expect("its own cursor");
            assert!(!rest.reset && (answer.more || rest.documents.is_empty()));
        }
        Err(failure) => assert_eq!(failure.code, "portal-restored", "{request:?}"),
    }
}
