//! `brief`: the report as one message of a chat, in plain text: the verdict, what blocks for each person, what is in
//! and out, and the call. Chats refuse long messages, so lists are shortened until it fits; what is left out is counted.

use std::io::{self, Write};

use crate::render::decision;
use crate::render::escape::{chat, clip};
use crate::render::words::{self, callers, count, launch, sentence, title};
use crate::report::{NoteItem, ReleaseReport, Report, Todo, Verdict};
use crate::row::StopState;
use crate::untrusted::Untrusted;

/// Characters of a message: Slack refuses more than 3,000.
const MOST: usize = 2_900;

/// How much room the parts of a message get.
#[derive(Debug, Clone, Copy)]
struct Room {
    /// Releases.
    releases: usize,
    /// People, and things of each.
    todos: usize,
    /// Items of a list.
    items: usize,
    /// Characters of one untrusted text.
    text: usize,
}

/// From generous to narrow; the first that fits is used. The last always does.
const ROOMS: [Room; 6] = [
    Room { releases: usize::MAX, todos: 12, items: 12, text: 300 },
    Room { releases: usize::MAX, todos: 6, items: 6, text: 140 },
    Room { releases: 8, todos: 4, items: 4, text: 80 },
    Room { releases: 4, todos: 3, items: 3, text: 50 },
    Room { releases: 3, todos: 2, items: 2, text: 30 },
    Room { releases: 2, todos: 1, items: 1, text: 20 },
];

/// Writes the message.
pub(crate) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    for room in ROOMS {
        text = draw(report, room);
        if text.chars().count() <= MOST {
            break;
        }
    }
    out.write_all(text.as_bytes())
}

fn draw(report: &Report, room: Room) -> String {
    let mut text = String::new();
    let worth = |release: &&ReleaseReport| release.verdict != Verdict::Clean;
    let told: Vec<&ReleaseReport> = report.releases.iter().filter(worth).collect();
    if report.as_of.is_none() {
        text.push_str(&format!("{}: {}\n", report.verdict.headline(), count(report.releases.len(), "file")));
    }
    for release in told.iter().take(room.releases) {
        for line in lines(report, release, room) {
            text.push_str(&line);
            text.push('\n');
        }
    }
    let left = told.get(room.releases.min(told.len())..).unwrap_or_default();
    if !left.is_empty() {
        text.push_str(&format!("And {}: {}\n", count(left.len(), "more release"), verdicts(left)));
    }
    text
}

fn verdicts(releases: &[&ReleaseReport]) -> String {
    let parts: Vec<String> = [Verdict::Go, Verdict::NoGo, Verdict::Findings, Verdict::Invalid]
        .into_iter()
        .map(|verdict| (releases.iter().filter(|release| release.verdict == verdict).count(), verdict))
        .filter(|(many, _)| *many > 0)
        .map(|(many, verdict)| format!("{many} {}", verdict.headline()))
        .collect();
    parts.join(", ")
}

fn lines(report: &Report, release: &ReleaseReport, room: Room) -> Vec<String> {
    let say = |text: &Untrusted| short(text, room);
    let (head, verdict) = (&release.release, release.verdict.headline());
    let word = if release.gate.is_some() { decision::gate_head(release) } else { decision::head(release) };
    if matches!(release.verdict, Verdict::Invalid | Verdict::Findings | Verdict::Clean) {
        let mut lines =
            vec![format!("{verdict} · {} · {}", say(&release.file), sentence(report, release, &say))];
        lines.extend(places(release, room));
        return lines;
    }
    let mut lines =
        vec![format!("{word} · {} · launch {}", title(head, &release.file, &say), launch(head, &say))];
    lines.extend(todos(&release.todos, room));
    let tripped = release.stop_rules.iter().filter(|row| row.state == StopState::Tripped);
    let tripped: Vec<String> = tripped.map(|row| format!("\"{}\"", say(&row.rule))).collect();
    if !tripped.is_empty() {
        lines.push(format!("Stop rule true: {}", shortened(&tripped, room.items)));
    }
    lines.extend(release.since.as_ref().map(|since| words::since(since, &say)));
    lines.extend(accepted(release));
    let to_come: Vec<String> =
        release.to_come.iter().flatten().map(|item| words::to_come(item, &say)).collect();
    if !to_come.is_empty() {
        lines.push(format!("Still to come: {}", shortened(&to_come, room.items)));
    }
    lines.push(format!("In: {}. Out: {}", items(release, Side::In, room), items(release, Side::Out, room)));
    let callers = callers(head, &say);
    let callers =
        if callers.is_empty() { "nobody is named who says ship or stop".to_owned() } else { callers };
    let call = release.call.as_ref().map(|call| format!("{}. ", decision::call_and_why(call, &say)));
    lines.push(format!("Call: {}{callers}", call.unwrap_or_default()));
    if let Some(gate) = &release.gate {
        let [(_, deployed), _, (_, judged)] = decision::gate_rows(release, gate, &say);
        lines.push(format!("{}: {deployed}; {judged}", decision::gate_head(release)));
        lines.extend(gate.step.as_ref().map(&say));
    }
    lines.push(format!("{verdict}: {}", sentence(report, release, &say)));
    lines
}

