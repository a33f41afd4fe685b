//! Files of what a run is expected to print.

use std::fs;
use std::path::Path;

/// Holds what was found against a committed file, or writes that file anew where `UPDATE_CASES` is set; tells the lines
/// that differ.
pub(crate) fn difference(file: &Path, found: &str) -> Option<String> {
    if std::env::var_os("UPDATE_CASES").is_some() {
        fs::write(file, found).expect("a written file");
    }
    let expected = fs::read_to_string(file).unwrap_or_default();
    (found != expected).then(|| {
        let lines = changed_lines(&expected, found);
        format!("{}: what is expected (-) and what was found (+)\n{lines}", file.display())
    })
}

/// The lines between the first and the last that differ, with the one before and the one behind.
pub(crate) fn changed_lines(expected: &str, found: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.split('\n').collect(), found.split('\n').collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let line = |mark: char| move |line: &&str| format!("{mark} {line}\n");
    let before = same.checked_sub(1).map(|at| line(' ')(&old[at]));
    let gone = old[same..old.len() - tail].iter().map(line('-'));
    let come = new[same..new.len() - tail].iter().map(line('+'));
    let after = old.get(old.len() - tail).map(line(' '));
    format!("line {}\n", same + 1)
        + &before.into_iter().chain(gone).chain(come).chain(after).collect::<String>()
}
