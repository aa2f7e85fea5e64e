//! The use cases of the newsroom: the one list of commands, their bodies, error codes and events.
