//! Support: what users will notice, what may confuse them, what to reply, and who was told in time.

use crate::checks::case::{Case, person};
use crate::checks::check::Check;
use crate::checks::scope::item::Listed;
use crate::finding::Findings;
use crate::row::{Basis, CheckId};
use crate::rule::{Rule, rules};
use crate::shape::date::{Period, When};
use crate::untrusted::{Untrusted, message};

rules! {
    in "support/":
    SUPPORT_BEHIND_SCOPE = "support/behind-scope", Error, Full,
        "support was told before something was added" / "things were added after support was told",
        "tell support what was added, then set told_on to that day";
    SUPPORT_NO_CONFUSING = "support/no-confusing", Error, Full,
        "nobody wrote what may confuse users" / "warnings to support are missing",
        "set `confusing` under [support]; \"Nothing: no screen changes\" is an answer";
    SUPPORT_NO_CONTACT = "support/no-contact", Error, Full,
        "nobody in support is named" / "support contacts are missing",
        "set `contact` under [support] to the person who was told";
    SUPPORT_NO_NOTICE = "support/no-notice", Error, Full,
        "nobody wrote what users will notice" / "notices are missing",
        "set `notice` under [support]";
    SUPPORT_NO_REPLY = "support/no-reply", Error, Full,
        "nobody wrote what support should reply" / "replies are missing",
        "set `reply` under [support]: what to answer when somebody asks";
    SUPPORT_NO_WORKAROUND = "support/no-workaround", Error, Full,
        "a known issue has no workaround" / "known issues have no workaround",
        "write what users can do meanwhile; \"None: reply that we are on it\" is an answer";
    SUPPORT_NOT_TOLD = "support/not-told", Error, Full,
        "nobody has told support yet" / "nobody has told support yet",
        "tell support, then set `told_on` under [support]";
    SUPPORT_TOLD_AFTER_LAUNCH = "support/told-after-launch", Error, Full,
        "support was told after the launch" / "supports were told after the launch",
        "tell support before users find out";
    SUPPORT_TOLD_LATE = "support/told-late", Warning, Full,
        "support was told shortly before launch" / "supports were told late",
        "tell support earlier, or move the launch";
}

/// The third question.
pub(crate) struct Support;

impl Check for Support {
    fn id(&self) -> CheckId {
        CheckId::SUPPORT
    }

    fn rules(&self) -> &'static [&'static Rule] {
        RULES
    }

    fn run(&self, case: &Case, out: &mut Findings) -> Basis {
        let support = &case.release.support;
        let place = support.span();
        let texts = [
            (&support.notice, &SUPPORT_NO_NOTICE),
            (&support.confusing, &SUPPORT_NO_CONFUSING),
            (&support.reply, &SUPPORT_NO_REPLY),
        ];
        for (text, rule) in texts {
            if !text.is_given() {
                out.raise(rule, place);
            }
        }
        if !support.contact.is_given() {
            out.raise(&SUPPORT_NO_CONTACT, place);
        }
        told(case, out);
        workarounds(case, out);
        Basis::Declared
    }

    fn pass_summary(&self, case: &Case) -> Untrusted {
        let support = &case.release.support;
        match (person(&support.contact), support.told_on.get()) {
            (Some(contact), Some(told)) => message!("{} was told on {}", contact, told.short()),
            _ => Untrusted::from("support was told"),
        }
    }
}

fn told(case: &Case, out: &mut Findings) {
    let support = &case.release.support;
    let Some(told) = support.told_on.get() else {
        out.raise(&SUPPORT_NOT_TOLD, support.span());
        return;
    };
    if case.is_future(told) {
        out.raise(&SUPPORT_NOT_TOLD, told.span)
            .say(message!("support is to be told on {}, which is still to come", told.short()));
        return;
    }
    let hours = case.policy.support_notice_hours();
    if let Some(launch) = case.launch() {
        if case.period(told).is_after(launch) {
            out.raise(&SUPPORT_TOLD_AFTER_LAUNCH, told.span)
                .say(message!("support was told on {}, after the launch", told.short()));
            return behind(case, told, out);
        }
        let notice = jiff::SignedDuration::from_hours(hours.into());
        let latest = launch.start.checked_sub(notice).unwrap_or(launch.start);
        if case.period(told).is_after(Period::instant(latest)) {
            out.raise(&SUPPORT_TOLD_LATE, told.span).say(message!(
                "support was told on {}, less than {} hours before launch",
                told.short(),
                hours
            ));
        }
    }
    behind(case, told, out);
}

/// What came after support was told: extras that ship, and known issues that were accepted.
fn behind(case: &Case, told: &When, out: &mut Findings) {
    let release = case.release;
    let extras = release.scope.extras.items().iter().filter(|extra| extra.ships());
    let extras = extras.filter_map(|extra| Some((extra.label(), extra.on.get()?, "was decided to ship")));
    let issues = release.known_issues.items().iter();
    let issues = issues.filter_map(|issue| {
        let label = issue.id.get().or(issue.summary.get())?.words.clone();
        Some((label, issue.accepted_on.get()?, "was accepted"))
    });
    for (label, on, what) in extras.chain(issues) {
        if case.period(told).is_before(case.period(on)) {
            out.raise(&SUPPORT_BEHIND_SCOPE, on.span)
                .subject(&label)
                .say(message!(
                    "{} {} on {}, after support was told on {}",
                    label,
                    what,
                    on.short(),
                    told.short()
                ))
                .came(Some(case.period(on).start));
        }
    }
}

fn workarounds(case: &Case, out: &mut Findings) {
    for issue in case.release.known_issues.items().iter().filter(|issue| !issue.workaround.is_given()) {
        let label = issue.id.get().or(issue.summary.get()).map(|text| text.words.clone());
        let finding = out.raise(&SUPPORT_NO_WORKAROUND, issue.span);
        if let Some(label) = label {
            finding.say(message!("{} has no workaround", label)).subject(label);
        }
    }
}
