//! Brings a database to the form this version works with: numbered steps, each run once, none ever changed.
//!
//! The steps stand beside the tables they make; this module only knows their order. SQLite's `user_version` holds the
//! number of the last one.

use rusqlite::{Connection, TransactionBehavior};

use crate::{
    StoreError, base, card, document, entry, extra_part, journal, left_text, memory, outbox, photo, photo_likeness,
    photo_list, photo_said, picture_waiting, searched, setting, shelf, story, unread_passage, version_end,
    version_name, wanted, workflow,
};

/// One step.
pub(crate) struct Migration {
    /// Its number: one more than the step before.
    pub(crate) number: u32,
    /// What it does.
    pub(crate) sql: &'static str,
}

/// All steps in order. Shipped ones are frozen: a change is a new step, beside its table.
const MIGRATIONS: &[&Migration] = &[
    &document::CREATE,
    &story::CREATE,
    &photo::CREATE,
    &entry::CREATE,
    &extra_part::CREATE,
    &base::CREATE,
    &workflow::CREATE,
    &card::CREATE,
    &outbox::CREATE,
    &picture_waiting::CREATE,
    &journal::CREATE,
    &setting::CREATE,
    &version_name::CREATE,
    &workflow::ADD_DISPLAYED,
    &version_end::CREATE,
    &entry::ADD_ALIAS,
    &unread_passage::CREATE,
    &base::ADD_SEQUENCE,
    &journal::ADD_VERSION,
    &wanted::CREATE,
    &left_text::CREATE,
    &searched::CREATE,
    &shelf::CREATE,
    &photo::ADD_RIGHTS,
    &story::ADD_FOLLOWING,
    &shelf::ADD_BEHIND,
    &memory::CREATE,
    &photo_list::CREATE,
    &photo::ADD_ORIGIN,
    &photo::ADD_CROPS,
    &photo::ADD_RESTRICTION,
    &photo::ADD_CONTENTS,
    &photo_likeness::CREATE,
    &photo_said::CREATE,
    &workflow::ADD_PASSAGES,
    &shelf::LOOK_AT_PUBLIC,
    &photo::ADD_WORDS,
    &shelf::ADD_MENTIONS,
    &story::ADD_PLANNING,
    &shelf::ADD_PLANNING,
    &photo_list::ADD_RATING,
];

/// The number of the newest step.
const NEWEST: u32 = MIGRATIONS.len() as u32;

/// Runs the steps that this database has not seen; says whether there were any.
pub(crate) fn migrate(connection: &mut Connection) -> Result<bool, StoreError> {
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > NEWEST {
        return Err(StoreError::Newer { found, known: NEWEST });
    }
    if found == NEWEST {
        return Ok(false);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > found) {
        transaction.execute_batch(migration.sql)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_migrations_never_change() {
        let checksums: String = MIGRATIONS
            .iter()
            .map(|step| format!("{} {}\n", step.number, &blake3::hash(step.sql.as_bytes()).to_hex()[..16]))
            .collect();
        expect_test::expect![[r#"
            1 ea960119939c77dd
            2 512a3de4652fafe1
            3 10bef1f3651e92d1
            4 aa0193b54ab08282
            5 179ac58409efd231
            6 6786946f9e09b954
            7 ac153b8dc9fd86ee
            8 7e4155f6742c9809
            9 19cf9fdcf336dea2
            10 f2f35c1793c1a8b0
            11 4527aab7e496d0ea
            12 1add6fd02f52ffc3
            13 ce20e18248217363
            14 bbf86b41eae49424
            15 16d6fc7dec8ca2d4
            16 bb70f5866568ef98
            17 d0459104f0d34b38
            18 76b83b97514d07a1
            19 f7248d8b4b8984c5
            20 bbbf1d1a11c11b4f
            21 c2a5bd5bc52c6d07
            22 cdfe2c45005c5a16
            23 296ddf7f8e278bdf
            24 ae384eb01388a785
            25 4e97cbb8be7c3c51
            26 a0ce8d314a36b1ee
            27 59f1c97f56f0abc5
            28 7a027c95349f022e
            29 39d79651ab920c57
            30 1499dba0a8864828
            31 2ab259372295a2d0
            32 48ab54d4de17a3fe
            33 90fcdd36315744f4
            34 d645c0e6100c6722
            35 2cd6b75455110e22
            36 fa7b8dee27cfa216
            37 af273ccb4c664ed5
            38 adfb7ffed80d4fca
            39 ec611f37a966d108
            40 a08ae67afb855b27
            41 43269388faf860d4
        "#]]
        .assert_eq(&checksums);
        let numbers: Vec<u32> = MIGRATIONS.iter().map(|step| step.number).collect();
        assert_eq!(numbers, (1..=NEWEST).collect::<Vec<_>>());
    }

    #[test]
    fn a_database_of_a_later_version_is_refused_untouched() {
        let mut connection = Connection::open_in_memory().expect("a database");
        connection.pragma_update(None, "user_version", NEWEST + 1).expect("set");
        let refused = migrate(&mut connection);
        assert!(matches!(refused, Err(StoreError::Newer { found, known }) if found == known + 1), "{refused:?}");
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).expect("counted");
        assert_eq!(tables, 0);
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = Connection::open_in_memory().expect("a database");
        assert!(migrate(&mut connection).expect("migrated"));
        connection.execute("INSERT INTO setting (name, value) VALUES ('a', 'b')", []).expect("inserted");
        assert!(!migrate(&mut connection).expect("nothing to do"));
        let value: String = connection.query_row("SELECT value FROM setting", [], |row| row.get(0)).expect("kept");
        assert_eq!(value, "b");
    }
}
