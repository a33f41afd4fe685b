//! `html`: the report as one page for a browser, for people who read neither terminals nor Markdown.
//!
//! One file, no scripts, nothing loaded from anywhere; it reads on a phone and a desk, in light and dark, and on
//! paper. The templates escape whatever is put in; untrusted text comes through [`say`] and stands nowhere but between
//! tags.

mod chart;
mod frame;
pub(super) mod review;
pub(super) mod roles;

use std::io::{self, Write};

use maud::{Markup, PreEscaped, html};

use self::frame::{escaped, page, say};
use crate::render::blocks::{MANY, groups, heading, left_over, parts};
use crate::render::decision;
use crate::render::words::{self, acceptance, build, callers, count, judged, launch, sentence, title};
use crate::report::{
    CheckRow, Headline, Note, NoteItem, ReleaseReport, Report, ReportedFinding, Since, ToCome, Todo, Verdict,
};
use crate::row::{Outcome, StopRow, StopState};
use crate::rule::Level;

/// Entries of a list.
const LISTED: usize = 500;

/// Writes the page.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let name = match report.releases.as_slice() {
        [release] => {
            format!("{}: {}", decision::head(release), title(&release.release, &release.file, &escaped))
        }
        releases => format!("{}: {}", report.verdict.headline(), count(releases.len(), "release")),
    };
    let body = html! { @for release in &report.releases { (section(report, release)) } };
    writeln!(out, "{}", page(&PreEscaped(name), &body).into_string())
}

fn section(report: &Report, release: &ReleaseReport) -> Markup {
    let is_judged = matches!(release.verdict, Verdict::Go | Verdict::NoGo);
    let good = if decision::is_good(release) { "good" } else { "bad" };
    let sentence = PreEscaped(sentence(report, release, &escaped));
    html! {
        main {
            h1 {
                span class=(format!("verdict {good}")) { (decision::head(release)) } " "
                @if is_judged { (PreEscaped(title(&release.release, &release.file, &escaped))) } @else { (say(&release.file)) }
            }
            @if is_judged {
                @if let Some(by) = decision::by(release, &escaped) { p { (PreEscaped(by)) } }
                (facts(report, release, &release.release))
                (gate(release))
            }
            p { strong { (sentence) } }
            (table(&release.checks))
            (findings(report, release))
            @if let Some(since) = &release.since { (changed(since)) }
            (section_of("Stop rules", release.stop_rules.iter().map(stop_rule).collect()))
            (section_of("Ships although it is known", known(&release.note)))
            (section_of("Still to come", release.to_come.iter().flatten().map(to_come).collect()))
            (todos(&release.todos))
            @if is_judged {
                (note(&release.note))
                p { strong class=(tone(release.verdict)) { (release.verdict.headline()) ":" } " " (sentence) }
            }
        }
    }
}

/// The colour of a verdict.
fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Go | Verdict::Clean => "good",
        Verdict::NoGo | Verdict::Findings | Verdict::Invalid => "bad",
    }
}

fn facts(report: &Report, release: &ReleaseReport, head: &Headline) -> Markup {
    let owner = head.owner.as_ref().map_or_else(|| "nobody is named".to_owned(), escaped);
    let callers = Some(callers(head, &escaped)).filter(|callers| !callers.is_empty());
    let rows = [
        ("Launch", Some(launch(head, &escaped))),
        ("Owner", Some(owner)),
        ("Goal", head.goal.as_ref().map(escaped)),
        ("Build", build(head, &escaped)),
        ("Caller", callers),
        ("Call", release.call.as_ref().map(|call| decision::call_and_why(call, &escaped))),
        ("As of", judged(report, release, &escaped)),
    ];
    html! {
        dl {
            @for (name, value) in rows {
                @if let Some(value) = value { dt { (name) } dd { (PreEscaped(value)) } }
            }
        }
    }
}

