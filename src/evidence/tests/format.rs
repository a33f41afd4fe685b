//! Which reader a file belongs to, by its content: its name says nothing.

use std::io::{Cursor, Read};

use quick_xml::events::BytesStart;

use super::xml::{self, Sink};
use super::{Report, Unreadable, Watch, ctrf, foreign, junit, trx};

/// How much is read ahead to see what a file is.
const AHEAD: usize = 512;

/// Reads one report as a stream; it is never held whole. `tags` is how many tags and references may still be met in
/// this report and those behind it, of [`crate::limits::REPORTS_TAGS`]; those that were met are taken from it.
pub(crate) fn read(mut input: impl Read, tags: &mut u64, watch: Watch) -> Result<Report, Unreadable> {
    let mut ahead = Vec::new();
    let wanted = u64::try_from(AHEAD).unwrap_or(u64::MAX);
    (&mut input).take(wanted).read_to_end(&mut ahead).map_err(|error| Unreadable::Io(error.to_string()))?;
    let text = ahead.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&ahead);
    let mark = ahead.len().saturating_sub(text.len());
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace()).copied();
    let beginning = String::from_utf8_lossy(text).into_owned();
    let mut ahead = Cursor::new(ahead);
    if matches!(first, Some(b'{' | b'[')) {
        ahead.set_position(u64::try_from(mark).unwrap_or(0));
        return ctrf::read(ahead.chain(input), tags, watch);
    }
    match xml::run(ahead.chain(input), tags, Content::Unknown(watch)) {
        Ok(content) => content.end(),
        Err(fault @ Unreadable::NotXml { .. }) => Err(foreign::by_text(&beginning).unwrap_or(fault)),
        Err(fault) => Err(fault),
    }
}

/// The reader of an XML file, once its outermost element was seen.
enum Content {
    Unknown(Watch),
    Junit(Box<junit::Tally>),
    Trx(Box<trx::Run>),
}

impl Content {
    fn end(self) -> Result<Report, Unreadable> {
        match self {
            Self::Junit(tally) => Ok(tally.end()),
            Self::Trx(run) => Ok(run.end()),
            Self::Unknown(_) => Err(Unreadable::Empty),
        }
    }
}

impl Sink for Content {
    fn begin(&mut self, root: &str) -> bool {
        let Self::Unknown(watch) = self else { return true };
        let mut junit = Box::new(junit::Tally::new(watch.clone()));
        let mut trx = Box::new(trx::Run::new(watch.clone()));
        if junit.begin(root) {
            *self = Self::Junit(junit);
        } else if trx.begin(root) {
            *self = Self::Trx(trx);
        }
        !matches!(self, Self::Unknown(_))
    }

    fn open(&mut self, element: &BytesStart<'_>, at: u64) -> Result<u64, Unreadable> {
        match self {
            Self::Junit(tally) => tally.open(element, at),
            Self::Trx(run) => run.open(element, at),
            Self::Unknown(_) => Ok(0),
        }
    }

    fn close(&mut self) {
        match self {
            Self::Junit(tally) => tally.close(),
            Self::Trx(run) => run.close(),
            Self::Unknown(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self {
            Self::Junit(tally) => tally.text(text),
            Self::Trx(run) => run.text(text),
            Self::Unknown(_) => {}
        }
    }
}
