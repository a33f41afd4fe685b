//! Random histories, judged by the real binary and by an oracle that looks at trees alone.
//!
//! A history is made of work: each piece adds lines of its own to files, or takes some away, and is on the list or not.
//! It is committed, merged, reverted, picked and squashed, honestly or not. Whatever the messages say, two things hold:
//! where lines of unlisted work stand in what will ship, and did not in the last release, it is never GO; and where every
//! step was honest and nothing unlisted is left, it nearly always is.
//!
//! `ORACLE=5000 cargo test --release oracle` looks at so many.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::histories::write_release;
use crate::support::gonogo::Gonogo;
use crate::support::story::AS_OF;

/// Histories that are looked at each time.
const USUAL: u64 = 30;
/// What a little too much is, and what differs a little, blocks here: the trees do not agree.
const POLICY: &str = "[rules]\n\"scope/partial-revert\" = \"error\"\n\"scope/pick-differs\" = \"error\"\n";

/// Numbers that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

/// The lines of each file.
type Tree = BTreeMap<usize, BTreeSet<String>>;

/// One commit, with what it does to the first of its parents.
#[derive(Clone)]
struct Commit {
    hash: String,
    mark: usize,
    tree: Tree,
    subject: String,
    parents: Vec<usize>,
    added: Vec<(usize, String)>,
    removed: Vec<(usize, String)>,
}

/// A repository in the making.
struct World {
    dice: Dice,
    import: Child,
    commands: ChildStdin,
    replies: BufReader<ChildStdout>,
    commits: Vec<Commit>,
    /// Lines that some listed commit added, or took away.
    listed: BTreeSet<String>,
    /// Whether every step was one of an honest team that lists what it ships.
    is_honest: bool,
    /// What is written in place of each message; none where they are written as they are.
    speaks: Option<fn(&mut Self, &str) -> String>,
    told: String,
}

