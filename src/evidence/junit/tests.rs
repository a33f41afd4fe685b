//! Tests of the JUnit reader.
