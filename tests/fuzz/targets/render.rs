//! Reports full of one hostile text: in every format it may be seen, and do nothing.
//!
//! Four bytes choose a style and the places that the findings point at; the text follows, which is the file as well.

use super::harmless;
use crate::render::sample;
use crate::report::Excerpt;
use crate::source::{FileId, SourceFile, Span};

pub fn target(data: &[u8]) {
    let Some((seeds, text)) = data.split_first_chunk::<4>() else { return };
    let text = String::from_utf8_lossy(text);
    if text.trim().is_empty() {
        return;
    }
    let mut report = sample::hostile(&text);
    let source = SourceFile::new(text.as_ref(), text.as_ref());
    for release in &mut report.releases {
        release.sources = vec![source.text()];
        for (at, finding) in release.findings.iter_mut().enumerate() {
            let seed = usize::from(seeds[1]).wrapping_mul(at + 1);
            let start = seed.checked_rem(text.len() + 2).unwrap_or_default();
            let end = start + usize::from(seeds[2]).wrapping_mul(at);
            finding.location = source.location(Span::new(FileId::Release, start, end));
            finding.excerpt = Some(Excerpt { source: usize::from(seeds[3] == 7), start, end });
        }
    }
    harmless::check(&report, seeds[0]);
}
