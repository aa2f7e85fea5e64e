//! The portal as laptops and readers meet it: the real program on a loopback port, spoken to over HTTP.

mod accounts;
mod aliases;
mod crash;
mod dating;
mod events;
mod holding;
mod hostile;
mod lists;
mod newsroom;
mod packed;
mod pictures;
mod reading;
mod rights;
mod settings;
mod suggestions;
mod syncing;
mod workflow;
