//! The word about a checkpoint: which side of it is this person's, and what the other side has said.

use super::word::{Field, Word, plain, text, way};
use super::{refused, whom};
use crate::checks::case::{Case, Conditions, person};
use crate::checks::catalogue::catalogue;
use crate::checks::checkpoints::asked::Asked;
use crate::checks::checkpoints::whose::{answerable, giver, is_one_of};
use crate::checks::directory::is_same;
use crate::cli::Confirm;
use crate::commands::load::Loaded;
use crate::evidence::Evidence;
use crate::untrusted::{Untrusted, message};

/// Which of two people speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Who answers, and takes over.
    By,
    /// Who hands over.
    From,
}

/// The word of this person about a checkpoint.
pub(super) fn word(
    asked: &Asked,
    arguments: &Confirm,
    loaded: &Loaded,
    by: &Untrusted,
    (on, build): (&str, Option<&str>),
) -> anyhow::Result<Word> {
    let side = side(asked, loaded, by)?;
    let said = asked.said.map(|(_, said)| said);
    let (own, key) = match side {
        Side::By => (said.map(|said| &said.by), "by"),
        Side::From => (said.map(|said| &said.from), "from"),
    };
    if let Some(own) = own {
        whom::not_over(own, by, &format!("`{key}` of `{}` under [confirmed]", asked.id), loaded)?;
    }
    let mut fields: Vec<Field> = match side {
        Side::By => vec![text("by", by.raw()), plain("on", on)],
        Side::From => vec![text("from", by.raw()), plain("from_on", on)],
    };
    if let Some(see) = &arguments.text {
        fields.push(text("see", see));
    }
    fields.extend(about(asked, loaded, side, build)?.map(|build| text("build", build)));
    let not = arguments.not.as_deref();
    match (side, not) {
        (Side::By, not) => fields.push(("not".to_owned(), not.map(crate::record::entry::quoted))),
        (Side::From, Some(why)) => fields.push(text("not", why)),
        (Side::From, None) => {}
    }
    let verb = match (side, not) {
        (_, Some(_)) => "is not so",
        (Side::By, None) if asked.is_handoff() => "is taken over",
        (Side::From, None) => "is handed over",
        (Side::By, None) => "is confirmed",
    };
    Ok(Word::new(way(&["confirmed", asked.id]), fields, message!("\"{}\" {}", asked.what(), verb)))
}

/// Which side is this person's; it has to be one.
fn side(asked: &Asked, loaded: &Loaded, by: &Untrusted) -> anyhow::Result<Side> {
    let evidence = Evidence::default();
    let (release, policy) = (&loaded.release, &loaded.policy);
    let case = Case::new(catalogue(), release, policy, &evidence, Conditions::default());
    let takers = answerable(&case, asked);
    let can_take = is_one_of(&takers, by);
    let givers = giver(&case, asked);
    let can_give = asked.is_handoff() && givers.as_ref().map_or(!can_take, |givers| is_one_of(givers, by));
    let given = asked.said.and_then(|(_, said)| person(&said.from));
    match (can_take, can_give) {
        (true, true) if given.is_none_or(|given| is_same(given, by)) => Ok(Side::From),
        (true, _) => Ok(Side::By),
        (false, true) => Ok(Side::From),
        (false, false) => Err(not_theirs(asked, &[takers, givers.unwrap_or_default()].concat(), by)),
    }
}

fn not_theirs(asked: &Asked, may: &[&Untrusted], by: &Untrusted) -> anyhow::Error {
    let names: Vec<&str> = may.iter().map(|name| name.raw()).collect();
    let whose = match names.as_slice() {
        [] => "nobody fills the role that it asks for: name one person under [roles]".to_owned(),
        names => format!("it is for {}", names.join(", or ")),
    };
    refused(&message!("\"{}\" is not for {} to confirm: {}; nothing was recorded", asked.what(), by, whose))
}

/// The commit that the word is about. Both sides of a handoff speak about one.
fn about<'b>(
    asked: &Asked,
    loaded: &Loaded,
    side: Side,
    build: Option<&'b str>,
) -> anyhow::Result<Option<&'b str>> {
    let Some((_, said)) = asked.said else { return Ok(build) };
    let other = match side {
        Side::By => person(&said.from),
        Side::From => person(&said.by),
    };
    let (Some(other), Some(written), Some(own)) = (other, said.build.get(), build) else { return Ok(build) };
    let written = written.text.raw();
    let is_named = loaded.release.build.to.get().is_some_and(|to| to.text.raw() == written);
    if is_named || written == own {
        return Ok(None);
    }
    Err(refused(&message!(
        "{} spoke about another build, {}; this one is {}. Remove `{}` under [confirmed], and let both say it anew; \
         nothing was recorded",
        other,
        written,
        own,
        asked.id
    )))
}
