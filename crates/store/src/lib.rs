//! The laptop's encrypted SQLite, its key envelope, photos and lock.