/// Whether the gate is open, and on what that stands.
fn gate(release: &ReleaseReport) -> Markup {
    html! {
        @if let Some(gate) = &release.gate {
            h2 class=(tone(release.verdict)) { (decision::gate_head(release)) }
            dl {
                @for (name, value) in decision::gate_rows(release, gate, &escaped) {
                    dt { (name) } dd { (PreEscaped(value)) }
                }
            }
            @if let Some(step) = &gate.step { p { (say(step)) } }
        }
    }
}

fn table(checks: &[CheckRow]) -> Markup {
    let tone = |result: Outcome| match result {
        Outcome::Pass => "good",
        Outcome::Warn => "warn",
        Outcome::Fail => "bad",
    };
    html! {
        @if !checks.is_empty() {
            table {
                thead { tr { @for name in ["Check", "Result", "Stands on", "Why", "Next"] { th { (name) } } } }
                tbody {
                    @for row in checks {
                        tr {
                            td { strong { (row.id.title()) } }
                            td data-name="Result" { span class=(tone(row.result)) { (row.result.word()) } }
                            td data-name="Stands on" { (row.basis.word()) }
                            td { (say(&row.summary)) }
                            td data-name="Next" { @if let Some(next) = &row.next { (say(next)) } }
                        }
                    }
                }
            }
        }
    }
}

fn findings(report: &Report, release: &ReleaseReport) -> Markup {
    let open: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    let (blocking, rest): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|finding| report.strict || finding.level == Level::Error);
    html! {
        @for (name, findings) in [("What blocks", blocking), ("Warnings", rest)] {
            @if !findings.is_empty() {
                h2 { (name) " (" (findings.len()) ")" }
                @for group in groups(&findings) { (grouped(report, &group)) }
            }
        }
    }
}

fn grouped(report: &Report, group: &[&ReportedFinding]) -> Markup {
    html! {
        @if group.len() < MANY {
            @for finding in group { (boxed(finding, &html! { (say(&finding.message)) }, &html! {})) }
        } @else if let Some(first) = group.first() {
            (boxed(first, &PreEscaped(heading(report, group, &escaped)), &many(group)))
        }
    }
}

/// Findings of one rule, by what they have in common.
fn many(group: &[&ReportedFinding]) -> Markup {
    html! {
        @for part in parts(group) {
            @let (shown, rest) = part.findings.split_at_checked(LISTED).unwrap_or((&part.findings, &[]));
            details open[shown.len() <= 10] {
                summary {
                    (part.findings.len()) " "
                    @if let Some(cause) = part.cause { (say(cause)) } @else { "of them" }
                }
                ul {
                    @for finding in shown { li { (entry(finding)) } }
                    @if !rest.is_empty() { li { (PreEscaped(left_over(rest, &escaped))) } }
                }
            }
        }
    }
}

fn entry(finding: &ReportedFinding) -> Markup {
    html! {
        @if let Some(change) = &finding.change {
            (say(&change.title)) " " code { (say(&change.id)) } ", " (say(&change.author))
            @if let Some(day) = &change.day { ", " (say(&day.as_str().into())) }
        } @else {
            (say(&finding.message))
        }
    }
}

/// What is wrong, what to do, what to paste, who does it, and where it stands.
fn boxed(finding: &ReportedFinding, what: &Markup, more: &Markup) -> Markup {
    let at = &finding.location;
    html! {
        div class=(format!("finding {}", finding.level.word())) {
            p { strong { (what) } }
            (more)
            p { @if let Some(next) = &finding.next { strong { (say(next)) ":" } " " } (say(&finding.help)) }
            @if let Some(file) = &finding.report { p { "In " code { (say(file)) } } }
            @if let Some(paste) = &finding.paste { pre { (say(paste)) } }
            p.faint { (say(&at.file)) ", line " (at.line) " · " (finding.rule) }
        }
    }
}

fn changed(since: &Since) -> Markup {
    let new = since.new.iter().map(|message| html! { "new: " (say(message)) });
    let fixed = since.fixed.iter().map(|message| html! { "fixed: " (say(message)) });
    html! { h2 { (PreEscaped(words::since(since, &escaped))) } (list(&new.chain(fixed).collect::<Vec<_>>())) }
}

