//! The attributes that a JUnit report is read by.

use std::borrow::Cow;

use super::super::xml::Slots;

/// Unescaped; empty when absent.
#[derive(Debug, Default)]
pub(super) struct Attributes<'t> {
    pub(super) name: Cow<'t, str>,
    pub(super) class: Cow<'t, str>,
    pub(super) status: Cow<'t, str>,
    pub(super) result: Cow<'t, str>,
    pub(super) message: Cow<'t, str>,
    pub(super) of_type: Cow<'t, str>,
    pub(super) value: Cow<'t, str>,
    pub(super) timestamp: Cow<'t, str>,
    pub(super) tests: Cow<'t, str>,
    pub(super) failures: Cow<'t, str>,
    pub(super) errors: Cow<'t, str>,
    pub(super) skipped: Cow<'t, str>,
    pub(super) disabled: Cow<'t, str>,
}

impl<'t> Slots<'t> for Attributes<'t> {
    fn slot(&mut self, key: &str) -> Option<&mut Cow<'t, str>> {
        Some(match key {
            "name" => &mut self.name,
            "classname" => &mut self.class,
            "status" => &mut self.status,
            "result" => &mut self.result,
            "message" => &mut self.message,
            "type" => &mut self.of_type,
            "value" => &mut self.value,
            "timestamp" => &mut self.timestamp,
            "tests" => &mut self.tests,
            "failures" => &mut self.failures,
            "errors" => &mut self.errors,
            "skipped" | "skip" | "skips" => &mut self.skipped,
            "disabled" => &mut self.disabled,
            _ => return None,
        })
    }
}
