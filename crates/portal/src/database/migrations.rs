//! The schema, as numbered steps that never change once shipped.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    DatabaseError, Records, accounts, archive, audit, cards, documents, feed, names, page_reads, photo_uses, pictures,
    public, receipts, revisions, sessions, settings, values, workflow,
};

/// Every step in order; a step's number is its place, counted from 1.
const STEPS: &[&str] = &[
    feed::CREATE,
    values::CREATE,
    documents::CREATE,
    revisions::CREATE,
    photo_uses::CREATE,
    cards::CREATE,
    workflow::CREATE,
    receipts::CREATE,
    accounts::CREATE,
    sessions::CREATE,
    pictures::CREATE,
    settings::CREATE,
    audit::CREATE,
    documents::INDEX_KINDS,
    public::CREATE_SHELVES,
    page_reads::CREATE,
    receipts::ADD_SUGGESTED,
    revisions::ADD_SEQUENCE,
    documents::ADD_STATE,
    names::CREATE,
    feed::CREATE_EPOCHS,
    archive::CREATE,
];

/// The number of the step after which the tags of what is public have to be noted.
const SHELVES: i64 = 15;
/// The number of the step after which it has to be noted what entries are called.
const NAMES: i64 = 20;

/// Takes the steps that are missing, all or none.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), DatabaseError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, checksum TEXT NOT NULL) STRICT",
    )?;
    let found: i64 = transaction.query_row("SELECT coalesce(max(number), 0) FROM migration", [], |row| row.get(0))?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(DatabaseError::Newer { found, known });
    }
    for (number, step) in (1_i64..).zip(STEPS) {
        let checksum = blake3::hash(step.as_bytes()).to_hex().to_string();
        let taken: Option<String> = transaction
            .query_row("SELECT checksum FROM migration WHERE number = ?1", [number], |row| row.get(0))
            .optional()?;
        match taken {
            Some(taken) if taken == checksum => {}
            Some(_) => return Err(DatabaseError::Damaged(format!("step {number} of its schema is another one"))),
            None => {
                transaction.execute_batch(step)?;
                transaction.execute("INSERT INTO migration VALUES (?1, ?2)", params![number, checksum])?;
                if number == SHELVES {
                    Records(&transaction, "").put_tags_of_all()?;
                }
                if number == NAMES {
                    Records(&transaction, "").put_names_of_all()?;
                }
            }
        }
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_newer_portal_is_refused_and_left_alone() {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate(&mut connection).expect("a new database");
        migrate(&mut connection).expect("nothing left to do");
        connection.execute("INSERT INTO migration VALUES (999, 'x')", []).expect("a later step");
        assert!(matches!(migrate(&mut connection), Err(DatabaseError::Newer { found: 999, .. })));
    }

    #[test]
    fn a_shipped_step_that_was_edited_is_noticed() {
        let mut connection = Connection::open_in_memory().expect("a database");
        migrate(&mut connection).expect("a new database");
        connection.execute("UPDATE migration SET checksum = 'x' WHERE number = 2", []).expect("edited");
        assert!(matches!(migrate(&mut connection), Err(DatabaseError::Damaged(_))));
    }
}
