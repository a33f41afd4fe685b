//! The markup of a report, held to the rules of XML that the event reader leaves to its caller.
//!
//! Every element closes, there is one root, nothing but comments and blank space follows it, no entity is resolved and
//! no document type followed. What elements mean is for a [`Sink`].

use std::io::Read;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError, SyntaxError};
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use crate::limits;
use crate::untrusted::Untrusted;

use super::super::foreign;
use super::super::names::clip;
use super::attributes::is_name;
use super::feed::Feed;
use super::{Sink, Unreadable};

/// A buffer that grew beyond this for one event is given back.
const USUAL_EVENT: usize = 1024 * 1024;

/// Where in the document the parser stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Nothing was read.
    Start,
    /// Before the root element; `true` once a document type was declared.
    Before { doctype: bool },
    /// Within the root element.
    Inside,
    /// Behind it.
    After,
}

/// Reads one document to its end; `tags` is how many tags and references may still be met, here and in later reports.
pub(in crate::evidence::tests) fn run<S: Sink>(
    input: impl Read,
    tags: &mut u64,
    sink: S,
) -> Result<S, Unreadable> {
    let mut reader = Reader::from_reader(Feed::new(input)?);
    reader.config_mut().enable_all_checks(true);
    let mut document = Document { place: Place::Start, depth: 0, tags, sink };
    let mut buffer = Vec::new();
    loop {
        let at = reader.get_ref().position();
        reader.get_mut().begin_event();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                let end = reader.get_ref().position();
                let fault = reader.get_mut().take_fault();
                return Err(fault.unwrap_or_else(|| document.fault(error, at, end)));
            }
        };
        document.count(reader.get_mut().take_odd())?;
        match event {
            Event::Eof => return document.end(at),
            Event::Text(_) => {}
            _ => document.count(1)?,
        }
        document.take(event, at)?;
        buffer.clear();
        buffer.shrink_to(USUAL_EVENT);
    }
}

/// What is known of the document so far.
struct Document<'t, S> {
    place: Place,
    depth: usize,
    /// How many tags and references may still be met.
    tags: &'t mut u64,
    sink: S,
}

