//! `gonogo review`: what is coming, what came of the last releases, and how far the team has got. A reading: it ends
//! with 0, or with 2 where a file could not be read; the others are told all the same.

mod plans;

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use jiff::Timestamp;

use super::load::Loader;
use super::{check, find, output, past};
use crate::Env;
use crate::checks::case::Purpose;
use crate::checks::past::Past;
use crate::cli::Review;
use crate::exit::Exit;
use crate::limits;
use crate::report::{ReleaseReport, Report, ReportedFinding, Verdict};
use crate::review::story::{self, Story};
use crate::review::{self, part};
use crate::threads;
use crate::untrusted::Untrusted;
use crate::verdict::Strictness;

/// Releases that are judged with all their evidence: the next ones.
const JUDGED: usize = 3;

/// Files between two looks at the clock.
const BATCH: usize = 64;

/// How long a run is silent.
const PATIENCE: Duration = Duration::from_secs(1);

/// A file by what it told.
type Told = Result<(PathBuf, Story), Box<ReleaseReport>>;

/// Runs the command.
pub(crate) fn run(arguments: &Review, around: &mut Env) -> anyhow::Result<Exit> {
    let (now, as_of) = check::as_of(arguments.as_of.as_deref(), around.now)?;
    let loader = Loader::within(arguments.root.as_deref(), arguments.policy.as_deref(), None)?;
    let files = files(&loader, arguments)?;
    let mut unread = Vec::new();
    let mut stories = Vec::new();
    for told in read(&loader, files, now, around) {
        match told {
            Ok(told) => stories.push(told),
            Err(report) => unread.extend(first(*report)),
        }
    }
    let paths: Vec<(PathBuf, Untrusted)> =
        stories.iter().map(|(path, story)| (path.clone(), story.file.clone())).collect();
    let (mut coming, past) = part(stories.into_iter().map(|(_, story)| story).collect(), now);
    let planned = coming.split_off(coming.len().min(JUDGED));
    let next: Vec<&Path> = coming
        .iter()
        .filter_map(|story| paths.iter().find(|(_, file)| *file == story.file))
        .map(|(path, _)| path.as_path())
        .collect();
    let judged = next.into_iter().map(|path| judge(&loader, path, now)).collect();
    let coming = check::assemble(judged, Some(as_of.clone()), false, Verdict::Go);
    let words = (as_of, words(&coming));
    let exit = if unread.is_empty() && !is_broken(&coming) { Exit::Go } else { Exit::NoVerdict };
    let review = review::of((past, planned), coming, words, unread);
    deliver(&review, arguments, around)?;
    Ok(exit)
}

fn words(report: &Report) -> String {
    report.as_of_words.clone().unwrap_or_default()
}

/// Whether a file changed between two readings, and is none now.
fn is_broken(report: &Report) -> bool {
    report.verdict == Verdict::Invalid
}

/// The first thing that is wrong with a file that is none.
fn first(report: ReleaseReport) -> Option<ReportedFinding> {
    report.findings.into_iter().next()
}

fn files(loader: &Loader, arguments: &Review) -> anyhow::Result<Vec<PathBuf>> {
    let here = [PathBuf::from(".")];
    let paths = if arguments.paths.is_empty() { &here[..] } else { &arguments.paths };
    if paths.iter().any(|path| path == Path::new("-")) {
        bail!("review looks at files; name them, or the folder that holds them");
    }
    let files = if arguments.glob.is_empty() {
        plans::named(loader, paths, arguments.paths.is_empty())?
    } else {
        find::release_files(paths, &arguments.glob)?
    };
    if files.len() > limits::REVIEWED_FILES {
        bail!(
            "there are {} release files, and a review reads at most {}; name fewer",
            files.len(),
            limits::REVIEWED_FILES
        );
    }
    Ok(files)
}

/// Reads all files, many at once, and says how far it is where somebody waits for it.
fn read(loader: &Loader, files: Vec<PathBuf>, now: Timestamp, around: &mut Env) -> Vec<Told> {
    let (start, all) = (Instant::now(), files.len());
    let mut told = Vec::with_capacity(all);
    let mut shown = false;
    let mut files = files.into_iter().peekable();
    while files.peek().is_some() {
        let batch: Vec<PathBuf> = files.by_ref().take(BATCH).collect();
        told.extend(threads::each(batch, |file| story(loader, file, now)));
        if around.screen.is_watched && start.elapsed() > PATIENCE {
            shown = true;
            let _ = write!(around.stderr, "\r{} of {all} files", told.len());
        }
    }
    if shown {
        let _ = write!(around.stderr, "\r{}\r", " ".repeat(32));
    }
    told
}

fn story(loader: &Loader, file: PathBuf, now: Timestamp) -> Told {
    let loaded = loader.load(&file, &mut io::empty())?;
    let name = Untrusted::new(file.display().to_string());
    let past = past::read(&loaded, &past::wanted_of(&loaded));
    // A history that is cut off proves nothing.
    let is_whole =
        |past: &&Past| past.gap.is_none() && past.line.iter().all(|version| !version.commit.is_cut);
    let past = past.read().filter(is_whole);
    Ok((file, story::of(name, (&loaded.release, &loaded.policy), past, now)))
}

fn judge(loader: &Loader, file: &Path, now: Timestamp) -> ReleaseReport {
    match loader.load(file, &mut io::empty()) {
        Ok(loaded) => check::judge(&loaded, (Purpose::Check, None), (now, Strictness::Usual)),
        Err(report) => *report,
    }
}

fn deliver(review: &review::Review, arguments: &Review, around: &mut Env) -> anyhow::Result<()> {
    let file = arguments.output.as_deref();
    let style = output::style(arguments.color, file, around.screen);
    let mut drawn = Vec::new();
    arguments.format.render(review, &style, &mut drawn).context("the review cannot be drawn")?;
    output::hand_over(&drawn, "review", file, around)
}
