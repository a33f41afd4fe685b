//! End-to-end tests: the real binary, real files, real repositories.
