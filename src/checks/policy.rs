//! The team policy, `gonogo.toml`: what does not change from release to release.

use super::checkpoints::keys::Checkpoint;
use super::directory::PersonEntry;
use super::roles::keys::{self as roles, Decides};
use super::rollback::keys::Environments;
use super::scope::keys::{Ignore, examine_ignores};
use crate::evidence::tests::Groups;
use crate::shape::decode::{Map, OneOrMany};
use crate::shape::id_pattern::IdPattern;
use crate::shape::leaf::{Amount, NamePattern, Pattern, Person, Text, Token, Whole};
use crate::shape::table::choice;
use crate::shape::window::Window;
use crate::shape::{Faults, Maybe, Section, suggest, table};
use crate::source::Spanned;
use crate::untrusted::message;

table! {
    /// What a team agreed on for all its releases.
    struct Policy {
        /// Named sets of levels, each with the one before: `core` (every rule at its own level), `evidence` (doubt about
        /// evidence blocks), `signed` (words must be proven).
        profiles: Maybe<Vec<Profile>>,
        /// Earlier and later plans, as paths or globs: from the policy's folder, or from the root where the policy lies
        /// outside. Unless given, what `gonogo lint` finds in the release file's folder.
        releases: Maybe<Vec<Token>>,
        /// Flows that must not break: an issue that touches one needs a fix or a rehearsed rollback.
        core_flows: Maybe<Vec<Text>>,
        /// Paths of migrations: a release that touches one says whether it can be undone.
        migrations: Maybe<Vec<Pattern>>,
        /// Parts of the product: what they are made of, and which tests look at them.
        flows: Maybe<Map<Flow>>,
        /// The settings of each environment, as JSON, YAML or TOML files from the policy's folder, held against those of
        /// `production`; `ignore` names keys that may differ.
        environments: Maybe<Environments>,
        /// The directory of the team.
        people: Maybe<Map<PersonEntry>>,
        /// What one person has to say by a moment before, at or after each launch, by name.
        checkpoints as "checkpoint": Maybe<Map<Checkpoint>>,
        /// Who fills which role, by its name.
        roles: Maybe<Map<Person>>,
        /// Who decides what, by roles: scope, extras, ship, stop, rollback, a pattern on rules such as "issue/*", or an
        /// activity. The first is accountable, the rest is the way up.
        decides: Maybe<Map<Decides>>,
        /// Numbers the rules compare with.
        limits: Section<Limits>,
        /// How builds are read.
        build: Section<PolicyBuild>,
        /// Levels of rules: error, warning or off.
        rules: Maybe<Map<RuleLevel>>,
    }
}

table! {
    /// A part of the product that people would miss.
    struct Flow {
        /// Globs on the paths that it is made of.
        paths: Maybe<OneOrMany<Pattern>>,
        /// Patterns on the names of its tests: `*` and `?` alone.
        tests: Maybe<OneOrMany<NamePattern>>,
        /// Flows that break along with it: theirs have to be tested as well.
        near: Maybe<OneOrMany<Token>>,
    }
}

table! {
    /// Numbers the rules compare with.
    struct Limits {
        /// How many days before launch a rehearsal may lie; 90 unless given.
        rehearsal_max_age_days: Maybe<Whole>,
        /// How many minutes a rollback may take; no limit unless given.
        rollback_max_minutes: Maybe<Amount>,
        /// How many steps a rollback may have; 12 unless given.
        rollback_max_steps: Maybe<Whole>,
        /// How many hours before launch support must be told; 24 unless given.
        support_notice_hours: Maybe<Whole>,
        /// How many hours a call to ship stays in force; 24 unless given.
        call_max_age_hours: Maybe<Whole>,
        /// The hours in which launches may lie, such as "Mon-Thu 09:00-16:00".
        launch_window: Maybe<Window>,
    }
}

table! {
    /// How builds are read.
    struct PolicyBuild {
        /// Changes that need no place on any list.
        ignore: Maybe<Vec<Ignore>>,
        /// Whether every commit of the range is a change, or those on the main line alone.
        history: Maybe<History>,
        /// The own project, as forges write it: "owner/repo". Ids that name another one name nothing.
        project: Maybe<Token>,
        /// Projects of issue keys whose ids must all be listed, whether or not a list uses them.
        projects: Maybe<Vec<Token>>,
        /// Regular expressions for ids of the team's own: the group `id` captures them.
        ids: Maybe<Vec<IdPattern>>,
    }
}

