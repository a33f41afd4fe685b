//! Histories as public projects have them, made here and judged by the real binary: rebased, squashed, merged, and
//! with release branches. Every commit of a range must be accounted for, as git itself counts them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::gonogo::Gonogo;
use crate::support::history::History;
use crate::support::story::{AS_OF, findings, has_rule};

/// What a release says beside its lists and its build: all of it in order.
const REST: &str = r#"
[tests]
confirmed_by = "Dee Okafor"
confirmed_on = 2026-11-30
ran = "The full suite"
skips = []
[support]
contact = "Eli Marsh"
told_on = 2026-11-28
notice = "Invoices move to a tab."
confusing = "Totals are marked as an estimate."
reply = "Your invoices live under Billing."
[rollback]
triggers = ["Sign-in fails"]
decided_by = "Ana Ruiz"
run_by = "Bo Lind"
verified_by = "Dee Okafor"
restores = "the last release"
steps = ["Deploy the last image"]
rehearsal = { on = 2026-11-26, by = "Bo Lind", where = "staging", minutes = 4 }
[caller]
ship = "Ana Ruiz"
stop = "Ana Ruiz"
backup = "Bo Lind"
reach = "the phone"
[[stop_rule]]
rule = "Legal asks for another text"
state = "clear"
checked_by = "Bo Lind"
checked_on = 2026-11-30
"#;

/// A repository in a folder of its own.
fn history() -> (TempDir, History) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = History::new(folder.path().join("app"));
    // The release file is judged, never committed.
    fs::write(history.folder().join(".git/info/exclude"), "release.toml\ngonogo.toml\n").expect("a file");
    history.commit("Start").tag("v1");
    (folder, history)
}

/// Writes a release file with these lists and this build.
pub(crate) fn write_release(folder: &Path, scope: &str, build: &str) -> PathBuf {
    let head = "name = \"App\"\nversion = \"2.0.0\"\ngoal = \"Invoices can be read.\"\nowner = \"Ana Ruiz\"\ndate = 2026-12-01T09:00:00Z\n";
    let text = format!(
        "{head}[scope]\napproved_by = \"Ana Ruiz\"\napproved_on = 2026-11-20\n{scope}\n[build]\n{build}\n{REST}"
    );
    let file = folder.join("release.toml");
    fs::write(&file, text).expect("the file can be written");
    file
}

/// What a run came to.
struct Judged {
    code: Option<i32>,
    report: Value,
}

impl Judged {
    /// Judges the release file in a folder.
    fn of(folder: &Path, more: &[&str]) -> Self {
        let arguments = [&["check", "--as-of", AS_OF, "--format", "json"], more].concat();
        let told = Gonogo::new(folder, &arguments).run();
        let report = serde_json::from_str(&told.out).unwrap_or_else(|_| panic!("{}{}", told.out, told.err));
        Self { code: told.code, report }
    }

    fn build(&self) -> &Value {
        &self.report["releases"][0]["evidence"]["build"]
    }

    fn count(&self, key: &str) -> u64 {
        self.build()[key].as_u64().unwrap_or_else(|| panic!("{key} in {:#}", self.report))
    }

    /// Changes, merges, ignored, reverted and already shipped commits.
    fn counts(&self) -> [u64; 5] {
        ["changes", "merges", "ignored", "reverted", "already_shipped"].map(|key| self.count(key))
    }

    /// The errors, each as its rule, its subject and its message.
    fn errors(&self) -> Vec<(&str, &str, &str)> {
        let errors = findings(&self.report).into_iter().filter(|finding| finding["level"] == "error");
        errors
            .map(|finding| {
                let text = |key: &str| finding[key].as_str().unwrap_or_default();
                (text("rule"), text("subject"), text("message"))
            })
            .collect()
    }

