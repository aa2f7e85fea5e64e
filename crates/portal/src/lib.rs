//! The server that newsroom desktops sync with and readers read.