fn stop_rule(row: &StopRow) -> Markup {
    let tone = if row.state == StopState::Clear { "good" } else { "bad" };
    html! { span class=(tone) { (row.state.word()) } ": " (say(&row.rule)) }
}

fn known(note: &Note) -> Vec<Markup> {
    let issues = note.known_issues.iter().filter(|issue| issue.by.is_some());
    let entry = |item: &NoteItem| {
        let others = item.count.unwrap_or(1).saturating_sub(1);
        html! {
            (named(item))
            @if others > 0 { " (and " (others) " more)" }
            br;
            span.faint {
                (PreEscaped(acceptance(item, &escaped)))
                @if let Some(why) = &item.why { ": " (say(why)) }
            }
        }
    };
    note.accepted.iter().chain(issues).map(entry).collect()
}

fn to_come(item: &ToCome) -> Markup {
    PreEscaped(words::to_come(item, &escaped))
}

fn todos(todos: &[Todo]) -> Markup {
    let task =
        |task: &crate::report::Task| html! { (say(&task.what)) @if !task.blocks { " (does not block)" } };
    html! {
        @if !todos.is_empty() {
            h2 { "Who does what" }
            @for todo in todos.iter().take(LISTED) {
                h3 { @if let Some(person) = &todo.person { (say(person)) } @else { "Nobody is named yet" } }
                (list(&todo.tasks.iter().map(task).collect::<Vec<_>>()))
            }
        }
    }
}

fn note(note: &Note) -> Markup {
    let entry = |item: &NoteItem| {
        html! {
            (named(item))
            @if let Some(detail) = item.detail.as_ref().filter(|detail| !detail.is_blank()) { ": " (say(detail)) }
            @if let Some(by) = &item.by { " (" (say(by)) ")" }
        }
    };
    let lists = [
        ("What is in", &note.included),
        ("What is out, and why", &note.excluded),
        ("Added after approval, and who decided", &note.extras),
    ];
    let told =
        [("Users will notice", &note.notice), ("May confuse", &note.confusing), ("Reply", &note.reply)];
    let told = told.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    let told = told.map(|(name, text)| html! { strong { (name) ":" } " " (say(text)) }).collect();
    html! {
        @for (name, items) in lists { (section_of(name, items.iter().map(entry).collect())) }
        (section_of("What support may tell users", told))
    }
}

fn named(item: &NoteItem) -> Markup {
    html! {
        @if let Some(id) = &item.id { code { (say(id)) } @if item.title.is_some() { " " } }
        @if let Some(title) = &item.title { (say(title)) }
    }
}

/// A list under its heading; nothing where there is nothing.
#[allow(clippy::needless_pass_by_value, reason = "each list is made for its place")]
fn section_of(name: &str, entries: Vec<Markup>) -> Markup {
    html! { @if !entries.is_empty() { h2 { (name) " (" (entries.len()) ")" } (list(&entries)) } }
}

fn list(entries: &[Markup]) -> Markup {
    let (shown, rest) = entries.split_at_checked(LISTED).unwrap_or((entries, &[]));
    html! {
        ul {
            @for entry in shown { li { (entry) } }
            @if !rest.is_empty() { li { "and " (rest.len()) " more" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn page(report: &Report) -> String {
        let mut out = Vec::new();
        render(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_page_is_whole_and_loads_nothing() {
        for report in [sample::go(), sample::no_go(), sample::many(40), sample::invalid(), sample::lint()] {
            let page = page(&report);
            assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
            for loads in ["<script", "src=", "href=", "url(", "@import"] {
                assert!(!page.contains(loads), "{loads}");
            }
            for tag in ["main", "h2", "ul", "li", "div", "p", "details", "table", "dl", "code", "pre"] {
                let opened =
                    page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
                assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
            }
        }
        assert!(page(&sample::no_go()).contains("Build matches the release list"));
    }

    #[test]
    fn hostile_text_opens_no_tag() {
        let count = |text: &str| page(&sample::hostile(text)).matches('<').count();
        for text in
            ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "--><b>", "</title></style>"]
        {
            assert_eq!(count(text), count("plain"), "{text}");
        }
    }
}