impl<S: Sink> Document<'_, S> {
    /// Takes in that so many tags or references were met.
    fn count(&mut self, met: u64) -> Result<(), Unreadable> {
        let left = self.tags.checked_sub(met);
        *self.tags = left.unwrap_or_default();
        left.map(|_| ()).ok_or(Unreadable::TooMany { limit: limits::REPORTS_TAGS })
    }

    fn take(&mut self, event: Event<'_>, at: u64) -> Result<(), Unreadable> {
        match event {
            Event::Start(tag) => self.open(&tag, at),
            Event::Empty(tag) => {
                self.open(&tag, at)?;
                self.close();
                Ok(())
            }
            Event::End(_) => {
                self.close();
                Ok(())
            }
            Event::Text(text) => self.text(&text, at),
            Event::CData(text) => self.cdata(&text, at),
            Event::GeneralRef(name) => self.reference(&name, at),
            Event::Decl(_) => self.declaration(at),
            Event::DocType(text) => self.doctype(&text, at),
            Event::PI(_) | Event::Comment(_) => {
                self.begin();
                Ok(())
            }
            Event::Eof => Ok(()),
        }
    }

    fn begin(&mut self) {
        if self.place == Place::Start {
            self.place = Place::Before { doctype: false };
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<(), Unreadable> {
        match self.place {
            Place::After => return Err(Unreadable::SecondRoot { at }),
            Place::Inside if self.depth >= limits::XML_DEPTH => {
                return Err(Unreadable::TooDeep { limit: limits::XML_DEPTH, at });
            }
            Place::Start | Place::Before { .. } if !self.sink.begin(element.local_name().into_inner()) => {
                return Err(self.other_root(element, at));
            }
            _ => {}
        }
        self.place = Place::Inside;
        self.depth = self.depth.saturating_add(1);
        let references = self.sink.open(element, at)?;
        self.count(references)
    }

    fn other_root(&self, element: &BytesStart<'_>, at: u64) -> Unreadable {
        let root = element.name().into_inner();
        if is_name(root) {
            foreign::by_root(element.local_name().into_inner())
                .unwrap_or_else(|| Unreadable::OtherFormat { root: Untrusted::new(clip(root)) })
        } else if self.place == Place::Start {
            Unreadable::NotXml { at }
        } else {
            Unreadable::IllFormed { what: "an element has no proper name", at }
        }
    }

    fn close(&mut self) {
        self.sink.close();
        self.depth = self.depth.saturating_sub(1);
        if self.depth == 0 {
            self.place = Place::After;
        }
    }

    fn text(&mut self, text: &str, at: u64) -> Result<(), Unreadable> {
        match self.place {
            Place::Inside if text.contains("]]>") => Err(Unreadable::IllFormed {
                what: "`]]>` stands in a text, so a CDATA section ends twice",
                at,
            }),
            Place::Inside => {
                self.sink.text(text);
                Ok(())
            }
            _ if text.bytes().all(is_blank) => Ok(()),
            Place::After => Err(Unreadable::SecondRoot { at }),
            Place::Start => Err(Unreadable::NotXml { at }),
            Place::Before { .. } => {
                Err(Unreadable::IllFormed { what: "a text stands before the first element", at })
            }
        }
    }

    fn cdata(&mut self, text: &str, at: u64) -> Result<(), Unreadable> {
        if self.place != Place::Inside {
            return Err(self.out_of_place(at));
        }
        self.sink.text(text);
        Ok(())
    }

    fn reference(&mut self, name: &str, at: u64) -> Result<(), Unreadable> {
        if self.place != Place::Inside {
            return Err(self.out_of_place(at));
        }
        if let Some(text) = resolve_predefined_entity(name) {
            self.sink.text(text);
            return Ok(());
        }
        let is_number = name.starts_with('#') && name.len() <= 10;
        match is_number.then(|| unescape(&format!("&{name};")).map(|text| self.sink.text(&text))) {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) => Err(Unreadable::IllFormed { what: "a reference is to no character", at }),
            None => Err(Unreadable::Entity { name: Untrusted::new(clip(name)), at }),
        }
    }

    fn out_of_place(&self, at: u64) -> Unreadable {
        match self.place {
            Place::After => Unreadable::SecondRoot { at },
            Place::Start => Unreadable::NotXml { at },
            _ => Unreadable::IllFormed { what: "a text stands before the first element", at },
        }
    }

    fn declaration(&mut self, at: u64) -> Result<(), Unreadable> {
        match self.place {
            Place::Start => {
                self.begin();
                Ok(())
            }
            Place::After => Err(Unreadable::SecondRoot { at }),
            _ => Err(Unreadable::IllFormed {
                what: "an XML declaration stands elsewhere than at the beginning",
                at,
            }),
        }
    }

    fn doctype(&mut self, text: &str, at: u64) -> Result<(), Unreadable> {
        match self.place {
            Place::After => Err(Unreadable::SecondRoot { at }),
            Place::Start | Place::Before { doctype: false } if text.contains('[') => {
                Err(Unreadable::Doctype { at })
            }
            Place::Start | Place::Before { doctype: false } => {
                self.place = Place::Before { doctype: true };
                Ok(())
            }
            _ => Err(Unreadable::IllFormed { what: "a document type is declared in the wrong place", at }),
        }
    }

    fn end(self, at: u64) -> Result<S, Unreadable> {
        match self.place {
            Place::After => Ok(self.sink),
            Place::Start => Err(Unreadable::Empty),
            Place::Before { .. } | Place::Inside => Err(Unreadable::Cut { at }),
        }
    }

    /// Puts an error of the event reader into our words: it was reading an event from `at` and had got to `end`.
    fn fault(&self, error: Error, at: u64, end: u64) -> Unreadable {
        let ill = |what| Unreadable::IllFormed { what, at };
        match error {
            Error::Io(error) => Unreadable::Io(error.to_string()),
            Error::Syntax(SyntaxError::InvalidBangMarkup) if self.place == Place::Start => {
                Unreadable::NotXml { at }
            }
            Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                ill("a tag begins with `<!` and is none that XML knows")
            }
            // All other faults of syntax are markup that was still open when the input ended.
            Error::Syntax(_) if self.place == Place::After => Unreadable::SecondRoot { at },
            Error::Syntax(_) => Unreadable::Cut { at: end },
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => Unreadable::Mismatch {
                expected: Untrusted::new(clip(&expected)),
                found: Untrusted::new(clip(&found)),
                at,
            },
            Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) if self.place == Place::After => {
                Unreadable::SecondRoot { at }
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => ill("a closing tag closes nothing"),
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => ill("`--` stands in a comment"),
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                ill("an `&` in a text begins no reference")
            }
            Error::IllFormed(IllFormedError::MissingDoctypeName) => ill("a document type has no name"),
            _ => ill("its markup cannot be read"),
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
