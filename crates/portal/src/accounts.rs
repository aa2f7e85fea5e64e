//! Accounts and sessions: signing in, adding people, telling whose token it is.

use std::net::IpAddr;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tilshi_story::{
    Account, Content, DeviceId, DocumentId, EditionKey, EntryKind, Failure, OperationId, Part, PartValue, Patch,
    PersonId, Role, Timestamp,
};
use tilshi_sync::wire::{Action, Operation, SignInRequest, SignInResponse};

use crate::apply::{Stop, apply};
use crate::attempts::Attempts;
use crate::database::{AuditLine, Database, DatabaseError, NewSession, Records, StoredAccount};
use crate::newsroom::NewsroomSettings;

/// For how long a sign-in lasts: a laptop may be away for weeks, a lost one not for ever.
const SESSION_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Shortest password of a new account, in characters.
const PASSWORD_CHARACTERS: usize = 8;

/// An account to be added.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// The person; a new id unless a vocabulary already has one.
    pub person: PersonId,
    /// The login name.
    pub login: String,
    /// The name as the newsroom knows it.
    pub name: String,
    /// The password.
    pub password: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// The editions a desk editor answers for.
    pub editions: Vec<EditionKey>,
}

/// An account cannot be added.
#[derive(Debug, thiserror::Error)]
pub enum AddAccountError {
    /// A login name has 1 to 64 letters, digits, dots, hyphens or underscores.
    #[error("a login name has 1 to 64 Latin letters, digits, dots, hyphens and underscores")]
    Login,
    /// Somebody has it.
    #[error("this login name is taken: choose another")]
    LoginTaken,
    /// The password is too short.
    #[error("a password has at least {PASSWORD_CHARACTERS} characters")]
    Password,
    /// A person needs a name.
    #[error("give the person's name")]
    Name,
    /// An edition that this portal does not know.
    #[error("there is no edition {0}")]
    Edition(EditionKey),
    /// A vocabulary entry was refused.
    #[error("an entry of the vocabulary could not be added: {0}")]
    Entry(Failure),
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Adds an account and, when the vocabulary does not have the person yet, the person.
pub fn add_account(database: &Database, new: &NewAccount, now: Timestamp) -> Result<Account, AddAccountError> {
    database.write(|records| add(records, new, now))
}

/// The same inside a transaction.
pub(crate) fn add(records: Records<'_>, new: &NewAccount, now: Timestamp) -> Result<Account, AddAccountError> {
    check(new)?;
    if records.account_by_login(&new.login)?.is_some() {
        return Err(AddAccountError::LoginTaken);
    }
    let account = Account {
        person: new.person,
        name: new.name.trim().to_owned(),
        roles: new.roles.iter().copied().collect(),
        editions: new.editions.iter().cloned().collect(),
        approves_own: false,
    };
    let password_hash =
        Argon2::default().hash_password(new.password.as_bytes()).map_err(|_| AddAccountError::Hash)?.to_string();
    if records.document(new.person.into())?.is_none() {
        add_person(records, &account, now)?;
    }
    let changed_sequence = records.next_sequence()?;
    records.add_account(&new.login, &StoredAccount { account: account.clone(), password_hash, changed_sequence })?;
    records.note(&AuditLine {
        at: now,
        person: account.person,
        deed: "account-added",
        subject: account.person.to_string(),
        detail: &new.login,
    })?;
    Ok(account)
}

fn check(new: &NewAccount) -> Result<(), AddAccountError> {
    let is_login = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if !(1..=64).contains(&new.login.len()) || !new.login.bytes().all(is_login) {
        return Err(AddAccountError::Login);
    }
    if new.name.trim().is_empty() {
        return Err(AddAccountError::Name);
    }
    if new.password.chars().count() < PASSWORD_CHARACTERS {
        return Err(AddAccountError::Password);
    }
    match new.editions.iter().find(|edition| tilshi_language::edition(edition).is_none()) {
        Some(unknown) => Err(AddAccountError::Edition(unknown.clone())),
        None => Ok(()),
    }
}

/// The person's entry in the vocabulary, so that stories can name them.
pub(crate) fn add_person(records: Records<'_>, account: &Account, now: Timestamp) -> Result<(), AddAccountError> {
    let mut content = Content::new();
    content.put(Part::Kind.key(), PartValue::text(EntryKind::Person.as_str()));
    let is_latin = account.name.is_ascii();
    for edition in tilshi_language::editions() {
        let writes_so = match edition.tag.as_str() {
            "en" | "kk-Latn" => is_latin,
            "kk-Cyrl" | "ru" | "uz-Cyrl" => !is_latin,
            _ => false,
        };
        if writes_so {
            content.put(Part::Label(edition.key.clone()).key(), PartValue::text(account.name.clone()));
        }
    }
    register(records, account, account.person.into(), &content, now)
}

/// Gives a newsroom that has no sections the vocabulary that every newsroom begins with.
pub fn begin_vocabulary(database: &Database, by: &Account, now: Timestamp) -> Result<(), AddAccountError> {
    database.write(|records| {
        if !records.entries_of_kind(EntryKind::Section)?.is_empty() {
            return Ok(());
        }
        let mut entries = tilshi_language::starter().iter();
        entries.try_for_each(|entry| register(records, by, entry.id.into(), &entry.content(), now))
    })
}

/// Enters a new entry of the vocabulary in somebody's name.
fn register(
    records: Records<'_>,
    account: &Account,
    document: DocumentId,
    content: &Content,
    now: Timestamp,
) -> Result<(), AddAccountError> {
    let operation = Operation {
        id: OperationId::generate(),
        document,
        action: Action::Change {
            base: None,
            patch: Patch::between(&Content::new(), content),
            cards: Vec::new(),
            settles: Vec::new(),
        },
    };
    // Whoever may add accounts may add the person and the first words, whatever the new account itself may do.
    let registrar = Account { roles: [Role::ChiefEditor].into(), ..account.clone() };
    match apply(records, &registrar, &operation, now) {
        Ok(_) => Ok(()),
        Err(Stop::Broken(error)) => Err(error.into()),
        Err(Stop::Refused(reason)) => Err(AddAccountError::Entry(reason)),
        Err(Stop::Diverged(_)) => Err(AddAccountError::Entry(Failure::new("changed-meanwhile"))),
    }
}

/// Nobody was signed in.
#[derive(Debug)]
pub(crate) enum SignInRefusal {
    /// The login name or the password is wrong; it is not said which.
    WrongLogin,
    /// Too many failures: try again later.
    TooManyAttempts {
        /// In how many milliseconds.
        wait_ms: i64,
    },
    /// The portal itself failed.
    Broken(DatabaseError),
}

impl From<DatabaseError> for SignInRefusal {
    fn from(error: DatabaseError) -> Self {
        Self::Broken(error)
    }
}

/// Begins a session and gives its token, which is kept nowhere but on that laptop.
pub(crate) fn sign_in(
    database: &Database,
    attempts: &Attempts,
    request: &SignInRequest,
    address: IpAddr,
    now: Timestamp,
) -> Result<SignInResponse, SignInRefusal> {
    attempts.begin(&request.login, address, now).map_err(|wait_ms| SignInRefusal::TooManyAttempts { wait_ms })?;
    let stored = database.read(|records| records.account_by_login(&request.login))?;
    let Some(stored) = verified(stored, &request.password) else {
        tracing::info!(login = %request.login.escape_debug(), %address, "a sign-in failed");
        return Err(SignInRefusal::WrongLogin);
    };
    attempts.succeeded(&request.login, address);
    let token = new_token()?;
    let device_name: String = request.device_name.chars().take(120).collect();
    let newsroom = database.write(|records| -> Result<_, DatabaseError> {
        records.begin_session(&NewSession {
            token_hash: token_hash(&token),
            person: stored.account.person,
            device: request.device,
            device_name: &device_name,
            began_at: now,
            ends_at: Timestamp(now.as_millis() + SESSION_MS),
        })?;
        records.note(&sign_in_line(&stored.account, request.device, &device_name, now))?;
        NewsroomSettings::of(records)
    })?;
    let marks = tilshi_language::editions()
        .iter()
        .map(|edition| (edition.key.clone(), newsroom.mark_in(&edition.key).to_owned()))
        .collect();
    Ok(SignInResponse {
        token,
        account: stored.account,
        newsroom: newsroom.name,
        marks,
        time_zone: newsroom.time_zone,
        kept_days: newsroom.kept_days,
    })
}

fn sign_in_line<'a>(account: &Account, device: DeviceId, device_name: &'a str, now: Timestamp) -> AuditLine<'a> {
    AuditLine { at: now, person: account.person, deed: "sign-in", subject: device.to_string(), detail: device_name }
}

