//! What people do, from the keyboard to the reader's page, with the real programs. One binary, so that it is linked
//! once; each file is one journey.

mod archive;
mod bad_input;
mod bad_lines;
mod by_command_line;
mod by_window;
mod commenting;
mod converting;
mod crediting;
mod doubles;
mod encryption;
mod fields;
mod heavy_pictures;
mod history;
mod keys;
mod killed;
mod laptops;
mod library;
mod line;
mod listening;
mod merging;
mod newsroom;
mod people;
mod placed;
mod present;
mod real_page;
mod restored;
mod roles;
mod safety;
mod seen;
mod suggesting;
mod thrift;
mod translating;
mod vocabulary;
mod withdrawn;
mod writing;