choice! {
    /// Which commits of a range are changes.
    enum History {
        /// Every one; merges only pass their list on.
        All = "all",
        /// Those on the first-parent line; a merge stands for what it brought in.
        FirstParent = "first-parent",
    }
}

choice! {
    /// The level a team gives a rule.
    enum RuleLevel {
        /// Blocks.
        Error = "error",
        /// Is told.
        Warning = "warning",
        /// Is not looked at.
        Off = "off",
    }
}

choice! {
    /// A named set of levels.
    enum Profile {
        /// Every rule at its own level.
        Core = "core",
        /// Doubt about evidence blocks.
        Evidence = "evidence",
        /// Words must be proven as well.
        Signed = "signed",
    }
}

impl Policy {
    /// Days a rehearsal may be old at launch.
    pub(crate) fn rehearsal_max_age_days(&self) -> u32 {
        self.limits.rehearsal_max_age_days.get().map_or(90, |limit| limit.value)
    }

    /// Steps a rollback may have.
    pub(crate) fn rollback_max_steps(&self) -> u32 {
        self.limits.rollback_max_steps.get().map_or(12, |limit| limit.value)
    }

    /// Minutes a rollback may take, if the team set a limit.
    pub(crate) fn rollback_max_minutes(&self) -> Option<f64> {
        self.limits.rollback_max_minutes.get().map(|limit| limit.value)
    }

    /// Hours before launch by which support must be told.
    pub(crate) fn support_notice_hours(&self) -> u32 {
        self.limits.support_notice_hours.get().map_or(24, |limit| limit.value)
    }

    /// Hours that a ship call holds where it does not say until when.
    pub(crate) fn call_max_age_hours(&self) -> u32 {
        self.limits.call_max_age_hours.get().map_or(24, |limit| limit.value)
    }

    /// Whether words must be proven.
    pub(crate) fn is_signed(&self) -> bool {
        self.profiles.items().iter().max() == Some(&Profile::Signed)
    }

    /// Whether the main line alone is looked at.
    pub(crate) fn is_first_parent(&self) -> bool {
        self.build.history.get() == Some(&History::FirstParent)
    }

    /// The flows, by name.
    pub(crate) fn flows(&self) -> &[(Spanned<String>, Flow)] {
        self.flows.get().map(|map| map.entries.as_slice()).unwrap_or_default()
    }

    /// For each flow, the patterns on its tests.
    pub(crate) fn flow_tests(&self) -> Groups {
        let tests = |flow: &Flow| flow.tests.get().map(|tests| tests.list.clone()).unwrap_or_default();
        self.flows().iter().map(|(_, flow)| tests(flow)).collect()
    }

    /// The groups of paths that are asked about: the migrations, then each flow's. None where neither is named.
    pub(crate) fn watched(&self) -> Vec<Vec<&Pattern>> {
        let migrations = self.migrations.items().iter().collect::<Vec<_>>();
        let flows = self.flows().iter();
        let flows = flows.map(|(_, flow)| flow.paths.get().iter().flat_map(|paths| &paths.list).collect());
        let groups: Vec<Vec<&Pattern>> = std::iter::once(migrations).chain(flows).collect();
        if groups.iter().all(Vec::is_empty) { Vec::new() } else { groups }
    }

    fn examine_flows(&self, faults: &mut Faults) {
        let names = || self.flows().iter().map(|(name, _)| name.value.as_str());
        for (name, flow) in self.flows() {
            if flow.paths.get().is_none_or(|paths| paths.list.is_empty()) {
                faults.add_with_help(
                    name.span,
                    message!("the flow \"{}\" names no paths", name.value),
                    "add paths = [\"…\"]: globs on the files that it is made of",
                );
            }
            for near in flow.near.get().iter().flat_map(|near| &near.list) {
                if !names().any(|known| known == near.text.raw()) {
                    let hint = suggest::hint(near.text.raw(), names());
                    faults.add(near.span, message!("no flow is called \"{}\"{}", near.text, hint));
                }
            }
        }
    }

    /// What the tables alone cannot say is wrong: ignore entries that name nothing, flows that are none.
    pub(crate) fn examine(&self, faults: &mut Faults) {
        examine_ignores(self.build.ignore.items(), faults);
        self.examine_flows(faults);
        roles::examine(&self.roles, &self.decides, faults);
    }
}
