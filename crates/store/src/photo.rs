//! The tables of photos: what is said about a picture once, and per edition. The picture itself lies in a file.

use crate::migrations::Migration;

pub(crate) const CREATE: Migration = Migration {
    number: 3,
    sql: "
        CREATE TABLE photo (
            document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
            creator TEXT NOT NULL DEFAULT '',
            credit_line TEXT NOT NULL DEFAULT '',
            rights_basis TEXT NOT NULL DEFAULT '',
            usage_terms TEXT NOT NULL DEFAULT '',
            decorative TEXT NOT NULL DEFAULT '',
            file_name TEXT NOT NULL DEFAULT '',
            media_type TEXT NOT NULL DEFAULT '',
            width TEXT NOT NULL DEFAULT '',
            height TEXT NOT NULL DEFAULT '',
            size_bytes TEXT NOT NULL DEFAULT ''
        ) STRICT;

        CREATE TABLE photo_text (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            edition TEXT NOT NULL,
            caption_hash BLOB,
            alt_text_hash BLOB,
            caption TEXT NOT NULL DEFAULT '',
            alt_text TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (document, edition)
        ) STRICT;
    ",
};

pub(crate) const ADD_RIGHTS: Migration = Migration {
    number: 24,
    sql: "
        ALTER TABLE photo ADD COLUMN copyright_notice TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN source TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN digital_source_type TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN licence_until TEXT NOT NULL DEFAULT '';
    ",
};

pub(crate) const ADD_ORIGIN: Migration = Migration {
    number: 29,
    sql: "
        ALTER TABLE photo ADD COLUMN job_title TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN instructions TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN web_statement TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN event TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN city TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN country TEXT NOT NULL DEFAULT '';
    ",
};

/// The columns of crops.
pub(crate) const ADD_CROPS: Migration = Migration {
    number: 30,
    sql: "
        ALTER TABLE photo ADD COLUMN focal_point TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN crop_wide TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN crop_standard TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN crop_square TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN crop_tall TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN crop_free TEXT NOT NULL DEFAULT '';
    ",
};

/// What a licence does not hold for.
pub(crate) const ADD_RESTRICTION: Migration =
    Migration { number: 31, sql: "ALTER TABLE photo ADD COLUMN licence_restriction TEXT NOT NULL DEFAULT '';" };

/// A headline, and a description for whoever cannot see it, in each edition.
pub(crate) const ADD_WORDS: Migration = Migration {
    number: 37,
    sql: "
        ALTER TABLE photo_text ADD COLUMN headline_hash BLOB;
        ALTER TABLE photo_text ADD COLUMN extended_description_hash BLOB;
        ALTER TABLE photo_text ADD COLUMN headline TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo_text ADD COLUMN extended_description TEXT NOT NULL DEFAULT '';
    ",
};

/// When and where it was made, who and what is in it.
pub(crate) const ADD_CONTENTS: Migration = Migration {
    number: 32,
    sql: "
        ALTER TABLE photo ADD COLUMN country_code TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN province TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN sublocation TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN date_created TEXT NOT NULL DEFAULT '';
        ALTER TABLE photo ADD COLUMN licensor TEXT NOT NULL DEFAULT '';

        CREATE TABLE photo_keyword (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            keyword TEXT NOT NULL,
            PRIMARY KEY (document, keyword)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE photo_person (
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            person TEXT NOT NULL,
            PRIMARY KEY (document, person)
        ) STRICT, WITHOUT ROWID;
    ",
};
