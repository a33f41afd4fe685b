//! The commit that somebody says the tests were confirmed on.

use super::git::Repository;
use super::root::Root;
use super::{Fault, Gathered};
use crate::shape::leaf::Token;

/// The full id of the commit that a revision names.
pub(crate) fn gather(root: &Root, revision: &Token) -> Gathered<String> {
    let text = revision.text.raw();
    let resolved = Repository::open_ahead(root.repository_folder(), &[text])
        .and_then(|repository| repository.resolve(text));
    match resolved {
        Ok(id) => Gathered::Read(id.hex()),
        Err(error) => Gathered::Broken(Fault {
            span: revision.span,
            message: error.message(),
            help: error.help().into(),
        }),
    }
}