    /// The one error, which is about this commit.
    fn is_stopped_by(&self, rule: &str, id: &str, words: &[&str]) {
        assert_eq!(self.code, Some(1));
        let errors = self.errors();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        let (found, subject, message) = errors[0];
        assert_eq!(found, rule, "{message}");
        assert!(subject.len() >= 7 && id.starts_with(subject), "{subject} begins {id}");
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    }

    fn is_go(&self) {
        assert_eq!((self.code, self.errors()), (Some(0), vec![]));
        assert_eq!(self.report["verdict"], "go");
    }
}

/// Judges a range, and holds its numbers against those of git.
fn judge(history: &History, (from, to): (&str, &str), scope: &str, build: &str) -> Judged {
    let build = format!("from = \"{from}\"\nto = \"{to}\"\n{build}");
    write_release(history.folder(), scope, &build);
    let judged = Judged::of(history.folder(), &[]);
    let counted = history.git(["rev-list", "--count", &format!("{from}..{to}")]);
    assert_eq!(judged.counts().iter().sum::<u64>().to_string(), counted, "{:#}", judged.build());
    assert_eq!(judged.build()["from"], history.id(from).as_str());
    assert_eq!(judged.build()["to"], history.id(to).as_str());
    judged
}

const BILLS: &str = r#"in = ["BILL-101 Billing tab", "BILL-118 Export"]"#;
const BOT: &str = r#"ignore = [{ author = "dependabot*", why = "Lock file only" }]"#;

#[test]
fn a_rebased_history_with_issue_keys() {
    let (_folder, mut history) = history();
    history.commit("BILL-101: Add the billing tab").commit("bill-118 Export as CSV");
    history.commit("Align the columns\n\nLonger words.\n\nRefs: BILL-101").tag("refs");
    history.commit("Tidy up\r\n\r\nLeft over, see UTF-8 and CVE-2024-1.\r\n\r\nRefs: BILL-118\r\n");
    history.commit_by("dependabot[bot]", "bot@example.com", "Bump lodash to 4.17.21").tag("v2");
    let go = judge(&history, ("v1", "v2"), BILLS, BOT);
    go.is_go();
    assert_eq!(go.counts(), [4, 0, 1, 0, 0]);

    history.commit("BILL-1011 Retry failed payments");
    judge(&history, ("v1", "HEAD"), BILLS, BOT).is_stopped_by(
        "scope/unlisted-change",
        &history.head(),
        &["\"BILL-1011 Retry failed payments\"", "BILL-1011 is on no list"],
    );
    history.git(["reset", "--hard", "--quiet", "v2"]);
    history.commit("Retry UTF-8 payments");
    let silent = judge(&history, ("v1", "HEAD"), BILLS, BOT);
    silent.is_stopped_by("scope/unlisted-change", &history.head(), &["\"Retry UTF-8 payments\""]);
    assert_eq!((silent.count("changes"), silent.count("unlisted")), (5, 1));

    let more = r#"in = ["BILL-101 Billing tab", "BILL-118 Export", "BILL-150 Not begun"]"#;
    let absent = judge(&history, ("v1", "v2"), more, BOT);
    assert_eq!(absent.code, Some(1));
    assert!(has_rule(&absent.report, "scope/not-in-build"));
    let out = r#"in = ["BILL-101 Billing tab"]
        out = [{ id = "BILL-118", title = "Export", reason = "Not needed", told = "Founders" }]"#;
    let out = judge(&history, ("v1", "v2"), out, BOT);
    assert_eq!((out.code, out.count("out_of_scope"), out.count("unlisted")), (Some(1), 1, 1));
}

const NUMBERS: &str = r##"in = ["#212 Billing tab", "#219 Export", "#240 Estimate"]"##;

