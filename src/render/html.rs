//! `html`: the report as one page for a browser, for people who read neither terminals nor Markdown.
//!
//! One file, no scripts, nothing loaded from anywhere; it reads on a phone and a desk, in light and dark, and on
//! paper. Untrusted text is escaped by [`html`] and stands nowhere but between tags.

mod chart;
mod frame;
pub(super) mod review;
pub(super) mod roles;

use std::io::{self, Write};

use crate::render::blocks::{MANY, groups, heading, left_over, parts};
use crate::render::decision;
use crate::render::escape::{clip, html};
use crate::render::words::{self, acceptance, build, callers, count, judged, launch, sentence, title};
use crate::report::{
    CheckRow, Headline, Note, NoteItem, ReleaseReport, Report, ReportedFinding, Todo, Verdict,
};
use crate::row::{Outcome, StopState};
use crate::rule::Level;
use crate::untrusted::Untrusted;

const STYLE: &str = include_str!("html/page.css");

/// Characters of one untrusted text: a page must stay one that a phone can show.
const TEXT: usize = 2_000;

/// Entries of a list.
const LISTED: usize = 500;

/// Writes the page.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let name = match report.releases.as_slice() {
        [release] => {
            format!("{}: {}", decision::head(release), title(&release.release, &release.file, &say))
        }
        releases => format!("{}: {}", report.verdict.headline(), count(releases.len(), "release")),
    };
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{name}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>"
    )?;
    for release in &report.releases {
        writeln!(out, "{}", section(report, release))?;
    }
    writeln!(out, "<footer class=\"faint\">Written by gonogo.</footer>\n</body>\n</html>")
}

fn say(text: &Untrusted) -> String {
    html(&clip(text, TEXT))
}

fn section(report: &Report, release: &ReleaseReport) -> String {
    let mut parts = vec![format!(
        "<main>\n<h1><span class=\"verdict {}\">{}</span> {}</h1>",
        if decision::is_good(release) { "good" } else { "bad" },
        decision::head(release),
        match release.verdict {
            Verdict::Go | Verdict::NoGo => title(&release.release, &release.file, &say),
            _ => say(&release.file),
        }
    )];
    let is_judged = matches!(release.verdict, Verdict::Go | Verdict::NoGo);
    if is_judged {
        parts.extend(decision::by(release, &say).map(|by| format!("<p>{by}</p>")));
        parts.push(facts(report, release, &release.release));
        parts.extend(gate(release));
    }
    parts.push(format!("<p><strong>{}</strong></p>", sentence(report, release, &say)));
    parts.extend(table(&release.checks));
    parts.extend(findings(report, release));
    parts.extend(since(release));
    parts.extend(stop_rules(release));
    parts.extend(section_of("Ships although it is known", &known(&release.note)));
    let to_come = release.to_come.iter().flatten().map(|item| words::to_come(item, &say));
    parts.extend(section_of("Still to come", &to_come.collect::<Vec<_>>()));
    parts.extend(todos(&release.todos));
    if is_judged {
        parts.extend(note(&release.note));
        parts.push(format!(
            "<p><strong class=\"{}\">{}:</strong> {}</p>",
            tone(release.verdict),
            release.verdict.headline(),
            sentence(report, release, &say)
        ));
    }
    parts.push("</main>".to_owned());
    parts.join("\n")
}

fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Go | Verdict::Clean => "good",
        Verdict::NoGo | Verdict::Findings | Verdict::Invalid => "bad",
    }
}

fn facts(report: &Report, release: &ReleaseReport, head: &Headline) -> String {
    let owner = head.owner.as_ref().map_or_else(|| "nobody is named".to_owned(), say);
    let callers = Some(callers(head, &say)).filter(|callers| !callers.is_empty());
    let rows = [
        ("Launch", Some(launch(head, &say))),
        ("Owner", Some(owner)),
        ("Goal", head.goal.as_ref().map(say)),
        ("Build", build(head, &say)),
        ("Caller", callers),
        ("Call", release.call.as_ref().map(|call| decision::call_and_why(call, &say))),
        ("As of", judged(report, release, &say)),
    ];
    let row =
        |(name, value): (&str, Option<String>)| value.map(|value| format!("<dt>{name}</dt><dd>{value}</dd>"));
    format!("<dl>\n{}\n</dl>", rows.into_iter().filter_map(row).collect::<Vec<_>>().join("\n"))
}

