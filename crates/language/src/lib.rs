//! Editions and the rules of their languages and scripts.
