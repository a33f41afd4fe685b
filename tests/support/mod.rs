//! What the end-to-end tests share.

pub(crate) mod expected;
pub(crate) mod gonogo;
pub(crate) mod history;
pub(crate) mod schema;
pub(crate) mod story;
pub(crate) mod syntax;
#[cfg(unix)]
pub(crate) mod unprivileged;
