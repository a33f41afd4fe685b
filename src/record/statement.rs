//! The text that a signature is over: what was called, one line a value, each a JSON string.
//!
//! Fixed forever: who verifies a call years later has to arrive at the same bytes.

use serde_json::Value as Json;

/// What of a call is signed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Statement {
    /// Ship, stop, delay or roll back.
    pub say: String,
    /// Who calls.
    pub by: String,
    /// When, as machine formats write it.
    pub on: String,
    /// Why.
    pub why: String,
    /// The old launch.
    pub was: String,
    /// The new launch.
    pub date: String,
    /// The commit it is about.
    pub build: String,
    /// The digest of the plan it is about.
    pub plan: String,
    /// Until when it holds.
    pub until: String,
    /// Who was told.
    pub told: Vec<String>,
}

impl Statement {
    /// The bytes that are signed. What was not said is an empty text.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let text = |value: &String| Json::String(value.clone());
        let told = Json::Array(self.told.iter().map(text).collect());
        let lines = [
            ("say", text(&self.say)),
            ("by", text(&self.by)),
            ("on", text(&self.on)),
            ("why", text(&self.why)),
            ("was", text(&self.was)),
            ("date", text(&self.date)),
            ("build", text(&self.build)),
            ("plan", text(&self.plan)),
            ("until", text(&self.until)),
            ("told", told),
        ];
        lines.iter().map(|(key, value)| format!("{key} {value}\n")).collect::<String>().into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_calls_sign_the_same_bytes() {
        let ship = Statement { say: "ship".into(), why: "Fine".into(), ..Statement::default() };
        let text = String::from_utf8(ship.bytes()).unwrap();
        assert_eq!(text.lines().count(), 10);
        assert!(text.starts_with("say \"ship\"\nby \"\"\n"), "{text}");
        // What breaks a line inside a value cannot be taken for another line.
        let odd = Statement { why: "Fine\"\nwas \"x".into(), ..ship.clone() };
        assert_eq!(String::from_utf8(odd.bytes()).unwrap().lines().count(), 10);
        let one = Statement { told: vec!["A, B".into()], ..ship.clone() };
        let two = Statement { told: vec!["A".into(), "B".into()], ..ship };
        assert_ne!(one.bytes(), two.bytes());
    }
}
