//! One release of the note, in the order its readers ask: may it ship, what blocks, who moves, what is in it.

use crate::render::blocks::{MANY, groups, heading, spread};
use crate::render::decision;
use crate::render::escape::{clip, markdown_code};
use crate::render::words::{self, acceptance, build, callers, judged as judged_by, launch, sentence};
use crate::report::{Note, NoteItem, ReleaseReport, Report, ReportedFinding, Todo, Verdict};
use crate::row::{Outcome, StopState};
use crate::rule::Level;
use crate::untrusted::Untrusted;

use super::Room;
use super::list::{item, list, section as listed, words};

/// The blocks of one release.
pub(super) fn section(report: &Report, release: &ReleaseReport, room: Room) -> Vec<String> {
    match release.verdict {
        Verdict::Invalid => invalid(report, release, room),
        Verdict::Clean | Verdict::Findings => {
            let mut blocks = vec![format!("### {}", code(&release.file, room))];
            blocks.extend(list(&placed(release, room), room));
            blocks
        }
        Verdict::Go | Verdict::NoGo => judged(report, release, room),
    }
}

fn invalid(report: &Report, release: &ReleaseReport, room: Room) -> Vec<String> {
    let mut blocks = vec![
        format!("## {}: {}", release.verdict.headline(), code(&release.file, room)),
        format!("**{}**", sentence(report, release, &|text| words(text, room))),
    ];
    blocks.extend(list(&placed(release, room), room));
    blocks
}

/// Findings with their places, in file order.
fn placed(release: &ReleaseReport, room: Room) -> Vec<String> {
    let mut findings: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    findings.sort_by_key(|finding| (finding.location.line, finding.location.column));
    let place = |finding: &ReportedFinding| format!("{}:{}", finding.location.line, finding.location.column);
    findings.into_iter().map(|finding| format!("`{}` {}", place(finding), told(finding, room))).collect()
}

fn judged(report: &Report, release: &ReleaseReport, room: Room) -> Vec<String> {
    let escape = |text: &Untrusted| words(text, room);
    let title = words::title(&release.release, &release.file, &escape);
    let by = decision::by(release, &escape).map(|by| format!(", {by}")).unwrap_or_default();
    let mut blocks = vec![
        format!("## {}: {title}{by}", decision::head(release)),
        format!("**{}**", sentence(report, release, &|text| words(text, room))),
        facts(report, release, room),
    ];
    blocks.extend(gate(release, room));
    blocks.extend(table(release, room));
    blocks.extend(problems(report, release, room));
    blocks.extend(since(release, room));
    blocks.extend(stop_rules(release, room));
    let to_come = release.to_come.iter().flatten().map(|item| words::to_come(item, &escape));
    blocks.extend(listed("Still to come", &to_come.collect::<Vec<_>>(), room));
    blocks.extend(todos(&release.todos, room));
    blocks.extend(note(&release.note, room));
    blocks
}

fn facts(report: &Report, release: &ReleaseReport, room: Room) -> String {
    let escape = |text: &Untrusted| words(text, room);
    let head = &release.release;
    let owner = head.owner.as_ref().map_or_else(|| "nobody is named".to_owned(), escape);
    let mut lines = vec![format!("- **Launch:** {}", launch(head, &escape)), format!("- **Owner:** {owner}")];
    lines.extend(build(head, &escape).map(|build| format!("- **Build:** {build}")));
    let callers = callers(head, &escape);
    let callers = if callers.is_empty() { "nobody is named".to_owned() } else { callers };
    lines.push(format!("- **Final caller:** {callers}"));
    lines.extend(
        release.call.as_ref().map(|call| format!("- **Call:** {}", decision::call_and_why(call, &escape))),
    );
    lines.extend(head.goal.as_ref().map(|goal| format!("- **Goal:** {}", escape(goal))));
    lines.extend(judged_by(report, release, &escape).map(|judged| format!("- **As of:** {judged}")));
    lines.join("\n")
}

/// Whether the gate is open, and on what that stands.
fn gate(release: &ReleaseReport, room: Room) -> Option<String> {
    let gate = release.gate.as_ref()?;
    let escape = |text: &Untrusted| words(text, room);
    let rows =
        decision::gate_rows(release, gate, &escape).map(|(name, value)| format!("- **{name}:** {value}"));
    let step = gate.step.as_ref().map(|step| format!("\n\n{}", escape(step))).unwrap_or_default();
    Some(format!("### {}\n\n{}{step}", decision::gate_head(release), rows.join("\n")))
}

fn table(release: &ReleaseReport, room: Room) -> Option<String> {
    if release.checks.is_empty() {
        return None;
    }
    let mut lines = vec![
        "| Check | Result | Stands on | Why | Next |".to_owned(),
        "| --- | --- | --- | --- | --- |".to_owned(),
    ];
    for row in &release.checks {
        let result = match row.result {
            Outcome::Pass => "pass",
            Outcome::Warn => "**warn**",
            Outcome::Fail => "**FAIL**",
        };
        let next = row.next.as_ref().map(|next| words(next, room)).unwrap_or_default();
        let why = words(&row.summary, room);
        lines.push(format!("| {} | {result} | {} | {why} | {next} |", row.id.title(), row.basis.word()));
    }
    Some(lines.join("\n"))
}

