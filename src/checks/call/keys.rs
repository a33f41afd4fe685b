//! `[[call]]`: what was decided, by whom, about what.

use crate::record::statement::Statement;
use crate::shape::date::When;
use crate::shape::leaf::{Person, Text, Token};
use crate::shape::table::choice;
use crate::shape::{Maybe, table};
use crate::untrusted::{Untrusted, message};

table! {
    /// The final decision of one person. Entries are added behind one another and never rewritten.
    struct Call {
        /// What was decided.
        say: Maybe<Say>,
        /// Who decided.
        by: Maybe<Person>,
        /// When.
        on: Maybe<When>,
        /// Why.
        why: Maybe<Text>,
        /// A delay: the launch as it was.
        was: Maybe<When>,
        /// A delay: the new launch.
        date: Maybe<When>,
        /// What it was about: ids of rules.
        cause: Maybe<Vec<Token>>,
        /// Who was told.
        told: Maybe<Vec<Text>>,
        /// The full id of the commit that was judged.
        build: Maybe<Token>,
        /// The digest of the plan that was judged.
        plan: Maybe<Token>,
        /// Until when it holds; else as long as the policy says.
        until: Maybe<When>,
        /// The caller's signature, in one line.
        signature: Maybe<Token>,
    }
}

choice! {
    /// What can be decided.
    enum Say {
        /// It ships.
        Ship = "ship",
        /// It does not ship.
        Stop = "stop",
        /// It ships later.
        Delay = "delay",
        /// What shipped is taken back.
        RollBack = "roll back",
    }
}

impl Call {
    /// The call in a few words.
    pub(crate) fn label(&self) -> Untrusted {
        let say = self.say.get().map_or("a call", |say| say.word());
        match self.by.get().filter(|by| !by.name.is_blank()) {
            Some(by) => message!("{} by {}", say, by.name),
            None => Untrusted::from(say),
        }
    }

    /// Whether it says that the release ships.
    pub(crate) fn is_ship(&self) -> bool {
        self.say.get() == Some(&Say::Ship)
    }

    /// What must never change of it, in one text: all but who was told, which may come later.
    pub(crate) fn unchanging(&self) -> String {
        let said = Statement { told: Vec::new(), ..self.statement() };
        let cause: Vec<&str> = self.cause.items().iter().map(|cause| cause.text.raw()).collect();
        format!("{}cause {}\n", String::from_utf8_lossy(&said.bytes()), cause.join(" "))
    }

    /// What a signature of this call is over. Dates are taken as they are written, with their own offset.
    pub(crate) fn statement(&self) -> Statement {
        let date = |date: &Maybe<When>| date.get().map(When::written).unwrap_or_default();
        let token = |token: &Maybe<Token>| token.get().map(|token| token.text.raw().to_owned());
        Statement {
            say: self.say.get().map(|say| say.word().to_owned()).unwrap_or_default(),
            by: self
                .by
                .get()
                .filter(|by| !by.name.is_blank())
                .map(|by| by.name.raw().to_owned())
                .unwrap_or_default(),
            on: date(&self.on),
            why: self.why.get().map(|why| why.words.raw().to_owned()).unwrap_or_default(),
            was: date(&self.was),
            date: date(&self.date),
            build: token(&self.build).unwrap_or_default(),
            plan: token(&self.plan).unwrap_or_default(),
            until: date(&self.until),
            told: self.told.items().iter().map(|name| name.words.raw().to_owned()).collect(),
        }
    }
}