/// Whether the gate is open, and on what that stands.
fn gate(release: &ReleaseReport) -> Option<String> {
    let gate = release.gate.as_ref()?;
    let row = |(name, value)| format!("<dt>{name}</dt><dd>{value}</dd>");
    let rows = decision::gate_rows(release, gate, &say).map(row).join("\n");
    let step = gate.step.as_ref().map(|step| format!("\n<p>{}</p>", say(step))).unwrap_or_default();
    let head = decision::gate_head(release);
    Some(format!("<h2 class=\"{}\">{head}</h2>\n<dl>\n{rows}\n</dl>{step}", tone(release.verdict)))
}

fn table(checks: &[CheckRow]) -> Option<String> {
    let row = |row: &CheckRow| {
        let tone = match row.result {
            Outcome::Pass => "good",
            Outcome::Warn => "warn",
            Outcome::Fail => "bad",
        };
        format!(
            "<tr><td><strong>{}</strong></td><td data-name=\"Result\"><span class=\"{tone}\">{}</span></td>\
             <td data-name=\"Stands on\">{}</td><td>{}</td><td data-name=\"Next\">{}</td></tr>",
            row.id.title(),
            row.result.word(),
            row.basis.word(),
            say(&row.summary),
            row.next.as_ref().map(say).unwrap_or_default()
        )
    };
    let rows: Vec<String> = checks.iter().map(row).collect();
    let head = "<table>\n<thead><tr><th>Check</th><th>Result</th><th>Stands on</th><th>Why</th><th>Next</th></tr></thead>";
    (!rows.is_empty()).then(|| format!("{head}\n<tbody>\n{}\n</tbody>\n</table>", rows.join("\n")))
}

fn findings(report: &Report, release: &ReleaseReport) -> Vec<String> {
    let open: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    let (blocking, rest): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|finding| report.strict || finding.level == Level::Error);
    let mut blocks = Vec::new();
    for (name, findings) in [("What blocks", blocking), ("Warnings", rest)] {
        if findings.is_empty() {
            continue;
        }
        blocks.push(format!("<h2>{name} ({})</h2>", findings.len()));
        for group in groups(&findings) {
            if group.len() < MANY {
                blocks.extend(group.iter().map(|finding| one(finding)));
            } else {
                blocks.push(many(report, &group));
            }
        }
    }
    blocks
}

fn one(finding: &ReportedFinding) -> String {
    let mut lines = vec![format!("<p><strong>{}</strong></p>", say(&finding.message))];
    lines.extend(help(finding));
    boxed(finding, &lines)
}

fn many(report: &Report, group: &[&ReportedFinding]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let mut lines = vec![format!("<p><strong>{}</strong></p>", heading(report, group, &say))];
    for part in parts(group) {
        let (shown, rest) = part.findings.split_at_checked(LISTED).unwrap_or((&part.findings, &[]));
        let mut entries: Vec<String> = shown.iter().map(|finding| entry(finding)).collect();
        if !rest.is_empty() {
            entries.push(left_over(rest, &say));
        }
        let cause = part.cause.map(|cause| format!("{} {}", part.findings.len(), say(cause)));
        let summary = cause.unwrap_or_else(|| format!("{} of them", part.findings.len()));
        let open = if entries.len() > 10 { "" } else { " open" };
        lines.push(format!("<details{open}><summary>{summary}</summary>\n{}\n</details>", bullets(&entries)));
    }
    lines.extend(help(first));
    boxed(first, &lines)
}

fn entry(finding: &ReportedFinding) -> String {
    let Some(change) = &finding.change else { return say(&finding.message) };
    let day = change.day.as_ref().map(|day| format!(", {}", say(&day.as_str().into()))).unwrap_or_default();
    format!("{} <code>{}</code>, {}{day}", say(&change.title), say(&change.id), say(&change.author))
}

fn boxed(finding: &ReportedFinding, lines: &[String]) -> String {
    let at = &finding.location;
    format!(
        "<div class=\"finding {}\">\n{}\n<p class=\"faint\">{}, line {} · {}</p>\n</div>",
        finding.level.word(),
        lines.join("\n"),
        say(&at.file),
        at.line,
        finding.rule
    )
}

