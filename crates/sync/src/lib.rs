//! Sync as data: the wire types both sides speak, and the pure state machine that decides what a laptop sends next
//! and what it does with the answer.
//!
//! No sockets, no SQL and no clock: the newsroom drives the machine over HTTP and its store, and a simulator can
//! drive it over anything.

pub mod machine;
pub mod packed;
pub mod protocol;
pub mod scope;
pub mod wire;

#[cfg(test)]
mod wire_golden;
