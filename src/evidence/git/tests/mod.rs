//! Git evidence against real repositories, whole and broken, friendly and hostile.