impl World {
    fn new(folder: &Path, seed: u64) -> Self {
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.current_dir(folder).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
            git
        };
        assert!(git(&["init", "--quiet", "."]).status().expect("git").success());
        let mut import = git(&["fast-import", "--quiet", "--cat-blob-fd=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("git");
        let (commands, replies) =
            (import.stdin.take().expect("a pipe"), import.stdout.take().expect("a pipe"));
        Self {
            dice: Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            import,
            commands,
            replies: BufReader::new(replies),
            commits: Vec::new(),
            listed: BTreeSet::new(),
            is_honest: true,
            speaks: None,
            told: String::new(),
        }
    }

    fn commit(&mut self, parents: &[usize], message: &str, tree: Tree) -> usize {
        let message = &self.speaks.map_or_else(|| message.to_owned(), |speaks| speaks(self, message));
        let at = self.commits.len();
        let mark = at + 1;
        let time = 1_793_000_000 + at * 60;
        let who = format!("Dev <dev@example.com> {time} +0000");
        let mut text = format!(
            "commit refs/heads/w{at}\nmark :{mark}\nauthor {who}\ncommitter {who}\ndata {}\n{message}\n",
            message.len()
        );
        for (place, parent) in parents.iter().enumerate() {
            let word = if place == 0 { "from" } else { "merge" };
            writeln!(text, "{word} :{}", self.commits[*parent].mark).unwrap();
        }
        text.push_str("deleteall\n");
        for (file, lines) in tree.iter().filter(|(_, lines)| !lines.is_empty()) {
            let lines: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
            write!(text, "M 100644 inline f{file}\ndata {}\n{lines}\n", lines.len()).unwrap();
        }
        write!(text, "\nget-mark :{mark}\n").unwrap();
        self.commands.write_all(text.as_bytes()).expect("a pipe");
        self.commands.flush().expect("a pipe");
        let mut hash = String::new();
        self.replies.read_line(&mut hash).expect("a hash");
        let subject = message.lines().next().unwrap_or_default().to_owned();
        let empty = Tree::new();
        let before = parents.first().map_or(&empty, |parent| &self.commits[*parent].tree);
        let added = minus(&tree, before);
        let removed = minus(before, &tree);
        writeln!(self.told, "{at} {} {parents:?} {message:?} +{added:?} -{removed:?}", &hash.trim()[..7])
            .unwrap();
        self.commits.push(Commit {
            hash: hash.trim().to_owned(),
            mark,
            tree,
            subject,
            parents: parents.to_vec(),
            added,
            removed,
        });
        at
    }

    /// Work of its own: some new lines in one or two files, or a line of the base taken away.
    fn work(&mut self, tip: usize) -> usize {
        let number = self.commits.len();
        let is_listed = self.dice.roll(7) > 0;
        let mut tree = self.commits[tip].tree.clone();
        for _ in 0..=self.dice.roll(2) {
            let file = self.dice.roll(5);
            for line in 0..=self.dice.roll(9) {
                let line = format!("w{number}-{line}");
                if is_listed {
                    self.listed.insert(line.clone());
                }
                tree.entry(file).or_default().insert(line);
            }
        }
        if self.dice.roll(3) == 0 {
            let file = self.dice.roll(5);
            let base =
                tree.get(&file).and_then(|lines| lines.iter().find(|line| line.starts_with('b')).cloned());
            if let Some(line) = base {
                tree.entry(file).or_default().remove(&line);
                if is_listed {
                    self.listed.insert(line);
                }
            }
        }
        let message = if is_listed { format!("BILL-101 Work {number}") } else { format!("Work {number}") };
        self.commit(&[tip], &message, tree)
    }

    fn ancestors(&self, tip: usize) -> BTreeSet<usize> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![tip]);
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                open.extend(&self.commits[at].parents);
            }
        }
        seen
    }

    /// What may be reverted: plain work, whose lines still stand.
    fn target(&mut self, tip: usize) -> Option<usize> {
        let tree = self.commits[tip].tree.clone();
        let fits = |commit: &Commit| {
            commit.parents.len() == 1
                && !commit.added.is_empty()
                && commit.added.iter().all(|(file, line)| has(&tree, *file, line))
                && commit.removed.iter().all(|(file, line)| !has(&tree, *file, line))
        };
        let all = self.ancestors(tip);
        let fitting: Vec<usize> = all.into_iter().filter(|at| fits(&self.commits[*at])).collect();
        if fitting.is_empty() { None } else { Some(fitting[self.dice.roll(fitting.len())]) }
    }

    /// A revert: whole, or with something amiss.
    fn revert(&mut self, tip: usize) -> usize {
        let Some(target) = self.target(tip) else { return self.work(tip) };
        let undone = self.commits[target].clone();
        let mut tree = self.commits[tip].tree.clone();
        for (file, line) in &undone.added {
            tree.entry(*file).or_default().remove(line);
        }
        for (file, line) in &undone.removed {
            tree.entry(*file).or_default().insert(line.clone());
        }
        let number = self.commits.len();
        match self.dice.roll(9) {
            0 => {
                self.is_honest = false;
                tree = self.commits[tip].tree.clone();
            }
            1 => {
                self.is_honest = false;
                let (file, line) = undone.added[self.dice.roll(undone.added.len())].clone();
                tree.entry(file).or_default().insert(line);
            }
            2 => {
                self.is_honest = false;
                tree.entry(self.dice.roll(5)).or_default().insert(format!("own{number}"));
            }
            _ => {}
        }
        // Bringing back what a listed commit took away needs a list as well; the pair ships nothing.
        let message = match self.dice.roll(4) {
            0 => format!("Revert \"{}\"", undone.subject),
            1 => format!("Back out\n\nBacked out changeset {}", &undone.hash[..12]),
            _ => format!("Revert \"{}\"\n\nThis reverts commit {}.", undone.subject, undone.hash),
        };
        // A reverted revert claims the id that stands in both quotations.
        let is_listed = undone.subject.starts_with("Revert \"BILL-101") && message.starts_with("Revert");
        let at = self.commit(&[tip], &message, tree);
        if is_listed {
            self.listed.extend(self.commits[at].added.iter().map(|(_, line)| line.clone()));
        }
        at
    }

    /// A merge: of both sides, or with something amiss.
    fn merge(&mut self, one: usize, other: usize) -> usize {
        let (ours, theirs) = (self.ancestors(one), self.ancestors(other));
        if ours.contains(&other) || theirs.contains(&one) {
            return one;
        }
        let base = ours.intersection(&theirs).max().copied().expect("one start");
        let (base, left, right) =
            (&self.commits[base].tree, &self.commits[one].tree, &self.commits[other].tree);
        let mut tree = left.clone();
        for (file, line) in minus(right, base) {
            tree.entry(file).or_default().insert(line);
        }
        for (file, line) in minus(base, right) {
            tree.entry(file).or_default().remove(&line);
        }
        let number = self.commits.len();
        match self.dice.roll(10) {
            0 => {
                self.is_honest = false;
                let (file, line) = (self.dice.roll(6), format!("evil{number}"));
                let is_gone = |tree: &Tree, line: &String| !has(tree, file, line);
                let mut lines = base.get(&file).into_iter().flatten();
                // Where both sides took the same line away, what stands there now is for whoever merges to say.
                if lines.any(|line| is_gone(left, line) && is_gone(right, line)) {
                    self.listed.insert(line.clone());
                }
                tree.entry(file).or_default().insert(line);
            }
            1 => {
                self.is_honest = false;
                let file = self.dice.roll(5);
                let whole = right.get(&file).cloned().unwrap_or_default();
                tree.insert(file, whole);
            }
            2 => {
                self.is_honest = false;
                tree = left.clone();
            }
            _ => {}
        }
        self.commit(&[one, other], &format!("Merge branch 'w{other}'"), tree)
    }

    /// Everything of a branch in one commit, listed or not.
    fn squash(&mut self, tip: usize, branch: usize) -> usize {
        let ours = self.ancestors(tip);
        let added: Vec<(usize, String)> = self
            .ancestors(branch)
            .difference(&ours)
            .filter(|at| self.commits[**at].parents.len() == 1)
            .flat_map(|at| self.commits[*at].added.clone())
            .filter(|(file, line)| has(&self.commits[branch].tree, *file, line))
            .collect();
        let has_unlisted = added.iter().any(|(_, line)| !self.listed.contains(line));
        let mut tree = self.commits[tip].tree.clone();
        if added.iter().all(|(file, line)| has(&tree, *file, line)) {
            return tip;
        }
        let is_listed = self.dice.roll(6) > 0;
        for (file, line) in added {
            if is_listed && !has(&tree, file, &line) {
                self.listed.insert(line.clone());
            }
            tree.entry(file).or_default().insert(line);
        }
        // What stands on a list in another commit is on none in this one, and what is on none stays so.
        self.is_honest &= is_listed && !has_unlisted;
        let number = self.commits.len();
        let message =
            if is_listed { format!("BILL-101 Squash {number}") } else { format!("Squash {number}") };
        self.commit(&[tip], &message, tree)
    }

    /// A pick of a commit that another branch has.
    fn pick(&mut self, tip: usize, branch: usize) -> usize {
        let ours = self.ancestors(tip);
        let plain = |at: &usize| self.commits[*at].parents.len() == 1 && !self.commits[*at].added.is_empty();
        let theirs: Vec<usize> = self.ancestors(branch).difference(&ours).copied().filter(plain).collect();
        if theirs.is_empty() {
            return tip;
        }
        let picked = self.commits[theirs[self.dice.roll(theirs.len())]].clone();
        let mut tree = self.commits[tip].tree.clone();
        for (file, line) in &picked.added {
            tree.entry(*file).or_default().insert(line.clone());
        }
        for (file, line) in &picked.removed {
            tree.entry(*file).or_default().remove(line);
        }
        if self.dice.roll(6) == 0 {
            self.is_honest = false;
            tree.entry(self.dice.roll(5)).or_default().insert(format!("own{}", self.commits.len()));
        }
        let message = format!("{}\n\n(cherry picked from commit {})", picked.subject, picked.hash);
        self.commit(&[tip], &message, tree)
    }

    /// Makes a history; its last release and what will ship.
    fn grow(&mut self) -> (usize, usize) {
        let base: Tree =
            (0..5).map(|file| (file, (0..6).map(|line| format!("b{file}-{line}")).collect())).collect();
        let start = self.commit(&[], "BILL-101 Start", base);
        let mut tips = vec![start];
        let is_diverged = self.dice.roll(3) == 0;
        let mut release = start;
        for _ in 0..4 + self.dice.roll(12) {
            let at = self.dice.roll(tips.len());
            let (tip, other) = (tips[at], tips[self.dice.roll(tips.len())]);
            tips[at] = match self.dice.roll(12) {
                0..=4 => self.work(tip),
                5 | 6 => self.revert(tip),
                7 | 8 => self.merge(tip, other),
                9 => self.squash(tip, other),
                10 if is_diverged => {
                    release = self.pick(release, tip);
                    tip
                }
                _ => {
                    let branch = self.work(tip);
                    tips.push(branch);
                    tip
                }
            };
        }
        let mut tip = tips[0];
        for other in tips.into_iter().skip(1) {
            tip = self.merge(tip, other);
        }
        // Something has to ship.
        tip = self.commit(&[tip], "BILL-101 Last", {
            let mut tree = self.commits[tip].tree.clone();
            tree.entry(9).or_default().insert("last".to_owned());
            tree
        });
        self.listed.insert("last".to_owned());
        (release, tip)
    }

    fn finish(mut self, ends: (usize, usize)) -> (Vec<Commit>, BTreeSet<String>, bool, String) {
        for (name, at) in [("last-release", ends.0), ("candidate", ends.1)] {
            let text = format!("reset refs/tags/{name}\nfrom :{}\n\n", self.commits[at].mark);
            self.commands.write_all(text.as_bytes()).expect("a pipe");
        }
        drop(self.commands);
        assert!(self.import.wait().expect("git").success());
        (self.commits, self.listed, self.is_honest, self.told)
    }
}

