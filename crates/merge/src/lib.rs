//! The three-way merge and conflict cards.