/// The first problems of a file that has no verdict.
fn places(release: &ReleaseReport, room: Room) -> Vec<String> {
    let open: Vec<_> = release.findings.iter().filter(|finding| !finding.accepted).collect();
    let place = |finding: &&crate::report::ReportedFinding| {
        format!("Line {}: {}", finding.location.line, short(&finding.message, room))
    };
    let mut lines: Vec<String> = open.iter().take(room.todos).map(place).collect();
    let left = open.len().saturating_sub(room.todos);
    if left > 0 {
        lines.push(format!("and {left} more"));
    }
    lines
}

/// What blocks, a line for each person.
fn todos(todos: &[Todo], room: Room) -> Vec<String> {
    let blocking: Vec<(&Todo, Vec<&Untrusted>)> = todos
        .iter()
        .map(|todo| (todo, todo.tasks.iter().filter(|task| task.blocks).map(|task| &task.short).collect()))
        .filter(|(_, tasks): &(_, Vec<_>)| !tasks.is_empty())
        .collect();
    let line = |(todo, tasks): &(&Todo, Vec<&Untrusted>)| {
        let person =
            todo.person.as_ref().map_or_else(|| "Nobody is named".to_owned(), |name| short(name, room));
        let tasks: Vec<String> = tasks.iter().map(|task| short(task, room)).collect();
        format!("{person}: {}", joined(&tasks, room.todos, "; "))
    };
    let mut lines: Vec<String> = blocking.iter().take(room.todos).map(line).collect();
    let left = blocking.len().saturating_sub(room.todos);
    if left > 0 {
        lines.push(format!("and things for {left} more people"));
    }
    lines
}

fn accepted(release: &ReleaseReport) -> Option<String> {
    let accepted = release.findings.iter().filter(|finding| finding.accepted).count();
    let issues = release.note.known_issues.len();
    let mut parts = Vec::new();
    if accepted > 0 {
        parts.push(format!("{} accepted", count(accepted, "finding")));
    }
    if issues > 0 {
        parts.push(count(issues, "known issue"));
    }
    (!parts.is_empty()).then(|| format!("Ships although known: {}", parts.join(", ")))
}

/// Which list is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    In,
    Out,
}

fn items(release: &ReleaseReport, side: Side, room: Room) -> String {
    let note = &release.note;
    let list: Vec<&NoteItem> = match side {
        Side::In => note.included.iter().chain(&note.extras).collect(),
        Side::Out => note.excluded.iter().collect(),
    };
    let named = |item: &&NoteItem| {
        let parts: Vec<String> =
            [&item.id, &item.title].into_iter().flatten().map(|text| short(text, room)).collect();
        parts.join(" ")
    };
    let named: Vec<String> = list.iter().map(named).collect();
    if named.is_empty() { "nothing".to_owned() } else { shortened(&named, room.items) }
}

fn shortened(parts: &[String], most: usize) -> String {
    joined(parts, most, " · ")
}

fn joined(parts: &[String], most: usize, between: &str) -> String {
    let mut text = parts.iter().take(most).cloned().collect::<Vec<_>>().join(between);
    let left = parts.len().saturating_sub(most);
    if left > 0 {
        text.push_str(&format!("{between}and {left} more"));
    }
    text
}

fn short(text: &Untrusted, room: Room) -> String {
    chat(&clip(text, room.text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    fn brief(report: &Report) -> String {
        let mut out = Vec::new();
        render(report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_message_says_who_does_what_and_what_is_in() {
        insta::assert_snapshot!(brief(&sample::no_go()));
    }

    #[test]
    fn however_much_there_is_it_fits_one_message() {
        let mut many = sample::many(500);
        for release in &mut many.releases {
            release.note.included = vec![release.note.included[0].clone(); 500];
            release.todos = vec![release.todos[0].clone(); 500];
        }
        let releases = vec![sample::no_go().releases.remove(0); 300];
        let several = Report { releases, ..sample::no_go() };
        let hostile = [sample::hostile(&"@:[#w".repeat(4_000)), sample::hostile(&"\u{e0041}".repeat(4_000))];
        for report in [many, several].into_iter().chain(hostile) {
            let text = brief(&report);
            assert!(text.chars().count() < 3_000, "{}", text.chars().count());
            assert!(text.starts_with("NO-GO"), "{text}");
        }
        assert!(brief(&sample::many(500)).contains("NO-GO"));
    }

    #[test]
    fn nobody_is_called_and_nothing_links() {
        let text = brief(&sample::hostile("<!channel> @here <http://evil|x> [a](http://b) @everyone"));
        for act in ["<!channel", "@here", "@everyone", "<http", "]("] {
            assert!(!text.contains(act), "{act}: {text}");
        }
    }
}
