//! The job summary of GitHub Actions: the status note, appended to the file that the runner names.
//!
//! A runner throws a step's summary away when it is too large, and the step goes on as if nothing had been; so the limit
//! is kept here. Which file it is comes from outside: nothing here reads the environment.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::file::shown;
use crate::limits;
use crate::render::markdown;
use crate::report::Report;

/// Appends the note; what earlier commands of the step wrote there stays.
pub(super) fn append(report: &Report, file: Option<&Path>) -> anyhow::Result<()> {
    let path = file.context("--summary: GITHUB_STEP_SUMMARY names no file")?;
    let mut note = Vec::new();
    markdown::render(report, &mut note).context("the job summary cannot be drawn")?;
    let unwritten = || format!("the job summary {} cannot be written", shown(path));
    let mut file = OpenOptions::new().append(true).create(true).open(path).with_context(unwritten)?;
    let before = file.metadata().with_context(unwritten)?.len();
    if before > 0 {
        // A line that was left open ends, and an empty one parts the note from it.
        note.splice(0..0, *b"\n\n");
    }
    let length = u64::try_from(note.len()).unwrap_or(u64::MAX);
    if before.saturating_add(length) > limits::SUMMARY_MIB.saturating_mul(1024 * 1024) {
        bail!(
            "the job summary {} would be larger than {} MiB, and GitHub shows none of it then",
            shown(path),
            limits::SUMMARY_MIB
        );
    }
    file.write_all(&note).and_then(|()| file.flush()).with_context(unwritten)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::render::sample;

    fn note() -> String {
        let mut note = Vec::new();
        markdown::render(&sample::no_go(), &mut note).unwrap();
        String::from_utf8(note).unwrap()
    }

    #[test]
    fn the_note_stands_below_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("summary.md");
        append(&sample::no_go(), Some(&file)).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), note());
        fs::write(&file, "# Before").unwrap();
        append(&sample::no_go(), Some(&file)).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), format!("# Before\n\n{}", note()));
    }

    #[test]
    fn a_summary_that_would_grow_too_large_is_an_error_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("summary.md");
        let room = 1024 * 1024 - note().len() - 2;
        for (before, fits) in [(room, true), (room + 1, false)] {
            fs::write(&file, vec![b'x'; before]).unwrap();
            assert_eq!(append(&sample::no_go(), Some(&file)).is_ok(), fits, "{before}");
            let after = usize::try_from(fs::metadata(&file).unwrap().len()).unwrap();
            assert_eq!(after, if fits { 1024 * 1024 } else { before });
        }
    }

    #[test]
    fn no_file_and_a_folder_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        assert!(append(&sample::no_go(), None).unwrap_err().to_string().contains("GITHUB_STEP_SUMMARY"));
        assert!(append(&sample::no_go(), Some(folder.path())).is_err());
    }
}
