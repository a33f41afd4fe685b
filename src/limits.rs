//! How much is read, held, compared and told: every number that bounds a run, with the words people get to see.
//!
//! The table of limits in CONTRIBUTING.md is made of this list. What is over a limit is unread, never empty: no limit
//! leads to GO.

/// Declares limits as constants, each with what it bounds and what is said where something is beyond it.
macro_rules! limits {
    ($( $(#[$doc:meta])* $name:ident: $type:ty = $value:expr, $what:literal, $said:literal; )*) => {
        $( $(#[$doc])* pub(crate) const $name: $type = $value; )*

        /// Every limit as the page shows it: what, at most, what is said.
        #[cfg(test)]
        #[allow(clippy::cast_lossless, clippy::unnecessary_cast, reason = "some are lengths and some are amounts")]
        const PAGE: &[(&str, u64, &str)] = &[$( ($what, $name as u64, $said), )*];
    };
}

/// A kibibyte.
const KIB: usize = 1024;
/// A mebibyte.
const MIB: usize = 1024 * KIB;

limits! {
    // What people write.

    /// Bytes of one release file or policy. A page that people read in two minutes has a thousandth of it.
    RELEASE_BYTES: usize = MIB, "bytes of a release file or policy",
        "the file is larger than 1 MiB";
    /// Lists and tables inside one another.
    FILE_DEPTH: usize = 64, "lists and tables in one another",
        "lists and tables are nested more than 64 levels deep";
    /// Values of one file, aliases followed.
    YAML_VALUES: usize = 100_000, "values of a YAML file, those of aliases included",
        "the file holds more than 100000 values";
    /// Brackets open at once, counted without regard to quotes; far above what a file needs.
    YAML_BRACKETS: usize = 256, "brackets open at once in YAML",
        "lists and tables are nested more than 64 levels deep";
    /// Problems of one file that are told one by one.
    SYNTAX_ERRORS: usize = 100, "syntax errors told one by one",
        "there are 3 more problems of this kind";
    /// Errors in the beginning of a file that end its reading. A beginning that is cut off has but a few of its own.
    SYNTAX_FLOOD: usize = 1_000, "syntax errors that end the reading of a long TOML file",
        "the file has more than 1000 errors and was not read to its end";
    /// Entries of one list, or of one table with free keys: far more than anybody writes, and few enough to look at each.
    LIST_ENTRIES: usize = 5_000, "entries of a list, or of a table with free keys",
        "the list has more than 5000 entries";
    /// Characters of a name: it is repeated wherever its bearer acts next.
    NAME_LENGTH: usize = 200, "characters of a name",
        "expected the name of one person, at most 200 characters";
    /// Roles at one key of a decision: more than anybody calls in an hour, and few enough to ask each whenever it is
    /// decided.
    DECISION_ROLES: usize = 50, "roles at one key of a decision",
        "\"ship\" names more than 50 roles at one key";
    /// Cells of a matrix that people read.
    MATRIX_CELLS: usize = 20_000, "people times decisions and activities of a printed matrix of roles",
        "none: it is left out, and `--format json` has it";
    /// Bytes of a pattern: it is held as an automaton, whose size grows with it.
    PATH_PATTERN_LENGTH: usize = 1_000, "bytes of a pattern on paths",
        "expected a pattern of 1 to 1000 characters";
    /// Bytes of a pattern.
    NAME_PATTERN_LENGTH: usize = 4_096, "bytes of a pattern on names",
        "expected a pattern of 1 to 4096 characters";
    /// How many there may be: control characters are few.
    PATTERN_LETTERS: usize = 24, "letters beyond ASCII in a pattern with `?` or `[`",
        "has too many letters beyond ASCII beside ? or [";
    /// How many characters of a word are looked at; longer ones are no slip of anything.
    SUGGESTED_LENGTH: usize = 64, "characters of a word that gets a \"did you mean\"",
        "none: no suggestion";
    /// How many known words of about the same length are compared.
    SUGGESTED_WORDS: usize = 1_000, "words it is compared with",
        "none: no suggestion";
    /// Unknown keys of one table that come with what is known there and what is meant: more than anybody mistypes.
    HINTED_KEYS: usize = 50, "unknown keys of a table told with what is meant",
        "none: the others are told without it";

    // Checks.

    /// Commits that confirmations are about, each of which git is asked for.
    CONFIRMED_BUILDS: usize = 100, "commits that the confirmations of a release name",
        "was confirmed on 3f2a1c9, which is not the build";
    /// Days between a launch and what is due before or after it: nobody plans further.
    DUE_DAYS: u32 = 1_000, "days between a launch and a checkpoint",
        "is not a moment before or after the launch, at most 1000 days away";
    /// Acceptances of one release: each is held against every finding.
    ACCEPTANCES: usize = 1_000, "acceptances of a release",
        "the list has more than 1000 entries";
    /// Skipped tests times entries of `skips` that are held against each other.
    SKIP_COMPARISONS: usize = 20_000_000, "skipped tests times entries of `skips`",
        "3 skipped tests are not explained: it takes more than 20000000 comparisons";
    /// Different names of one file that are compared with one another.
    ALIKE_NAMES: usize = 500, "names of a file that are compared with one another",
        "none: later ones are not compared";
    /// Findings of one rule in one check that are told one by one; the rest is counted.
    FINDINGS_OF_A_RULE: usize = 2_000, "findings of one rule and check told one by one",
        "3 more changes are on no list";

    // Evidence.

    /// Bytes of one path; more than any system opens.
    PATH_LENGTH: usize = 4_096, "bytes of a written path",
        "the path is longer than 4096 bytes";
    /// Parts of one pattern.
    PATTERN_PARTS: usize = 64, "parts of a pattern of paths",
        "the pattern has more than 64 parts";
    /// Entries looked at for all patterns of one release.
    FILES_VISITED: usize = 1_000_000, "files and folders looked at",
        "there are more than 1000000 files and folders to look through";
    /// Files found by all patterns of one release.
    FILES_FOUND: usize = 100_000, "files that match",
        "more than 100000 files match";
    /// Folders inside one another, from where the walk begins.
    FOLDER_DEPTH: usize = 64, "folders in one another",
        "its folders are nested more than 64 deep";
    /// Plans that are read.
    PLANS: usize = 1_000, "earlier and later plans that are read",
        "there are more than 1000 of them";
    /// Bytes of all plans together.
    PLANS_BYTES: usize = 32 * MIB, "bytes of all earlier and later plans",
        "they are together larger than 32 MiB";
    /// Commits of the history of one plan: newer ones come first.
    PLAN_VERSIONS: usize = 2_000, "versions of a plan in its history",
        "its history is too long: more than 2000 versions";
    /// Bytes of one version; a longer one is no plan that could be read.
    PLAN_VERSION_BYTES: usize = MIB, "bytes of one version of a plan",
        "none: it counts as a version that nobody can read";
    /// Bytes of all versions that are kept, equal ones once.
    PLAN_VERSIONS_BYTES: usize = 8 * MIB, "bytes of all different versions of a plan",
        "its history is too long: more than 8388608 bytes";
    /// Bytes of all versions that are read, the same one counted each time.
    PLAN_VERSIONS_READ: u64 = 64 * 1024 * 1024, "bytes of all versions of a plan that are looked at",
        "the history is too large: more than 67108864 bytes in all versions of a file";
    /// Other files that are looked into: removed ones that fit `releases`, and ones that ever held the same version.
    REMOVED_PLANS: usize = 32, "other files that may be the plan by another name",
        "its history is too long: more than 32 files that may be an earlier one of it";
    /// Longest change list, in bytes.
    CHANGE_LIST_BYTES: usize = 32 * MIB, "bytes of a change list",
        "it is larger than 32 MiB";
    /// Entries of one list.
    CHANGE_LIST_ENTRIES: usize = 100_000, "entries of a change list",
        "the list has more than 100000 entries";
    /// Lists behind one another: to see that one more follows, the reader counts the lines before it.
    LIST_PAGES: usize = 4_000, "lists behind one another in a list of changes, issues or runs",
        "the list is made of more than 4000 lists";
    /// Answers around a list: `data`, `issues`, `nodes`.
    LIST_ANSWERS: usize = 4, "answers in one another around a list of issues or runs",
        "the file holds an object, not a list";
    /// Bytes of a list of issues: trackers print many fields of each that nobody asks for.
    ISSUES_BYTES: usize = 32 * MIB, "bytes of a list of issues",
        "it is larger than 32 MiB";
    /// Issues of a list: each is an item.
    ISSUES: usize = LIST_ENTRIES, "issues of a list",
        "the list has more than 5000 entries";
    /// Characters of an issue's title that are kept.
    ISSUE_TITLE_LENGTH: usize = 300, "characters of an issue's title that are kept",
        "none: the rest is cut off";
    /// Commits of a range.
    COMMITS: u64 = 150_000, "commits of a range",
        "the history is too large: more than 150000 commits";
    /// Bytes of one field of a commit.
    COMMIT_FIELD_BYTES: u64 = 1024 * 1024, "bytes of one field of a commit",
        "the history is too large: more than 1048576 bytes in one commit message";
    /// Bytes of all commits of a range.
    COMMITS_BYTES: u64 = 256 * 1024 * 1024, "bytes of all commits of a range",
        "the history is too large: more than 268435456 bytes in all commits";
    /// References of a repository.
    REFERENCES: u64 = 1_000_000, "references of a repository",
        "the history is too large: more than 1000000 references";
    /// Changed paths of a commit.
    COMMIT_PATHS: u64 = 1_000_000, "changed paths of a commit",
        "the history is too large: more than 1000000 changed paths in one commit";
    /// Paths that the entries of a change list name.
    LIST_PATHS: usize = 200_000, "paths that the entries of a change list name",
        "changes.json names too many paths";
    /// Paths of commits times patterns of `ignore`.
    IGNORE_COMPARISONS: usize = 20_000_000, "changed paths times patterns of `ignore`",
        "the history is too large: more than 20000000 paths to hold against the patterns";
    /// How often a pattern of a flow is held against a name, for each byte of a report.
    FLOW_COMPARISONS: usize = 1, "comparisons of tests with flows, for each byte of a report",
        "nobody can tell which tests of it ran";
    /// Bytes of an author's name, and of the address, that are kept.
    AUTHOR_BYTES: usize = 500, "bytes of an author's name that are kept",
        "none: the rest is cut off";
    /// Bytes of all reports of a release.
    REPORTS_BYTES: u64 = 768 * 1024 * 1024, "bytes of all reports",
        "this report and those before it are together larger than 768 MiB";
    /// Tags, references, JSON tests and bytes that are no text in all reports of a release: what takes the time is not the
    /// bytes but what stands in them.
    REPORTS_TAGS: u64 = 20_000_000, "tags, references and bytes that are no text in all reports",
        "this report and those before it hold more than 20000000 tags, references and bytes that are no text";
    /// How many MiB one tag, text, CDATA section or comment may have.
    XML_EVENT_MIB: u64 = 16, "MiB of one tag, text or comment of a report",
        "a single tag, text or comment in it is longer than 16 MiB";
    /// How deep elements may be nested.
    XML_DEPTH: usize = 128, "elements in one another in a report",
        "its elements are nested more than 128 deep";
    /// How many MiB one text may have.
    CTRF_TEXT_MIB: u64 = 16, "MiB of one text of a CTRF report",
        "a single tag, text or comment in it is longer than 16 MiB";
    /// Cases that passed whose names are compared with those that failed.
    PASSED_CASES: usize = 4_000_000, "cases of a report that passed and are compared with failed ones",
        "none: the others are not compared";
    /// Bytes that what all reports show may take together; what is beyond is counted.
    REPORTS_HELD: usize = 32 * MIB, "bytes of what is held of all reports",
        "none: the rest is counted";
    /// Bytes of a list of runs.
    RUNS_BYTES: usize = 8 * MIB, "bytes of a list of CI runs",
        "it is larger than 8 MiB";
    /// Runs of a list.
    RUNS: usize = 20_000, "runs of a list of CI runs",
        "it holds more than 20000 runs";
    /// Bytes of one file.
    FACT_FILE_BYTES: usize = 8 * MIB, "bytes of a fact file",
        "it is larger than 8 MiB";
    /// Bytes of one file in TOML, whose reader takes a hundred times as much memory.
    FACT_TOML_BYTES: usize = MIB, "bytes of a fact file in TOML",
        "the file is TOML and larger than 1 MiB";
    /// Bytes of all files of a release.
    FACTS_BYTES: usize = 16 * MIB, "bytes of all fact files",
        "this file and the fact files before it are together larger than 16 MiB";
    /// Lists and groups inside one another.
    FACT_DEPTH: usize = 64, "lists and groups in one another in a fact file",
        "the file nests lists and groups more than 64 levels deep";
    /// Elements of one list.
    FACT_LIST_ELEMENTS: usize = 100_000, "elements of a list in a fact file",
        "a list in the file has more than 100000 elements";
    /// Values of all files of a release.
    FACT_VALUES: usize = 200_000, "values of all fact files",
        "this file and the fact files before it hold more than 200000 values";

    /// Characters of a signature in one line; the largest kind of key needs a sixth of it.
    SIGNATURE_BYTES: usize = 8 * KIB, "bytes of a signature",
        "it is no signature of OpenSSH";
    /// Characters of a key in one line; the largest RSA key in use has a fifth of it.
    KEY_BYTES: usize = 16 * KIB, "bytes of a public key",
        "a key is one line, as ssh-keygen writes it into a .pub file";
    /// Signatures that are verified: the newest ones. Each costs a process.
    SIGNATURES: usize = 20, "signatures of a release that are verified",
        "there are too many newer calls";

    // Conditions.

    /// Bytes of a condition's text.
    CONDITION_BYTES: usize = KIB, "bytes of a condition",
        "the condition is longer than 1024 bytes";
    /// Bytes of the texts of all conditions of one release.
    CONDITIONS_BYTES: usize = 128 * KIB, "bytes of all conditions",
        "this condition and those before it are together longer than 128 KiB";
    /// Levels of the tree; a chain of `&&` or `||` is one level however long it is.
    CONDITION_LEVELS: usize = 32, "levels of a condition",
        "the condition is nested more than 32 levels deep, or chains too many operators";
    /// Steps of one evaluation: one for each part evaluated, more where long texts or lists are compared, most
    /// where new ones are made, so that the steps bound the memory as well.
    CONDITION_STEPS: u64 = 10_000_000, "steps of a condition",
        "the condition takes more than 10000000 steps to evaluate";
    /// Steps of all conditions of one release.
    CONDITIONS_STEPS: u64 = 20_000_000, "steps of all conditions",
        "the conditions take together more than 20000000 steps to evaluate";
    /// Elements of a list that a condition walks through.
    CONDITION_ELEMENTS: usize = 100_000, "elements of a list that a condition walks through",
        "none: fact files have no longer ones";
    /// Bytes of a text that a condition puts together.
    CONDITION_TEXT_BYTES: usize = MIB, "bytes of a text that a condition puts together",
        "the condition takes more than 10000000 steps to evaluate";
    /// Facts that a message names where it lists what a condition may use.
    FACTS_TOLD: usize = 20, "facts named by a message about a condition",
        "3 more facts";
    /// Facts that an unknown name is compared with, to propose what is meant.
    FACTS_COMPARED: usize = 200, "facts that an unknown name is compared with",
        "none: no suggestion";
    /// Bytes of a name that is compared with others.
    FACT_NAME_LENGTH: usize = 64, "bytes of a name that is compared",
        "none: no suggestion";

    // A run.

    /// Keys and values of one file that are told to be wrong one by one.
    WRONG_VALUES: usize = 500, "wrong keys and values told one by one",
        "there are 3 more problems of this kind";
    /// Bytes from which a file is read while no other such file is: reading takes a hundred times as much memory, and a
    /// folder may hold many.
    LARGE_FILE: usize = 64 * KIB, "bytes from which files are read one at a time",
        "none: it waits";
    /// Release files of one review: nobody reads on.
    REVIEWED_FILES: usize = 5_000, "release files of a review",
        "a review reads at most 5000";
    /// Findings of all files of a run. Who has more of them has one cause, and nobody reads on.
    FINDINGS: usize = 50_000, "findings of all files of a run",
        "the files have more than 50000 findings together";
    /// Bytes of all texts that findings are shown in; where there are more, findings come without their lines.
    SHOWN_BYTES: usize = 16 * MIB, "bytes of all files whose lines are shown",
        "none: findings come without their lines then";
    /// MiB that the summary of one step may have (GitHub, «Workflow commands», job summaries).
    SUMMARY_MIB: u64 = 1, "MiB of a step's job summary",
        "the job summary summary.md would be larger than 1 MiB, and GitHub shows none of it then";
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::PAGE;

    /// A number as people read it: `8 MiB`, `5,000`.
    fn amount(what: &str, value: u64) -> String {
        let (value, unit) = match value {
            _ if !what.starts_with("bytes") => (value, ""),
            bytes if bytes % (1024 * 1024) == 0 => (bytes / (1024 * 1024), " MiB"),
            bytes if bytes % 1024 == 0 => (bytes / 1024, " KiB"),
            bytes => (bytes, ""),
        };
        let digits = value.to_string();
        let parts: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|part| str::from_utf8(part).expect("digits")).collect();
        parts.join(",") + unit
    }

    /// `UPDATE_CASES=1` writes it.
    #[test]
    fn the_page_has_every_limit() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md");
        let page = fs::read_to_string(&path).expect("the page").replace("\r\n", "\n");
        let head = "| what | at most | what is said |\n| --- | --- | --- |\n";
        let (before, behind) = page.split_once(head).expect("a table of limits");
        let after = behind.split_once("\n\n").expect("something behind the table").1;
        let row = |&(what, value, said): &(&str, u64, &str)| {
            format!("| {what} | {} | {said} |\n", amount(what, value))
        };
        let made = format!("{before}{head}{}\n{after}", PAGE.iter().map(row).collect::<String>());
        if std::env::var_os("UPDATE_CASES").is_some() {
            return fs::write(&path, &made).expect("written");
        }
        assert!(made == page, "the table of limits is not that of limits.rs; UPDATE_CASES=1 writes it");
    }
}