fn has(tree: &Tree, file: usize, line: &str) -> bool {
    tree.get(&file).is_some_and(|lines| lines.contains(line))
}

/// Lines that one tree has and the other has not.
fn minus(one: &Tree, other: &Tree) -> Vec<(usize, String)> {
    let lines = one.iter().flat_map(|(file, lines)| lines.iter().map(move |line| (*file, line)));
    lines.filter(|(file, line)| !has(other, *file, line)).map(|(file, line)| (file, line.clone())).collect()
}

/// What one history came to.
struct Seen {
    is_go: bool,
    /// Lines that differ between the last release and what will ship, and that no listed commit is about.
    strangers: Vec<(usize, String)>,
    is_honest: bool,
    told: String,
}

fn look(seed: u64) -> Seen {
    let folder = tempfile::tempdir().expect("a folder");
    let mut world = World::new(folder.path(), seed);
    let ends = world.grow();
    let (ours, theirs) = (world.ancestors(ends.1), world.ancestors(ends.0));
    let brought: BTreeSet<(usize, String)> =
        ours.difference(&theirs).flat_map(|at| world.commits[*at].added.clone()).collect();
    let gone: BTreeSet<String> = ours
        .difference(&theirs)
        .flat_map(|at| world.commits[*at].removed.iter().map(|(_, line)| line.clone()))
        .collect();
    let (commits, listed, mut is_honest, mut told) = world.finish(ends);
    let (from, to) = (&commits[ends.0].tree, &commits[ends.1].tree);
    // What only the last release holds is lost, which is told by itself.
    let is_taken = |(_, line): &(usize, String)| line.starts_with('b') && gone.contains(line);
    let mut differing = minus(to, from);
    differing.retain(|line| brought.contains(line));
    differing.extend(minus(from, to).into_iter().filter(is_taken));
    let strangers: Vec<_> = differing.into_iter().filter(|(_, line)| !listed.contains(line)).collect();
    // Work that a listed item needs was taken out again by nobody.
    is_honest &= strangers.is_empty();
    // Undoing what was released is a change of its own.
    is_honest &= minus(from, to).iter().all(|(_, line)| line.starts_with('b') || !gone.contains(line));
    std::fs::write(folder.path().join("gonogo.toml"), POLICY).expect("a file");
    let lists = "in = [\"BILL-101 Everything\"]";
    write_release(folder.path(), lists, "from = \"last-release\"\nto = \"candidate\"");
    let run = Gonogo::new(folder.path(), &["check", "--as-of", AS_OF, "--format", "github"]).run();
    assert!(matches!(run.code, Some(0 | 1)), "{seed}: {}{}", run.out, run.err);
    write!(told, "\n{}{}", run.out, run.err).unwrap();
    Seen { is_go: run.code == Some(0), strangers, is_honest, told }
}

#[test]
fn what_trees_show_decides_whatever_messages_say() {
    let (first, count) = match std::env::var("ORACLE").map(|count| count.parse::<u64>()) {
        Ok(Ok(count)) => (1, count),
        _ => (1, USUAL),
    };
    let show = std::env::var_os("ORACLE_SHOW").is_some();
    let (mut wrong, mut honest, mut blocked, mut go) = (Vec::new(), 0_u64, 0_u64, 0_u64);
    for seed in first..first + count {
        let seen = look(seed);
        go += u64::from(seen.is_go);
        if seen.is_go && !seen.strangers.is_empty() {
            wrong.push(format!("seed {seed}: GO with {:?}\n{}", seen.strangers, seen.told));
        }
        if seen.is_honest {
            honest += 1;
            blocked += u64::from(!seen.is_go);
            if show && !seen.is_go {
                eprintln!("seed {seed}: an honest team is stopped\n{}", seen.told);
            }
        }
    }
    eprintln!(
        "{count} histories: {go} GO, {} of them wrongly; {honest} honest, {blocked} of them stopped",
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(blocked * 50 <= honest + 50, "{blocked} of {honest} honest histories are stopped");
}