/// What to do, what to paste, and who does it.
fn help(finding: &ReportedFinding) -> Vec<String> {
    let mut lines = Vec::new();
    let next =
        finding.next.as_ref().map(|next| format!("<strong>{}:</strong> ", say(next))).unwrap_or_default();
    lines.push(format!("<p>{next}{}</p>", say(&finding.help)));
    lines.extend(finding.report.as_ref().map(|file| format!("<p>In <code>{}</code></p>", say(file))));
    lines.extend(finding.paste.as_ref().map(|paste| format!("<pre>{}</pre>", say(paste))));
    lines
}

fn since(release: &ReleaseReport) -> Vec<String> {
    let Some(since) = &release.since else { return Vec::new() };
    let new = since.new.iter().map(|message| format!("new: {}", say(message)));
    let fixed = since.fixed.iter().map(|message| format!("fixed: {}", say(message)));
    vec![format!("<h2>{}</h2>", words::since(since, &say)), list(&new.chain(fixed).collect::<Vec<_>>())]
}

fn stop_rules(release: &ReleaseReport) -> Vec<String> {
    let row = |row: &crate::row::StopRow| {
        let tone = if row.state == StopState::Clear { "good" } else { "bad" };
        format!("<span class=\"{tone}\">{}</span>: {}", row.state.word(), say(&row.rule))
    };
    section_of("Stop rules", &release.stop_rules.iter().map(row).collect::<Vec<_>>())
}

fn known(note: &Note) -> Vec<String> {
    let issues = note.known_issues.iter().filter(|issue| issue.by.is_some());
    let entry = |item: &NoteItem| {
        let others = item.count.unwrap_or(1).saturating_sub(1);
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let why = item.why.as_ref().map(|why| format!(": {}", say(why))).unwrap_or_default();
        format!("{}{more}<br><span class=\"faint\">{}{why}</span>", named(item), acceptance(item, &say))
    };
    note.accepted.iter().chain(issues).map(entry).collect()
}

fn todos(todos: &[Todo]) -> Vec<String> {
    if todos.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec!["<h2>Who does what</h2>".to_owned()];
    for todo in todos.iter().take(LISTED) {
        let person = todo.person.as_ref().map_or_else(|| "Nobody is named yet".to_owned(), say);
        let task = |task: &crate::report::Task| {
            format!("{}{}", say(&task.what), if task.blocks { "" } else { " (does not block)" })
        };
        blocks.push(format!("<h3>{person}</h3>"));
        blocks.push(list(&todo.tasks.iter().map(task).collect::<Vec<_>>()));
    }
    blocks
}

fn note(note: &Note) -> Vec<String> {
    let mut blocks = Vec::new();
    for (name, items) in [
        ("What is in", &note.included),
        ("What is out, and why", &note.excluded),
        ("Added after approval, and who decided", &note.extras),
    ] {
        let entry = |item: &NoteItem| {
            let detail = item.detail.as_ref().filter(|detail| !detail.is_blank());
            let detail = detail.map(|detail| format!(": {}", say(detail))).unwrap_or_default();
            let by = item.by.as_ref().map(|by| format!(" ({})", say(by))).unwrap_or_default();
            format!("{}{detail}{by}", named(item))
        };
        blocks.extend(section_of(name, &items.iter().map(entry).collect::<Vec<_>>()));
    }
    let told =
        [("Users will notice", &note.notice), ("May confuse", &note.confusing), ("Reply", &note.reply)];
    let told: Vec<String> = told
        .into_iter()
        .filter_map(|(name, text)| {
            text.as_ref().map(|text| format!("<strong>{name}:</strong> {}", say(text)))
        })
        .collect();
    blocks.extend(section_of("What support may tell users", &told));
    blocks
}

fn named(item: &NoteItem) -> String {
    let id = item.id.as_ref().map(|id| format!("<code>{}</code>", say(id)));
    [id, item.title.as_ref().map(say)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn section_of(name: &str, entries: &[String]) -> Vec<String> {
    if entries.is_empty() {
        return Vec::new();
    }
    vec![format!("<h2>{name} ({})</h2>", entries.len()), list(entries)]
}

fn list(entries: &[String]) -> String {
    let (shown, rest) = entries.split_at_checked(LISTED).unwrap_or((entries, &[]));
    let mut shown = shown.to_vec();
    if !rest.is_empty() {
        shown.push(format!("and {} more", rest.len()));
    }
    bullets(&shown)
}

fn bullets(entries: &[String]) -> String {
    let entries: Vec<String> = entries.iter().map(|entry| format!("<li>{entry}</li>")).collect();
    format!("<ul>\n{}\n</ul>", entries.join("\n"))
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
            assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
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
