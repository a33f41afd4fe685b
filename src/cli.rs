//! The command line: types for `clap` and nothing else.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint, value_parser};

use crate::render::{Format, ReviewFormat, RolesFormat};

/// Tells a team whether a release may ship.
///
/// Reads one file per release, compares what people declared in it with what git, test reports and fact files show, and
/// answers GO or NO-GO with the name of whoever acts next.
#[derive(Debug, Parser)]
#[command(name = "gonogo", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = FIRST_STEPS)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

const FIRST_STEPS: &str = "\
First steps:
  gonogo init                        write release.toml from what git knows; answer its questions
  gonogo check                       what is still open, and who acts next
  gonogo explain tests/failed        why a rule exists, and how to fix what it finds
  gonogo call ship --why \"Retested\"  put the final decision on the record, then commit it
  gonogo gate --commit \"$SHA\"        in the deploy job, before its first effect

Exit codes: 0 GO or clean, 1 NO-GO or findings, 2 no verdict (bad usage, a file that cannot be read).";

/// What the program does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge a release: GO or NO-GO, and who acts next
    Check(Check),
    /// Record the final decision: ship, stop, delay or roll back
    Call(Call),
    /// Give your own word: tests, scope, support, a rehearsal, a stop rule, a checkpoint
    Confirm(Confirm),
    /// Let a deploy job ask: is it GO, was it called, and is this the commit?
    Gate(Gate),
    /// Check the files alone, without evidence: for editors, hooks and whole folders
    Lint(Lint),
    /// Look back over several releases: what is coming, what came back, what to do next
    Review(Review),
    /// Show who decides what: people by decisions and activities, and the way up
    Roles(Roles),
    /// Write a first release file from what git knows, with a question for the rest
    Init(Init),
    /// List the rules
    Rules(Rules),
    /// Explain a rule: why it exists, an example, how to fix it
    Explain(Explain),
    /// Print a JSON Schema: of the release file, the policy or the JSON report
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page of the program or of one command
    Man(Man),
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Release files, or folders with one release file each: release.toml, else the only one that lint would look at.
    /// By default the folder this runs in; `-` is standard input
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub files: Vec<PathBuf>,
    /// Also compare this commit, the one about to be deployed, with the build
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub commit: Option<String>,
    /// Show what is new and what is fixed since this earlier JSON report
    #[arg(long, value_name = "REPORT", value_hint = ValueHint::AnyPath)]
    pub since: Option<PathBuf>,
    #[command(flatten)]
    pub options: Options,
}

/// Options of `call`.
#[derive(Debug, Args)]
pub(crate) struct Call {
    /// What is decided
    #[arg(value_enum, value_name = "SAY")]
    pub say: Decision,
    /// The release file; by default release.toml, else the only one of the folder this runs in
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: Option<PathBuf>,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub why: Option<String>,
    /// Who decides; by default whoever the release names for it
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub by: Option<String>,
    /// The new launch of a delay
    #[arg(long, value_name = "WHEN", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub date: Option<String>,
    /// Who was told. May be given several times
    #[arg(long, value_name = "WHO", num_args = 1.., value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub told: Vec<String>,
    /// Until when a ship call holds; by default as long as the policy says
    #[arg(long, value_name = "WHEN", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub until: Option<String>,
    /// The commit that ships, where no repository shows the build
    #[arg(long, value_name = "SHA", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub commit: Option<String>,
    /// Sign the call with `ssh-keygen`
    #[arg(long)]
    pub sign: bool,
    /// The key to sign with: a private key, or a public one whose agent signs
    #[arg(long, value_name = "FILE", requires = "sign", value_hint = ValueHint::AnyPath)]
    pub key: Option<PathBuf>,
    #[command(flatten)]
    pub options: Options,
}

/// Options of `confirm`.
#[derive(Debug, Args)]
pub(crate) struct Confirm {
    /// What is confirmed: scope, tests, support, rehearsal, the name of a checkpoint, or the sentence of a stop rule
    #[arg(value_name = "WHAT", value_parser = NonEmptyStringValueParser::new())]
    pub what: String,
    /// The release file
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Of tests, what ran; of a checkpoint, where more about it can be seen; of a stop rule, clear or tripped
    #[arg(value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub text: Option<String>,
    /// Who says so
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub by: Option<String>,
    /// Of a checkpoint: why it is not so
    #[arg(long, value_name = "WHY", value_parser = NonEmptyStringValueParser::new())]
    pub not: Option<String>,
    /// Of a rehearsal: how long it took
    #[arg(long, value_name = "NUMBER", value_parser = value_parser!(f64))]
    pub minutes: Option<f64>,
    /// Of a rehearsal: where it was tried
    #[arg(long = "where", value_name = "PLACE", value_parser = NonEmptyStringValueParser::new())]
    pub place: Option<String>,
    #[command(flatten)]
    pub options: Options,
}

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Decision {
    /// It ships
    Ship,
    /// It does not ship
    Stop,
    /// It ships later
    Delay,
    /// What shipped is taken back
    #[value(name = "roll back", alias = "rollback", alias = "roll-back")]
    RollBack,
}

/// Options of `gate`.
#[derive(Debug, Args)]
pub(crate) struct Gate {
    /// The release file; by default release.toml, else the only one of the folder this runs in
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: Option<PathBuf>,
    /// The commit that is about to be deployed
    #[arg(long, value_name = "SHA", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub commit: String,
    #[command(flatten)]
    pub options: Options,
}

