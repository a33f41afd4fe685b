//! The command line: types for `clap` and nothing else.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::render::Format;

/// Tells a team whether a release may ship.
///
/// Reads one file per release, compares what people declared in it with what git, test reports and fact files show, and
/// answers GO or NO-GO with the name of whoever acts next.
#[derive(Debug, Parser)]
#[command(name = "gonogo", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 GO or clean, 1 NO-GO or findings, 2 no verdict (wrong usage, unreadable or invalid file)."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program does.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Judge releases: GO or NO-GO
    Check(Check),
    /// Record the final decision of one person: ship, stop, delay, roll back
    Call(Call),
    /// Ask before a deployment: GO, a ship call in force, and the very commit that was called
    Gate(Gate),
    /// Look at what the files alone can tell: for editors, hooks and whole folders
    Lint(Lint),
    /// Write a first release file, with what git knows and a question for all the rest
    Init(Init),
    /// List the rules
    Rules(Rules),
    /// Tell why a rule exists, with an example and how to fix it
    Explain(Explain),
    /// Print the JSON Schema of the release file or the policy, for editors
    Schema(Schema),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Release files, or folders with one release file each: release.toml, else the only one that lint would look at.
    /// By default the folder this runs in; `-` is standard input
    #[arg(value_name = "FILE|DIR")]
    pub files: Vec<PathBuf>,
    /// Hold this commit against the build as well: the one that is about to be deployed
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new())]
    pub commit: Option<String>,
    /// Tell what is new and what is fixed since this earlier JSON report
    #[arg(long, value_name = "REPORT")]
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
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    pub why: Option<String>,
    /// Who decides; by default whoever the release names for it
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub by: Option<String>,
    /// The new launch of a delay
    #[arg(long, value_name = "WHEN", value_parser = NonEmptyStringValueParser::new())]
    pub date: Option<String>,
    /// Who was told. May be given several times
    #[arg(long, value_name = "WHO", num_args = 1.., value_parser = NonEmptyStringValueParser::new())]
    pub told: Vec<String>,
    /// Until when a ship call holds; by default as long as the policy says
    #[arg(long, value_name = "WHEN", value_parser = NonEmptyStringValueParser::new())]
    pub until: Option<String>,
    /// The commit that ships, where no repository shows the build
    #[arg(long, value_name = "SHA", value_parser = NonEmptyStringValueParser::new())]
    pub commit: Option<String>,
    /// Sign the call with `ssh-keygen`
    #[arg(long)]
    pub sign: bool,
    /// The key to sign with: a private key, or a public one whose agent signs
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub key: Option<PathBuf>,
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
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The commit that is about to be deployed
    #[arg(long, value_name = "SHA", value_parser = NonEmptyStringValueParser::new())]
    pub commit: String,
    #[command(flatten)]
    pub options: Options,
}

/// Options of `lint`.
#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Release files, or folders to search for them; `-` is standard input
    #[arg(value_name = "FILE|DIR", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Which files of a folder are release files; by default release.toml, release-*.toml and *.release.toml, also as
    /// .yaml, .yml and .json. May be given several times
    #[arg(long, value_name = "GLOB")]
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
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Append the status note to the job summary of GitHub Actions, the file that `GITHUB_STEP_SUMMARY` names
    #[arg(long)]
    pub summary: bool,
    /// Judge as of this instant instead of now, such as 2026-11-30T18:00:00+01:00. Lint knows no clock
    #[arg(long, value_name = "DATETIME")]
    pub as_of: Option<String>,
    /// The folder that evidence may not leave; by default the git work tree that holds the release file, else its folder
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The team policy; by default the first gonogo.toml from the release file's folder up to the root
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Let warnings block as well
    #[arg(long)]
    pub strict: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// Say no more than the verdict
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// List everything, changes that ship nothing included
    #[arg(long, short)]
    pub verbose: bool,
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
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How it is written; by default as the file's name says
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FileFormat>,
    /// The last release, as a git revision; by default the newest tag
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new())]
    pub from: Option<String>,
    /// What will ship, as a git revision; by default HEAD
    #[arg(long, value_name = "REV", value_parser = NonEmptyStringValueParser::new())]
    pub to: Option<String>,
    /// The one person who answers for the release
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub owner: Option<String>,
    /// When it launches, such as 2026-12-01 or 2026-12-01T09:00:00+01:00
    #[arg(long, value_name = "DATE", value_parser = NonEmptyStringValueParser::new())]
    pub date: Option<String>,
    /// What the release is called; by default as the repository's folder
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub name: Option<String>,
    /// The last release's file: people, caller, stop rules, rollback plan, contact and open issues come along, and
    /// nothing that was said about that release
    #[arg(long, value_name = "FILE")]
    pub after: Option<PathBuf>,
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
    #[arg(value_name = "RULE")]
    pub rule: String,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Of which file
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
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
