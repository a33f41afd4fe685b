//! The two questions that a person at a terminal is asked. Nobody else is.

use std::io::{self, Read};

use super::draft::Answers;
use crate::Env;
use crate::shape::date::{self, Moment};
use crate::untrusted::Untrusted;

/// Longest answer, in bytes.
const LONGEST: usize = 1000;
/// How often a date may be mistyped.
const TRIES: usize = 3;

/// Asks what the options did not say; an empty answer leaves the blank.
pub(super) fn ask(answers: &mut Answers, around: &mut Env) -> io::Result<()> {
    if !around.screen.is_interactive {
        return Ok(());
    }
    if answers.owner.is_none() {
        let owner = question("Who answers for the release? One person (Enter to leave it open): ", around)?;
        answers.owner = owner.map(Untrusted::new);
    }
    for _ in 0..TRIES {
        if answers.date.is_some() {
            break;
        }
        let said = question("When does it launch? Such as 2026-12-01 (Enter to leave it open): ", around)?;
        let Some(said) = said else { break };
        match written(&said) {
            Ok(date) => answers.date = Some(date),
            Err(_) => writeln!(around.stdout, "  That is no date. Write year, month and day: 2026-12-01")?,
        }
    }
    Ok(())
}

/// A date as the file writes it.
pub(super) fn written(text: &str) -> Result<String, String> {
    Ok(match date::parse(text)? {
        Moment::Day(day) => day.to_string(),
        Moment::Local(local) => local.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
        Moment::Exact(at, offset) => at.display_with_offset(offset).to_string(),
    })
}

pub(in crate::commands) fn question(words: &str, around: &mut Env) -> io::Result<Option<String>> {
    write!(around.stdout, "{words}")?;
    around.stdout.flush()?;
    let line = line(around.stdin)?;
    let answer = String::from_utf8_lossy(&line).trim().to_owned();
    Ok((!answer.is_empty()).then_some(answer))
}

/// One line, byte by byte: what stands behind it is the next answer.
fn line(from: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.len() < LONGEST && from.read(&mut byte)? == 1 && byte != *b"\n" {
        line.extend(byte);
    }
    Ok(line)
}