/// Options of `lint`.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Release files, or folders to search for them; `-` is standard input
    #[arg(value_name = "FILE|DIR", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Which files of a folder are release files; by default release.toml, release-*.toml and *.release.toml, also as
    /// .yaml, .yml and .json. May be given several times
    #[arg(long, value_name = "GLOB", value_hint = ValueHint::Other)]
    pub glob: Vec<String>,
    #[command(flatten)]
    pub options: Options,
}

/// What `check` and `lint` share.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Options {
    /// How the report is written
    #[arg(long, short, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub format: Format,
    /// Write the report to a file, whole or not at all, instead of standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
    /// Append the status note to the job summary of GitHub Actions, the file that `GITHUB_STEP_SUMMARY` names
    #[arg(long)]
    pub summary: bool,
    /// Judge as of this instant instead of now, such as 2026-11-30T18:00:00+01:00; lint ignores it
    #[arg(long, value_name = "DATETIME", value_hint = ValueHint::Other)]
    pub as_of: Option<String>,
    /// The folder that evidence may not leave; by default the git work tree that holds the release file, else its folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// The team policy; by default the first gonogo.toml from the release file's folder up to the root
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub policy: Option<PathBuf>,
    /// Warnings block too
    #[arg(long)]
    pub strict: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Print the verdict and nothing else
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// List everything, including changes that ship nothing
    #[arg(long, short)]
    pub verbose: bool,
}

/// Options of `roles`.
#[derive(Debug, Args)]
pub(crate) struct Roles {
    /// The release file; by default that of the folder this runs in
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: Option<PathBuf>,
    /// How the matrix is written
    #[arg(long, short, value_enum, default_value_t = RolesFormat::Text, value_name = "FORMAT")]
    pub format: RolesFormat,
    /// The folder that evidence may not leave; by default the git work tree that holds the release file, else its folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    /// The team policy; by default the first gonogo.toml from the release file's folder up to the root
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub policy: Option<PathBuf>,
}

/// Options of `review`.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Release files, or folders to search for them; by default the folder this runs in
    #[arg(value_name = "FILE|DIR")]
    pub paths: Vec<PathBuf>,
    /// Which files of a folder are release files, as `lint` takes it. May be given several times
    #[arg(long, value_name = "GLOB")]
    pub glob: Vec<String>,
    /// How the review is written
    #[arg(long, short, value_enum, default_value_t = ReviewFormat::Text, value_name = "FORMAT")]
    pub format: ReviewFormat,
    /// Write the review to a file, whole or not at all, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Look as of this instant instead of now, such as 2026-11-30T18:00:00+01:00
    #[arg(long, value_name = "DATETIME")]
    pub as_of: Option<String>,
    /// The folder that evidence may not leave; by default the git work tree that holds the release file, else its folder
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The team policy; by default the first gonogo.toml from the release file's folder up to the root
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal that wants it (`NO_COLOR` and `CLICOLOR_FORCE` are honoured).
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Options of `init`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Init {
    /// The file to write: release.toml, or release.yaml with `--format yaml`
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub file: Option<PathBuf>,
    /// How it is written; by default as the file's name says
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
    /// The last release, as a git revision; by default the newest tag
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub from: Option<String>,
    /// What will ship, as a git revision; by default HEAD
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub to: Option<String>,
    /// The one person who answers for the release
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub owner: Option<String>,
    /// When it launches, such as 2026-12-01 or 2026-12-01T09:00:00+01:00
    #[arg(long, value_name = "DATE", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub date: Option<String>,
    /// What the release is called; by default as the repository's folder
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), value_hint = ValueHint::Other)]
    pub name: Option<String>,
    /// The last release's file: people, caller, stop rules, rollback plan, contact and open issues come along, and
    /// nothing that was said about that release
    #[arg(long, value_name = "FILE")]
    pub after: Option<PathBuf>,
    /// Write a first team policy instead: gonogo.toml, with the usual roles, decisions, checkpoints and handoffs
    #[arg(long, conflicts_with_all = ["format", "from", "to", "owner", "date", "name", "after"])]
    pub policy: bool,
    /// Overwrite the file if it is there already
    #[arg(long)]
    pub force: bool,
}

/// How `init` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    /// TOML.
    Toml,
    /// YAML.
    Yaml,
}

/// Options of `rules`.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How the list is written
    #[arg(long, short, value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The id of a rule, such as scope/unlisted-change, or the beginning of several, such as scope
    #[arg(value_name = "RULE", value_hint = ValueHint::Other)]
    pub rule: String,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which schema
    #[arg(value_enum, default_value_t = SchemaOf::Release, value_name = "FILE")]
    pub of: SchemaOf,
}

/// Which file a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// The release file.
    Release,
    /// The team policy, gonogo.toml.
    Policy,
    /// The JSON report of check, gate and lint.
    Report,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The page of this command
    #[arg(value_name = "COMMAND", value_hint = ValueHint::Other)]
    pub command: Option<String>,
    /// Write every page into this folder: gonogo.1, gonogo-check.1 and so on
    #[arg(long, value_name = "DIR", conflicts_with = "command", value_hint = ValueHint::DirPath)]
    pub dir: Option<PathBuf>,
}
