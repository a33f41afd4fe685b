//! What is confirmed, and what that is in the file.

use anyhow::bail;

use super::said::{Word, plain, refused, text, way};
use super::{point, whom};
use crate::checks::checkpoints::asked::{Asked, HANDOVER, PARTS, asked};
use crate::checks::checkpoints::due::Due;
use crate::checks::directory::folded;
use crate::cli::Confirm;
use crate::commands::load::Loaded;
use crate::record::entry::quoted;
use crate::record::insert::Step;
use crate::shape::suggest;
use crate::source::Span;
use crate::untrusted::{Untrusted, message};

/// What can be confirmed.
pub(super) enum What<'c> {
    /// The list.
    Scope,
    /// The tests.
    Tests,
    /// That support knows.
    Support,
    /// That going back was tried.
    Rehearsal,
    /// A checkpoint.
    Checkpoint(Asked<'c>),
    /// A stop rule, by its place.
    StopRule(usize),
}

impl<'c> What<'c> {
    /// What somebody means: one of four words, a checkpoint, or the sentence of a stop rule.
    pub(super) fn of(what: &str, loaded: &'c Loaded) -> anyhow::Result<Self> {
        let named = what.strip_prefix("checkpoint.");
        match what {
            "scope" => return Ok(Self::Scope),
            "tests" => return Ok(Self::Tests),
            "support" => return Ok(Self::Support),
            "rehearsal" => return Ok(Self::Rehearsal),
            _ => {}
        }
        let id = named.unwrap_or(what);
        let mut all = asked(&loaded.release, &loaded.policy);
        if !all.iter().any(|asked| asked.id == HANDOVER) {
            all.push(Asked {
                id: HANDOVER,
                at: Span::default(),
                point: None,
                said: None,
                due: Due::launch(),
            });
        }
        if let Some(at) = all.iter().position(|asked| asked.id == id) {
            return Ok(Self::Checkpoint(all.swap_remove(at)));
        }
        let sentences: Vec<&str> = loaded
            .release
            .stop_rules
            .items()
            .iter()
            .map(|rule| rule.rule.get().map_or("", |text| text.words.raw()))
            .collect();
        let mut same = sentences.iter().enumerate().filter(|(_, sentence)| folded(sentence) == folded(what));
        match (same.next(), same.next()) {
            (Some((at, _)), None) => return Ok(Self::StopRule(at)),
            (Some(_), Some(_)) => bail!("two stop rules have this sentence: make them differ first"),
            (None, _) => {}
        }
        let known =
            PARTS.into_iter().chain(all.iter().map(|asked| asked.id)).chain(sentences.iter().copied());
        let known: Vec<&str> = known.filter(|known| !known.is_empty()).collect();
        let hint = suggest::hint(what, known.iter().copied());
        Err(refused(&message!(
            "nothing here is called \"{}\"{}; what can be confirmed: {}",
            what,
            hint,
            known.iter().take(NAMED).map(|known| (*known).to_owned()).collect::<Vec<_>>().join(", ")
        )))
    }

    /// Whether the word says which commit it is about.
    pub(super) fn is_about_build(&self) -> bool {
        matches!(self, Self::Tests | Self::Checkpoint(_))
    }

    /// Refuses options that mean nothing for it.
    pub(super) fn takes(&self, arguments: &Confirm) -> anyhow::Result<()> {
        let takes_text = matches!(self, Self::Tests | Self::Checkpoint(_) | Self::StopRule(_));
        if arguments.text.is_some() && !takes_text {
            bail!("a text is for tests, checkpoints and stop rules alone");
        }
        if arguments.not.is_some() && !matches!(self, Self::Checkpoint(_)) {
            bail!("--not is for checkpoints alone; a stop rule that came true is \"tripped\"");
        }
        let is_rehearsal = matches!(self, Self::Rehearsal);
        if !is_rehearsal && (arguments.minutes.is_some() || arguments.place.is_some()) {
            bail!("--minutes and --where are for a rehearsal alone");
        }
        Ok(())
    }

    /// The word of this person, at this moment.
    pub(super) fn word(
        &self,
        arguments: &Confirm,
        loaded: &Loaded,
        by: &Untrusted,
        (on, build): (&str, Option<&str>),
    ) -> anyhow::Result<Word> {
        let release = &loaded.release;
        match self {
            Self::Scope => {
                whom::not_over(&release.scope.approved_by, by, "`approved_by` under [scope]", loaded)?;
                let fields = vec![text("approved_by", by.raw()), plain("approved_on", on)];
                Ok(Word::new(way(&["scope"]), fields, "the scope is approved"))
            }
            Self::Tests => {
                whom::not_over(&release.tests.confirmed_by, by, "`confirmed_by` under [tests]", loaded)?;
                let mut fields = vec![text("confirmed_by", by.raw()), plain("confirmed_on", on)];
                fields.extend(build.map(|build| text("build", build)));
                fields.extend(arguments.text.as_deref().map(|ran| text("ran", ran)));
                let mut word = Word::new(way(&["tests"]), fields, "the tests are confirmed");
                if arguments.text.is_none() && !release.tests.ran.is_given() {
                    word.missing = Some("nobody says yet what ran: name it behind the file, or set `ran`");
                }
                Ok(word)
            }
            Self::Support => {
                whom::not_over(&release.support.contact, by, "`contact` under [support]", loaded)?;
                let fields = vec![text("contact", by.raw()), plain("told_on", on)];
                Ok(Word::new(way(&["support"]), fields, "support knows"))
            }
            Self::Rehearsal => {
                whom::not_over(&release.rollback.rehearsal.by, by, "`rehearsal` under [rollback]", loaded)?;
                let minutes = arguments.minutes.map(|minutes| minutes.to_string());
                let fields = vec![
                    plain("on", on),
                    text("by", by.raw()),
                    ("where".to_owned(), arguments.place.as_deref().map(quoted)),
                    ("minutes".to_owned(), minutes),
                ];
                Ok(Word::new(way(&["rollback", "rehearsal"]), fields, "the rollback is rehearsed"))
            }
            Self::Checkpoint(asked) => point::word(asked, arguments, loaded, by, (on, build)),
            Self::StopRule(at) => stop_rule(*at, arguments, loaded, by, on),
        }
    }
}

/// Names that are told of what can be confirmed.
const NAMED: usize = 20;

fn stop_rule(
    at: usize,
    arguments: &Confirm,
    loaded: &Loaded,
    by: &Untrusted,
    on: &str,
) -> anyhow::Result<Word> {
    let state = match arguments.text.as_deref() {
        None | Some("clear") => "clear",
        Some("tripped") => "tripped",
        Some(other) => bail!(
            "a stop rule is clear or tripped, not \"{}\"",
            crate::render::escape::terminal(&other.into())
        ),
    };
    let Some(rule) = loaded.release.stop_rules.items().get(at) else { bail!("there is no such stop rule") };
    whom::not_over(&rule.checked_by, by, "`checked_by` of the stop rule", loaded)?;
    let fields = vec![text("state", state), text("checked_by", by.raw()), plain("checked_on", on)];
    let sentence = rule.rule.get().map(|text| text.words.clone()).unwrap_or_default();
    let table = vec![Step::Key("stop_rule".to_owned()), Step::At(at)];
    Ok(Word::new(table, fields, message!("stop rule {}: {}", state, sentence)))
}
