//! The harness of the journeys: a real portal, laptops with profiles of their own, a virtual display and the real
//! window under WebDriver. It knows the programs by their command lines, their windows and their pages; only what is
//! killed as fast as it types is the newsroom in a process of its own.

mod display;
mod key_ring;
mod kill;
mod laptop;
mod meter;
mod portal;
mod programs;
mod window;

pub use display::Display;
pub use key_ring::KeyRing;
pub use kill::{Survived, kill_typist, kill_window, type_for_ever};
pub use laptop::{Laptop, Said};
pub use meter::Meter;
pub use portal::Portal;
pub use programs::{Group, built, program, screenshots, wait_until};
pub use window::{Key, Window, chord};
