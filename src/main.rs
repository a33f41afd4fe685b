//! The program: real arguments, streams, clock and folder, handed to the library.

fn main() {}
