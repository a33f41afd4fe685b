//! What a person at a terminal is asked, and what they see before anything is written. Nobody else is asked anything.

use anyhow::{Context, bail};

use crate::Env;
use crate::cli::{Call, Decision};
use crate::commands::init::ask::question;
use crate::render::escape;
use crate::shape::date;
use crate::untrusted::Untrusted;

/// What the options said, and then the person.
pub(super) struct Answers {
    /// Why.
    pub why: Option<String>,
    /// The new launch.
    pub date: Option<String>,
    /// Who was told.
    pub told: Vec<String>,
}

impl Answers {
    /// What the options said.
    pub(super) fn of(arguments: &Call) -> Self {
        let Call { why, date, told, .. } = arguments;
        Self { why: why.clone(), date: date.clone(), told: told.clone() }
    }

    /// Asks for what is missing; without a terminal that is an error.
    pub(super) fn ask(&mut self, say: Decision, around: &mut Env) -> anyhow::Result<()> {
        if self.why.is_none() {
            self.why = Some(asked("--why", "Why? ", around)?);
        }
        if self.date.is_none() && say == Decision::Delay {
            self.date = Some(new_launch(around)?);
        }
        if self.told.is_empty() && say != Decision::Ship && around.screen.is_interactive {
            let told = question("Who was told? Several with commas (Enter: nobody yet) ", around)?;
            let told = told.unwrap_or_default();
            self.told =
                told.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
        }
        Ok(())
    }
}

/// How often a date may be mistyped.
const TRIES: usize = 3;

fn new_launch(around: &mut Env) -> anyhow::Result<String> {
    for _ in 0..TRIES {
        let date =
            asked("--date", "When does it launch instead? Such as 2026-12-01T14:00:00+01:00: ", around)?;
        match date::parse(&date) {
            Ok(_) => return Ok(date),
            Err(why) => writeln!(around.stdout, "  {why}").context("the question cannot be asked")?,
        }
    }
    bail!("--date is missing: nothing was recorded")
}

pub(in crate::commands) fn asked(option: &str, words: &str, around: &mut Env) -> anyhow::Result<String> {
    let answer = if around.screen.is_interactive { question(words, around)? } else { None };
    match answer {
        Some(answer) => Ok(answer),
        None => bail!("{option} is missing: nothing was recorded"),
    }
}

/// Shows what will be recorded, and whether that is meant.
pub(in crate::commands) fn is_agreed(text: String, words: &str, around: &mut Env) -> anyhow::Result<bool> {
    if !around.screen.is_interactive {
        return Ok(true);
    }
    let shown = escape::terminal_block(&Untrusted::new(text));
    writeln!(around.stdout, "\n{shown}").context("it cannot be shown")?;
    let answer = question(&format!("{words} (yes, or Enter to leave it) "), around)?;
    Ok(answer.is_some_and(|answer| matches!(answer.to_lowercase().as_str(), "y" | "yes")))
}