/// Whose session the token is, with the roles of this moment.
pub(crate) fn signed_in(
    database: &Database,
    token: &str,
    now: Timestamp,
) -> Result<Option<StoredAccount>, DatabaseError> {
    database.read(|records| records.session(&token_hash(token), now))
}

/// The account, if the password is its own. An unknown login takes as long as a wrong password.
fn verified(stored: Option<StoredAccount>, password: &str) -> Option<StoredAccount> {
    let argon2 = Argon2::default();
    let Some(stored) = stored else {
        // The outcome does not matter, the time does.
        let _spent = argon2.hash_password(password.as_bytes());
        return None;
    };
    let hash = PasswordHash::new(&stored.password_hash).ok()?;
    argon2.verify_password(password.as_bytes(), &hash).is_ok().then_some(stored)
}

fn new_token() -> Result<String, DatabaseError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| DatabaseError::Damaged(format!("no random numbers: {error}")))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn token_hash(token: &str) -> [u8; 32] {
    *blake3::hash(token.as_bytes()).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dana() -> NewAccount {
        NewAccount {
            person: PersonId::generate(),
            login: "dana".into(),
            name: "Dana Ermek".into(),
            password: "eight characters".into(),
            roles: vec![Role::Administrator],
            editions: vec![],
        }
    }

    #[test]
    fn an_account_is_added_once_and_with_a_sound_name_and_password() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open(&folder.path().join("portal.sqlite")).expect("a new database");
        let add = |new: &NewAccount| add_account(&database, new, Timestamp(0));
        let account = add(&dana()).expect("a new account");
        assert!(matches!(add(&NewAccount { login: "DANA".into(), ..dana() }), Err(AddAccountError::LoginTaken)));
        assert!(matches!(add(&NewAccount { login: "d n".into(), ..dana() }), Err(AddAccountError::Login)));
        let short = NewAccount { login: "erlan".into(), password: "short".into(), ..dana() };
        assert!(matches!(add(&short), Err(AddAccountError::Password)));
        let unknown = NewAccount { login: "erlan".into(), editions: vec!["xx".parse().expect("a key")], ..dana() };
        assert!(matches!(add(&unknown), Err(AddAccountError::Edition(_))));
        let person: Result<_, DatabaseError> = database.read(|records| records.content(account.person.into()));
        let label = Part::Label("en".parse().expect("an edition key"));
        assert_eq!(person.expect("readable").text(&label), "Dana Ermek");
    }
}
