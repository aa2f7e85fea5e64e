//! Decoding, orienting and scaling pictures within bounds.
