//! The files of cases, and the releases that come of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::patch::patched;
use crate::support::gonogo::repository;

/// Section of the steps of the git history.
pub(crate) const HISTORY: &str = "history";
/// Section of the findings, and of the whole screen.
const RAISES: &str = "raises";
const SCREEN: &str = "screen";
/// The file that sections patch, while they write every other one whole.
pub(crate) const RELEASE: &str = "release.toml";

/// What a release consists of: the texts of its files by their paths, and the steps of its history.
#[derive(Debug, Default, Clone)]
pub(crate) struct Scene {
    pub(crate) files: BTreeMap<String, String>,
}

impl Scene {
    /// The shared good release of this name.
    fn good(name: &str) -> Self {
        if name == "nothing" {
            return Self::default();
        }
        if name.starts_with("examples/") {
            let folder = repository().join(name);
            let paths = paths(&folder).into_iter();
            let name = |path: &Path| path.strip_prefix(&folder).expect("inside").display().to_string();
            let read =
                |path: PathBuf| (name(&path).replace('\\', "/"), fs::read_to_string(path).expect("a text"));
            return Self { files: paths.map(read).collect() };
        }
        let good = Case::read(&repository().join(format!("tests/good/{name}.txt")));
        good.broken()
    }

    fn with(mut self, sections: &[(String, String)]) -> Self {
        for (name, text) in sections {
            if let Some(gone) = name.strip_prefix('-') {
                assert!(self.files.remove(gone).is_some(), "there is no {gone} to take away");
                continue;
            }
            let known = self.files.get(name).filter(|_| name == RELEASE);
            let text = known.map_or_else(|| text.clone(), |known| patched(known, text));
            self.files.insert(name.clone(), text);
        }
        self
    }

    pub(crate) fn release(&self) -> &str {
        &self.files[RELEASE]
    }
}

/// One file of a case.
#[derive(Debug)]
pub(crate) struct Case {
    /// The rule it is about, with what tells this case from others of the rule: `scope/unlisted-change.by-a-merge`.
    pub(crate) id: String,
    pub(crate) path: PathBuf,
    text: String,
    /// The good release that it is cut from.
    on: String,
    /// When it is judged, if not when all others are.
    pub(crate) as_of: Option<String>,
    /// Further options.
    pub(crate) options: Vec<String>,
    /// The commit that the gate is asked about, instead of a check.
    pub(crate) gate: Option<String>,
    /// The whole command line of a screen.
    pub(crate) command: Vec<String>,
    change: Vec<(String, String)>,
    repair: Vec<(String, String)>,
    /// The findings, one a line.
    pub(crate) raises: String,
    /// What is printed.
    pub(crate) screen: String,
}

impl Case {
    /// Reads a case; its id is its path below the folder of cases.
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let root = repository().join("tests/cases");
        let id = path.strip_prefix(root).unwrap_or(path).with_extension("").display().to_string();
        let mut case = Self {
            id: id.replace('\\', "/"),
            path: path.to_owned(),
            text: text.clone(),
            on: "plain".to_owned(),
            as_of: None,
            options: Vec::new(),
            gate: None,
            command: Vec::new(),
            change: Vec::new(),
            repair: Vec::new(),
            raises: String::new(),
            screen: String::new(),
        };
        let (head, sections) = text.split_once("\n== ").unwrap_or((&text, ""));
        head.lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .for_each(|line| case.told(line));
        sections.split("\n== ").filter(|section| !section.is_empty()).for_each(|section| case.hold(section));
        case
    }

    /// A line of the head.
    fn told(&mut self, line: &str) {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect();
        match line.split_once(' ') {
            Some(("on", good)) => good.clone_into(&mut self.on),
            Some(("at", instant)) => self.as_of = Some(instant.to_owned()),
            Some(("with", options)) => self.options = words(options),
            Some(("gate", commit)) => self.gate = Some(commit.to_owned()),
            Some(("run", command)) => self.command = words(command),
            _ => panic!("{}: {line:?} is no line of the head of a case", self.path.display()),
        }
    }

    fn hold(&mut self, section: &str) {
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        let text = text.trim_end_matches('\n').to_owned();
        let text = if text.is_empty() { text } else { text + "\n" };
        if name == RAISES {
            self.raises = text;
        } else if name == SCREEN {
            self.screen = text;
        } else if let Some(name) = name.strip_prefix("repair ") {
            self.repair.push((name.to_owned(), text));
        } else {
            self.change.push((name.to_owned(), text));
        }
    }

    /// The rule that the case is about.
    pub(crate) fn rule(&self) -> &str {
        self.id.split_once('.').map_or(&self.id, |(rule, _)| rule)
    }

    /// Whether its own rule must stay silent: an honest team that gets what it should.
    pub(crate) fn is_honest(&self) -> bool {
        self.repair.is_empty()
    }

    /// The good release with the patch on it.
    pub(crate) fn broken(&self) -> Scene {
        let good =
            if self.path.ends_with("good/plain.txt") { Scene::default() } else { Scene::good(&self.on) };
        good.with(&self.change)
    }

    /// That with the repair on it.
    pub(crate) fn repaired(&self) -> Scene {
        let (mut scene, good) = (self.broken(), Scene::good(&self.on));
        for (name, text) in &self.repair {
            if text.is_empty() {
                let text = good.files.get(name).unwrap_or_else(|| panic!("no {name} is in the good release"));
                scene.files.insert(name.clone(), text.clone());
            } else {
                scene = scene.with(&[(name.clone(), text.clone())]);
            }
        }
        scene
    }

    /// The text of the case with other findings in it.
    pub(crate) fn raising(&self, findings: &str) -> String {
        self.with_section(RAISES, findings)
    }

    /// The text of the case with another screen in it.
    pub(crate) fn showing(&self, screen: &str) -> String {
        self.with_section(SCREEN, screen)
    }

    fn with_section(&self, name: &str, text: &str) -> String {
        let header = format!("\n== {name}\n");
        let (before, rest) = self.text.split_once(&header).unwrap_or((&self.text, ""));
        let after = rest.find("\n== ").map_or("", |at| &rest[at..]);
        format!("{before}{header}{text}{after}")
    }
}

/// The cases of a folder, and of the folders in it.
pub(crate) fn cases(folder: &str) -> Vec<Case> {
    paths(&repository().join(folder)).iter().map(|path| Case::read(path)).collect()
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