/// What blocks, and below it what is only told.
fn problems(report: &Report, release: &ReleaseReport, room: Room) -> Vec<String> {
    let open: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    let (blocking, rest): (Vec<_>, Vec<_>) =
        open.into_iter().partition(|finding| report.strict || finding.level == Level::Error);
    let mut blocks = Vec::new();
    for (title, findings) in [("What blocks", blocking), ("Warnings", rest)] {
        if findings.is_empty() {
            continue;
        }
        blocks.push(format!("### {title} ({})", findings.len()));
        let (few, groups): (Vec<_>, Vec<_>) =
            groups(&findings).into_iter().partition(|group| group.len() < MANY);
        let single = spread(&few.concat()).into_iter().map(|finding| told(finding, room)).collect::<Vec<_>>();
        let many = groups.iter().flat_map(|group| grouped(report, group, room));
        blocks.extend(list(&single, room));
        blocks.extend(many);
    }
    blocks
}

/// Many of one rule: what they share, then each in a few words.
fn grouped(report: &Report, group: &[&ReportedFinding], room: Room) -> Vec<String> {
    let Some(first) = group.first() else { return Vec::new() };
    let title = heading(report, group, &|text| words(text, room));
    let help = if group.iter().all(|finding| finding.help == first.help && finding.next == first.next) {
        help(first, room)
    } else {
        String::new()
    };
    let mut blocks = vec![format!("**{title}** (`{}`){help}", first.rule)];
    let lines: Vec<String> = group.iter().map(|finding| words(&finding.message, room)).collect();
    blocks.extend(list(&lines, room));
    blocks
}

fn told(finding: &ReportedFinding, room: Room) -> String {
    format!("{} (`{}`){}", words(&finding.message, room), finding.rule, help(finding, room))
}

/// Who does what next, on a line of its own.
fn help(finding: &ReportedFinding, room: Room) -> String {
    let next = finding.next.as_ref().map(|next| name_of(next, room));
    match (next, finding.help.is_blank()) {
        (Some(next), false) => format!("<br>→ **{next}:** {}", words(&finding.help, room)),
        (Some(next), true) => format!("<br>→ **{next}**"),
        (None, false) => format!("<br>→ {}", words(&finding.help, room)),
        (None, true) => String::new(),
    }
}

fn since(release: &ReleaseReport, room: Room) -> Vec<String> {
    let Some(since) = &release.since else { return Vec::new() };
    let lines = |word: &'static str, list: &[Untrusted]| -> Vec<String> {
        list.iter().map(|message| format!("{word}: {}", words(message, room))).collect()
    };
    let mut blocks = vec![format!("### {}", words::since(since, &|text| words(text, room)))];
    blocks.extend(list(&lines("new", &since.new), room));
    blocks.extend(list(&lines("fixed", &since.fixed), room));
    blocks
}

fn stop_rules(release: &ReleaseReport, room: Room) -> Vec<String> {
    let open = release.stop_rules.iter().filter(|row| row.state != StopState::Clear);
    let lines: Vec<String> =
        open.map(|row| format!("**{}:** {}", row.state.word(), words(&row.rule, room))).collect();
    listed("Stop rules that are not clear", &lines, room)
}

fn todos(todos: &[Todo], room: Room) -> Vec<String> {
    if todos.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec!["### Who acts next".to_owned()];
    let narrow = Room { folded: room.folded.min(50), ..room };
    for todo in todos.iter().take(room.shown.saturating_add(room.folded)) {
        let person =
            todo.person.as_ref().map_or_else(|| "Nobody is named yet".to_owned(), |name| name_of(name, room));
        blocks.push(format!("**{person}**"));
        let tasks: Vec<String> = todo
            .tasks
            .iter()
            .map(|task| {
                format!("{}{}", words(&task.what, room), if task.blocks { "" } else { " (does not block)" })
            })
            .collect();
        blocks.extend(list(&tasks, narrow));
    }
    let left = todos.len().saturating_sub(room.shown.saturating_add(room.folded));
    if left > 0 {
        blocks.push(format!("… and {}.", words::count(left, "more person").replace("persons", "people")));
    }
    blocks
}

fn note(note: &Note, room: Room) -> Vec<String> {
    let mut blocks = Vec::new();
    for (title, items) in [
        ("What is in", &note.included),
        ("What is out, and why", &note.excluded),
        ("Added after approval, and who decided", &note.extras),
        ("Known issues that ship", &note.known_issues),
    ] {
        let lines: Vec<String> = items.iter().map(|entry: &NoteItem| item(entry, room)).collect();
        blocks.extend(listed(title, &lines, room));
    }
    let accepted: Vec<String> = note.accepted.iter().map(|entry| shipped(entry, room)).collect();
    blocks.extend(listed("Ships although it is known", &accepted, room));
    let told = [
        ("What changes", &note.notice),
        ("What may confuse", &note.confusing),
        ("What to reply", &note.reply),
    ];
    let lines: Vec<String> = told
        .into_iter()
        .filter_map(|(title, text)| text.as_ref().map(|text| format!("- **{title}:** {}", words(text, room))))
        .collect();
    if !lines.is_empty() {
        blocks.extend(["### What support may tell users".to_owned(), lines.join("\n")]);
    }
    blocks
}

/// What was accepted, how many of it, by whom, why and until when.
fn shipped(entry: &NoteItem, room: Room) -> String {
    let escape = |text: &Untrusted| words(text, room);
    let parts: Vec<String> = [&entry.id, &entry.title].into_iter().flatten().map(escape).collect();
    let others = entry.count.unwrap_or(1).saturating_sub(1);
    let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
    let why = entry.why.as_ref().map(|why| format!(": {}", escape(why))).unwrap_or_default();
    format!("{}{more}<br>{}{why}", parts.join(": "), acceptance(entry, &escape))
}

/// A name that is not lost when it is blank.
fn name_of(name: &Untrusted, room: Room) -> String {
    if name.is_blank() { "(blank)".to_owned() } else { words(name, room) }
}

fn code(text: &Untrusted, room: Room) -> String {
    markdown_code(&clip(text, room.text))
}