#[test]
fn a_squashed_history_with_numbers() {
    let (_folder, mut history) = history();
    history.commit("Billing tab (#212)\n\n* first try\n* #77 helped");
    history.commit("[2.4] Export, asked for in #118 (#118) (#219)");
    history.commit("Try another font (#230)");
    let font = history.head();
    history.git(["revert", "--no-commit", "HEAD"]);
    history.commit(format!(
        "Revert \"Try another font (#230)\" (#231)\n\nThis reverts commit\n{font}, which nobody liked."
    ));
    history.commit("Estimate (#240)");
    history.revert("HEAD").revert("HEAD").tag("v2");
    let go = judge(&history, ("v1", "v2"), NUMBERS, "");
    go.is_go();
    // The revert and the revert of it cancel out; the estimate ships.
    assert_eq!(go.counts(), [3, 0, 0, 4, 0]);

    history.commit("Retry failed payments (#2190)");
    let extra = judge(&history, ("v1", "HEAD"), NUMBERS, "");
    extra.is_stopped_by("scope/unlisted-change", &history.head(), &["Retry failed payments (#2190)"]);
    // Without the revert, what was tried ships.
    history.git(["reset", "--hard", "--quiet", &font]);
    let tried = judge(&history, ("v1", "HEAD"), r##"in = ["#212 Tab", "#219 Export"]"##, "");
    tried.is_stopped_by("scope/unlisted-change", &font, &["Try another font (#230)"]);
}

/// Two merged branches; `slipped` is one more commit on the second.
fn merged(slipped: &str) -> (TempDir, History, String) {
    let (folder, mut history) = history();
    history.branch("tab").commit("Add a tab").commit("Name the tab").checkout("main");
    history.merge("tab", "Merge pull request #212 from acme/tab\n\nBilling tab");
    history.branch("export").commit("Write CSV");
    if !slipped.is_empty() {
        history.commit(slipped);
    }
    let extra = history.head();
    history.commit("Quote commas").checkout("main").commit("BILL-101 Words on the main line");
    history.merge("export", "Merge branch 'export' into 'main'\n\nExport\n\nSee merge request acme/app!12");
    history.tag("v2");
    (folder, history, extra)
}

const MERGES: &str = r##"in = ["#212 Billing tab", "!12 Export", "BILL-101 Words"]"##;

#[test]
fn a_history_of_merges_and_what_slips_into_one() {
    let (_folder, history, _) = merged("");
    let go = judge(&history, ("v1", "v2"), MERGES, "");
    go.is_go();
    assert_eq!(go.counts(), [5, 2, 0, 0, 0]);

    for (slipped, id) in
        [("Retry failed payments (#223)", "#223"), ("BILL-131 Retry failed payments", "BILL-131")]
    {
        let (_folder, history, extra) = merged(slipped);
        let no_go = judge(&history, ("v1", "v2"), MERGES, "");
        no_go.is_stopped_by("scope/unlisted-change", &extra, &[slipped, id]);
        assert_eq!(no_go.counts(), [6, 2, 0, 0, 0]);
    }
    // A merge that nobody listed brings changes that nobody listed.
    let (_folder, history, _) = merged("");
    let unlisted = judge(&history, ("v1", "v2"), r##"in = ["#212 Billing tab", "BILL-101 Words"]"##, "");
    assert_eq!((unlisted.code, unlisted.count("unlisted")), (Some(1), 2));
}

/// A release branch that took one fix from the main line, and the main line with a mistake that was taken back.
fn release_branches(pick: impl Fn(&mut History, &str)) -> (TempDir, History, String) {
    let (folder, mut history) = history();
    history.commit("BILL-90 Fix the totals");
    let fix = history.head();
    history.commit("BILL-101 Billing tab").commit("BILL-118 Export").commit("BILL-119 Wrong turn");
    history.revert("HEAD").tag("v2");
    history.at("2026-11-12T09:00:00Z").checkout("v1").branch("release/1");
    pick(&mut history, &fix);
    history.tag("v1.1").checkout("main");
    (folder, history, fix)
}

#[test]
fn release_branches_with_picks_and_reverts() {
    let with_note = |history: &mut History, fix: &str| drop(history.cherry_pick_x(fix).head());
    let without_note = |history: &mut History, fix: &str| drop(history.git(["cherry-pick", fix]));
    for (_folder, history, _) in [release_branches(with_note), release_branches(without_note)] {
        let go = judge(&history, ("v1.1", "v2"), BILLS, "");
        go.is_go();
        assert_eq!(go.counts(), [2, 0, 0, 2, 1]);
        assert!(has_rule(&go.report, "build/diverged"));
    }
    // What the last release took back again, or never took, is new.
    let taken_back =
        |history: &mut History, fix: &str| drop(history.cherry_pick_x(fix).revert("HEAD").head());
    let other = |history: &mut History, _: &str| drop(history.commit("BILL-80 Something else").head());
    for (_folder, history, fix) in [release_branches(taken_back), release_branches(other)] {
        let no_go = judge(&history, ("v1.1", "v2"), BILLS, "");
        no_go.is_stopped_by("scope/unlisted-change", &fix, &["BILL-90 Fix the totals"]);
        assert_eq!(no_go.counts(), [3, 0, 0, 2, 0]);
    }
    // From the same release, had it been an ancestor, nothing has shipped already.
    let (_folder, history, fix) = release_branches(with_note);
    judge(&history, ("v1", "v2"), BILLS, "").is_stopped_by("scope/unlisted-change", &fix, &["BILL-90"]);
}

/// A history that is GO with [`BILLS`].
fn plain() -> (TempDir, History) {
    let (folder, mut history) = history();
    history.commit("BILL-101 Tab").commit("BILL-118 Export").tag("v2");
    (folder, history)
}

#[test]
fn a_bare_repository_with_the_release_beside_it() {
    let (folder, history) = plain();
    history.git(["clone", "--quiet", "--bare", ".", "../app.git"]);
    let papers = folder.path().join("papers");
    fs::create_dir(&papers).expect("a folder");
    let check = |from: &str| {
        write_release(&papers, BILLS, &format!("from = \"{from}\"\nto = \"v2\""));
        Judged::of(&papers, &["--root", "../app.git"])
    };
    let go = check("v1");
    go.is_go();
    assert_eq!(go.counts(), [2, 0, 0, 0, 0]);
    assert_eq!(go.build()["to"], history.id("v2").as_str());
    let no_go = check("v1.9");
    assert_eq!(no_go.code, Some(1));
    assert!(has_rule(&no_go.report, "build/unknown-revision"));
    // Without the root there is no repository around the papers.
    let lost = Judged::of(&papers, &[]);
    assert_eq!(lost.code, Some(1));
    assert!(has_rule(&lost.report, "build/unreadable"));
}

#[test]
fn linked_work_trees_subfolders_and_detached_heads() {
    let (folder, history) = plain();
    history.git(["worktree", "add", "--quiet", "--detach", "../linked", "v2"]);
    let linked = folder.path().join("linked");
    write_release(&linked, BILLS, "from = \"v1\"\nto = \"HEAD\"");
    let go = Judged::of(&linked, &[]);
    go.is_go();
    assert_eq!(go.build()["to"], history.id("v2").as_str());

    let below = history.folder().join("release/papers");
    fs::create_dir_all(&below).expect("a folder");
    write_release(&below, BILLS, "from = \"v1\"\nto = \"v2\"");
    Judged::of(&below, &[]).is_go();

    let id = history.id("v2");
    history.git(["checkout", "--quiet", &id]);
    judge(&history, ("v1", "HEAD"), BILLS, "").is_go();
    judge(&history, (&history.id("v1"), &id[..12]), BILLS, "").is_go();
    history.git(["checkout", "--quiet", "v1"]);
    write_release(history.folder(), BILLS, "from = \"v1\"\nto = \"HEAD\"");
    let none = Judged::of(history.folder(), &[]);
    assert_eq!(none.code, Some(1));
    assert!(has_rule(&none.report, "build/empty"));
}

#[test]
fn ids_of_64_digits_are_read_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = History::with(folder.path().join("app"), &["--object-format=sha256"]);
    history.commit("Start").tag("v1").commit("BILL-101 Tab").commit("BILL-118 Export").tag("v2");
    let go = judge(&history, ("v1", "v2"), BILLS, "");
    go.is_go();
    assert_eq!(go.build()["to"].as_str().map(str::len), Some(64));
}

#[test]
fn a_policy_may_look_at_the_main_line_alone() {
    let (_folder, history, _) = merged("BILL-131 Retry failed payments");
    assert_eq!(judge(&history, ("v1", "v2"), MERGES, "").code, Some(1));
    fs::write(history.folder().join("gonogo.toml"), "[build]\nhistory = \"first-parent\"\n")
        .expect("a policy");
    let go = Judged::of(history.folder(), &[]);
    go.is_go();
    let counted = history.git(["rev-list", "--count", "--first-parent", "v1..v2"]);
    assert_eq!(go.count("changes").to_string(), counted);
    let scope = r##"in = ["#212 Billing tab", "BILL-101 Words"]"##;
    write_release(history.folder(), scope, "from = \"v1\"\nto = \"v2\"");
    let no_go = Judged::of(history.folder(), &[]);
    no_go.is_stopped_by("scope/unlisted-change", &history.id("v2"), &["Merge branch 'export'"]);
}

#[test]
fn changes_are_ignored_by_author_paths_and_subject() {
    let (_folder, mut history) = plain();
    history.file("docs/a.md", "a").file("docs/b.md", "b").commit("Words").tag("docs");
    history.commit_by("renovate", "renovate@example.com", "Bump").tag("bot");
    history.commit("chore: release 2.0.0").tag("chore");
    history.file("docs/a.md", "c").file("src/a.rs", "c").commit("Words and code").tag("both");
    let all = r#"ignore = [
        { paths = ["docs/**"], why = "Words" },
        { author = "renovate*", why = "Versions" },
        { subject = "chore: release*", why = "Made by a script" },
    ]"#;
    let go = judge(&history, ("v1", "chore"), BILLS, all);
    go.is_go();
    assert_eq!(go.counts(), [2, 0, 3, 0, 0]);
    // One path outside the pattern, and the change counts.
    judge(&history, ("v1", "both"), BILLS, all).is_stopped_by(
        "scope/unlisted-change",
        &history.id("both"),
        &["Words and code"],
    );
    // All that an entry names must fit.
    let both = r#"ignore = [
        { paths = ["docs/**"], author = "renovate*", why = "Words of a bot" },
        { author = "renovate*", subject = "Bump", why = "Versions" },
        { subject = "chore: release*", why = "Made by a script" },
    ]"#;
    let no_go = judge(&history, ("v1", "chore"), BILLS, both);
    no_go.is_stopped_by("scope/unlisted-change", &history.id("docs"), &["Words"]);
}

#[test]
fn an_item_may_name_its_commits_or_need_none() {
    let (_folder, mut history) = plain();
    history.commit("No id at all").tag("v3");
    let id = history.head();
    let scope = |commits: &str, more: &str| {
        format!(
            r#"in = ["BILL-101 Tab", "BILL-118 Export", {{ id = "BILL-130", title = "Quiet", commits = ["{commits}"] }}{more}]"#
        )
    };
    let flag = r#", { id = "BILL-140", title = "Turn the flag on", no_code = true }"#;
    judge(&history, ("v1", "v3"), &scope(&id[..10], flag), "").is_go();
    let other = judge(&history, ("v1", "v3"), &scope("0123456789", flag), "");
    assert_eq!(other.code, Some(1));
    assert!(
        has_rule(&other.report, "scope/unlisted-change") && has_rule(&other.report, "scope/not-in-build")
    );
}
