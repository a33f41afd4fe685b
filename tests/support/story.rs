//! The billing dashboard in a folder of its own: everything a release can bring, GO as it stands, ready to be broken.
//!
//! The release lies in `work` inside a folder that holds nothing else, so that there is an outside to lead to.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use super::gonogo::{Gonogo, Told, repository};
use super::history::History;

/// When the stories are judged.
pub(crate) const AS_OF: &str = "2026-11-30T18:00:00+01:00";
/// Every format of a report.
pub(crate) const FORMATS: [&str; 12] = [
    "text", "brief", "concise", "json", "yaml", "markdown", "html", "github", "gitlab", "sarif", "junit",
    "ics",
];

/// One copy of the story.
#[derive(Debug)]
pub(crate) struct Story {
    outside: TempDir,
}

impl Story {
    /// The story as it stands in the examples, with a change list.
    pub(crate) fn new() -> Self {
        let story = Self { outside: tempfile::tempdir().expect("a folder") };
        copy(&repository().join("examples/billing-dashboard"), &story.folder());
        story
    }

    /// The same with a repository in place of the change list, and reports and facts beside it.
    #[cfg(unix)]
    pub(crate) fn with_git() -> Self {
        static MADE: OnceLock<Story> = OnceLock::new();
        let made = MADE.get_or_init(|| {
            let story = Self::new();
            story.edit("changes = \"changes.json\"", "from = \"v2.3.0\"\nto = \"v2.4.0-rc.1\"");
            story.remove("changes.json");
            let mut history = History::new(story.folder());
            history.git(["add", "--all"]);
            history.at("2026-11-10T09:00:00Z").commit("BILL-90 The last release").tag("v2.3.0");
            history.at("2026-11-18T14:00:00Z").commit("BILL-101 Billing tab with the month's invoices");
            history.commit_by("Cy Park", "cy@example.com", "BILL-118 Export the month as CSV");
            history.commit_by("dependabot[bot]", "bot@example.com", "Bump lodash from 4.17.20 to 4.17.21");
            history.at("2026-11-26T10:00:00Z").commit("BILL-131 Retry failed payments").tag("v2.4.0-rc.1");
            story
        });
        let story = Self { outside: tempfile::tempdir().expect("a folder") };
        copy(&made.folder(), &story.folder());
        story
    }

    /// The folder of the release file.
    pub(crate) fn folder(&self) -> PathBuf {
        self.outside.path().join("work")
    }

    /// A place beside that folder.
    #[cfg(unix)]
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.outside.path().join(name)
    }

    /// A place in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// What a file holds.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("a text")
    }

    /// Writes a file, and its folder if need be.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
        self
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, name: &str) -> &Self {
        fs::remove_file(self.path(name)).expect("the file is there");
        self
    }

    /// Replaces a passage of the release file, which must be there once.
    #[cfg(unix)]
    pub(crate) fn edit(&self, from: &str, to: &str) -> &Self {
        self.edit_file("release.toml", from, to)
    }

    /// The same in another file.
    #[cfg(unix)]
    pub(crate) fn edit_file(&self, name: &str, from: &str, to: &str) -> &Self {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from:?} stands once in {name}");
        self.write(name, text.replace(from, to))
    }

    /// A run of `check` in the folder, not started yet.
    pub(crate) fn gonogo(&self, format: &str, more: &[&str]) -> Gonogo {
        let arguments = [&["check", "--as-of", AS_OF, "--format", format], more].concat();
        Gonogo::new(self.folder(), &arguments)
    }

    /// The same by somebody who may not open everything, to whom the folder is given; none where nobody like that
    /// can be found.
    #[cfg(unix)]
    pub(crate) fn gonogo_bound(&self, format: &str, more: &[&str]) -> Option<Gonogo> {
        use std::os::unix::fs::PermissionsExt;
        let way = super::unprivileged::way()?;
        fs::set_permissions(self.outside.path(), fs::Permissions::from_mode(0o755)).expect("a folder");
        way.give(self.outside.path());
        let arguments = [&["check", "--as-of", AS_OF, "--format", format], more].concat();
        Some(Gonogo::started_by(way.command(), self.folder(), &arguments))
    }

    /// What `check` tells in a format.
    pub(crate) fn check(&self, format: &str) -> Told {
        self.gonogo(format, &[]).run()
    }

    /// The exit code and the JSON report.
    pub(crate) fn judge(&self) -> (Option<i32>, Value) {
        let told = self.check("json");
        (told.code, serde_json::from_str(&told.out).expect("JSON"))
    }
}

/// The findings of all releases of a JSON report.
pub(crate) fn findings(report: &Value) -> Vec<&Value> {
    let releases = report["releases"].as_array().expect("releases");
    releases.iter().flat_map(|release| release["findings"].as_array().expect("findings")).collect()
}

/// Whether a finding of this rule stands in a JSON report.
pub(crate) fn has_rule(report: &Value, rule: &str) -> bool {
    findings(report).iter().any(|finding| finding["rule"] == rule)
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}
