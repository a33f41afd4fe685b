//! XML as reports come in it: decoded, bounded, held to the rules, streamed. What elements mean is not known here.
//!
//! The way of a byte: [`feed`] decodes and bounds it, [`parse`] holds the markup to the rules of XML, a [`Sink`] knows
//! what an element is.

mod attributes;
mod feed;
mod parse;
#[cfg(test)]
mod tests;

use quick_xml::events::BytesStart;

use super::Unreadable;

pub(super) use attributes::{Slots, is_name, read as read_attributes};
pub(super) use parse::run;

/// What takes in the elements of a document.
pub(super) trait Sink {
    /// Whether the outermost element may be called so.
    fn begin(&mut self, root: &str) -> bool;
    /// An element begins at byte `at`; gives how many references stand in its attributes. It has to check the names of
    /// elements that it does not know, and all attributes.
    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<u64, Unreadable>;
    /// The innermost element ends.
    fn close(&mut self);
    /// Text of the innermost element.
    fn text(&mut self, text: &str);
}

/// Fails for an element that no XML allows to be called so.
pub(super) fn check_name(element: &BytesStart<'_>, at: u64) -> Result<(), Unreadable> {
    if is_name(element.name().into_inner()) {
        return Ok(());
    }
    Err(Unreadable::IllFormed { what: "an element has no proper name", at })
}
