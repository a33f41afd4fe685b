//! A rule as it is declared: its public id, its level, when it runs, and its words.

/// How much a finding weighs. `Error` blocks the release unless the caller accepted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Level {
    /// Blocks.
    Error,
    /// Is told, and blocks only with `--strict`.
    Warning,
}

impl Level {
    /// The word used in every output.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// In `lint` and in `check`: the file alone decides.
    Lint,
    /// Only in `check`: evidence or the clock decides.
    Full,
}

/// A rule as it is declared.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// The public id; once released it is never renamed or reused.
    pub id: &'static str,
    /// The level it has unless the policy says otherwise; `None` is off.
    pub level: Option<Level>,
    /// When it runs.
    pub stage: Stage,
    /// What it finds, in a few words: lower case, no full stop.
    pub title: &'static str,
    /// The same for several findings, behind their number: `changes are on no list`.
    pub titles: &'static str,
    /// What to do about it, in a sentence without its full stop.
    pub remedy: &'static str,
    /// Why it exists, an example, how to fix it: the Markdown page of `explain`.
    pub page: &'static str,
}

/// All rules there are, sorted by id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Catalogue(&'static [&'static Rule]);

impl Catalogue {
    /// A catalogue of these, which are sorted by id.
    pub(crate) const fn new(sorted: &'static [&'static Rule]) -> Self {
        Self(sorted)
    }

    /// All of them.
    pub(crate) fn all(self) -> &'static [&'static Rule] {
        self.0
    }

    /// The rule of that id.
    pub(crate) fn find(self, id: &str) -> Option<&'static Rule> {
        self.0.binary_search_by_key(&id, |rule| rule.id).ok().and_then(|at| self.0.get(at)).copied()
    }

    /// The ids of all rules.
    pub(crate) fn ids(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|rule| rule.id)
    }
}

/// Declares the rules of one folder of `checks`: statics by the name of their id, and `RULES`.
///
/// Their pages lie under `docs` of that folder, by id.
macro_rules! rules {
    (in $folder:literal: $( $name:ident = $id:literal, $level:ident, $stage:ident, $title:literal / $titles:literal, $remedy:literal; )*) => {
        $( pub(crate) static $name: $crate::rule::Rule = $crate::rule::Rule {
            id: $id,
            level: $crate::rule::level!($level),
            stage: $crate::rule::Stage::$stage,
            title: $title,
            titles: $titles,
            remedy: $remedy,
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/checks/", $folder, "docs/", $id, ".md")),
        }; )*
        pub(crate) static RULES: &[&$crate::rule::Rule] = &[$(&$name),*];
    };
}
pub(crate) use rules;

macro_rules! level {
    (Off) => {
        None
    };
    ($level:ident) => {
        Some($crate::rule::Level::$level)
    };
}
pub(crate) use level;
