//! For the simulator alone: pushing and pulling on a database without HTTP, sessions or passwords.

use tilshi_story::{Account, DocumentId, Failure, PersonId, PhotoId, Timestamp};
use tilshi_sync::wire::{FeedDocument, Mark, PictureFile, PullRequest, PullResponse, PushRequest, PushResponse};

use crate::accounts::{AddAccountError, add_person};
use crate::database::{Database, DatabaseError, PictureRow, StoredAccount};
use crate::newsroom::{NewsroomSettings, SETTING};
use crate::{apply, feed};

/// Admits a person, or gives them other rights.
pub fn admit(database: &Database, account: &Account, now: Timestamp) -> Result<(), AddAccountError> {
    database.write(|records| {
        if records.document(account.person.into())?.is_none() {
            add_person(records, account, now)?;
        }
        records.remove_account(account.person)?;
        let changed_sequence = records.next_sequence()?;
        let password_hash = String::new();
        let stored = StoredAccount { account: account.clone(), password_hash, changed_sequence };
        Ok(records.add_account(&account.person.to_string(), &stored)?)
    })
}

/// Answers a push of this person.
pub fn push(
    database: &Database,
    person: PersonId,
    request: &PushRequest,
    now: Timestamp,
) -> Result<PushResponse, Failure> {
    feed::check_seen(database, request).map_err(failure)?;
    let pushed = || -> Result<_, DatabaseError> {
        let account = account_of(database, person)?;
        let receipts = apply::push(database, &account.account, &request.operations, now)?;
        Ok(PushResponse { epoch: database.read(|records| records.epoch())?, receipts })
    };
    pushed().map_err(|error| failure(error.into()))
}

/// Answers a pull of this person.
pub fn pull(
    database: &Database,
    person: PersonId,
    request: &PullRequest,
    now: Timestamp,
) -> Result<PullResponse, Failure> {
    let account = account_of(database, person).map_err(|error| failure(error.into()))?;
    feed::pull(database, &account, request, now).map_err(failure)
}

fn failure(stop: apply::Stop) -> Failure {
    match stop {
        apply::Stop::Refused(failure) => failure,
        apply::Stop::Diverged(_) | apply::Stop::Broken(_) => Failure::new("internal"),
    }
}

/// Notes that a picture file has arrived.
pub fn keep_picture(
    database: &Database,
    photo: PhotoId,
    file: PictureFile,
    size_bytes: u64,
    now: Timestamp,
) -> Result<Mark, DatabaseError> {
    let row = PictureRow { media_type: "image/png".into(), width: 1, height: 1, size_bytes };
    database.write(|records| records.keep_picture(photo, file, &row, now))
}

/// Whether a picture file has arrived, and the newest place on the feed.
pub fn has_picture(database: &Database, photo: PhotoId, file: PictureFile) -> Result<Option<Mark>, DatabaseError> {
    database.read(|records| records.picture(photo, file)?.map(|_| records.newest_place()).transpose())
}

/// A document as a laptop that knows nothing of it would get it.
pub fn document(database: &Database, document: DocumentId) -> Result<Option<FeedDocument>, DatabaseError> {
    database.read(|records| match records.document(document)? {
        Some(row) => feed::feed_document(records, &row, 0).map(Some),
        None => Ok(None),
    })
}

/// Says for how many days laptops hold what is at rest.
pub fn keep_days(database: &Database, kept_days: u32) -> Result<(), DatabaseError> {
    database.write(|records| {
        let settings = NewsroomSettings { kept_days, ..NewsroomSettings::of(records)? };
        records.put_setting(SETTING, &settings)
    })
}

fn account_of(database: &Database, person: PersonId) -> Result<StoredAccount, DatabaseError> {
    let account = database.read(|records| records.account_of(person))?;
    account.ok_or_else(|| DatabaseError::Damaged("nobody has this account".into()))
}
