//! Streams that are closed before the run: nobody reads the report, and the exit code is the verdict all the same.

use std::fs;
use std::process::Command;

use super::no_go;
use crate::support::story::{AS_OF, FORMATS, Story};

/// Runs `check` in a shell that closes these streams first.
fn closing(story: &Story, format: &str, more: &str) -> (Option<i32>, Vec<u8>) {
    let run =
        format!("exec '{}' check --as-of {AS_OF} --format {format} {more}", env!("CARGO_BIN_EXE_gonogo"));
    let output = Command::new("sh").args(["-c", &run]).current_dir(story.folder()).output().expect("sh");
    (output.status.code(), output.stdout)
}

#[test]
fn closed_streams_change_no_verdict() {
    for (story, code) in [(Story::new(), 0), (no_go(), 1), (Story::with_git(), 0)] {
        for closed in [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"] {
            for format in FORMATS {
                assert_eq!(closing(&story, format, closed).0, Some(code), "{closed} {format}");
            }
        }
        let (_, printed) = closing(&story, "json", "<&- 2>&-");
        assert_eq!(String::from_utf8(printed).expect("a text"), story.check("json").out);
    }
    let invalid = Story::new();
    invalid.write("release.toml", "name = 3\n");
    for closed in [">&-", "2>&-", "<&- >&- 2>&-"] {
        assert_eq!(closing(&invalid, "text", closed).0, Some(2), "{closed}");
        assert_eq!(closing(&invalid, "text", &format!("nowhere.toml {closed}")).0, Some(2), "{closed}");
    }
}

/// The report must not end up in a file that took the number of a closed stream, nor anything else in the report.
#[test]
fn a_report_file_is_whole_where_all_streams_are_closed() {
    for (story, code) in [(Story::with_git(), 0), (no_go(), 1)] {
        let expected = story.check("json").out;
        let ended = closing(&story, "json", "--output ../report <&- >&- 2>&-");
        assert_eq!(ended.0, Some(code));
        assert_eq!(fs::read_to_string(story.outside("report")).expect("a report"), expected);
    }
}
