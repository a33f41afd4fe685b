//! The form of a file: a spanned tree, typed readers over it, and the problems they collect.

pub(crate) mod fault;
pub(crate) mod tree;
