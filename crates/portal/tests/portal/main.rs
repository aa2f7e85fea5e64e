//! The portal as laptops and readers meet it: the real program on a loopback port.
