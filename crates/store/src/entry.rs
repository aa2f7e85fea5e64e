//! The tables of the vocabulary: tags, sections, people and cities with a label per edition.

use crate::migrations::Migration;

pub(crate) const CREATE: Migration = Migration {
    number: 4,
    sql: "
        CREATE TABLE entry (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            kind TEXT NOT NULL DEFAULT '',
            parent TEXT NOT NULL DEFAULT ''
        ) STRICT;

        CREATE TABLE entry_label (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            edition TEXT NOT NULL,
            label_hash BLOB,
            label TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (document, edition)
        ) STRICT;
    ",
};
