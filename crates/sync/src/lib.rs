//! Wire types of sync and the pure state machine that decides what to send and what to apply.
