//! The checks: what is asked of a release. No files, processes, environment, clock or printing below here.
//!
//! A check is a folder with its keys, its rules and their pages, and an entry in the list below: rows and titles, the
//! release table and its schema, the walk over names and texts, and the catalogue of rules are derived from that list.

/// Hands the list to a macro that makes something of it.
///
/// An entry is `ID (the id scripts see, the title, the title where room is short) module::Type { keys }`.
macro_rules! checks {
    ($make:ident) => {
        $make! {
            PLAN ("plan", "Owner, date and goal are set", "Plan") plan::rules::Plan {
                /// What the release is called.
                name: Maybe<Text>,
                /// The version that ships, in quotes.
                version: Maybe<Text>,
                /// What users can do afterwards that they could not do before, in one sentence.
                goal: Maybe<Text>,
                /// The one person who answers for the release.
                owner: Maybe<Person>,
                /// When it launches: a date, a local date-time, or a date-time with an offset.
                date: Maybe<When>,
                /// The IANA zone of local dates, such as "Europe/Madrid"; when absent the launch's own offset, else UTC.
                timezone: Maybe<Zone>,
                /// The day to fall back to.
                backup_date: Maybe<When>,
                /// When testing starts and the scope is closed.
                freeze: Maybe<When>,
                /// The directory: when it names anybody, every name in the file must be in it. The policy's own is final.
                people: Maybe<Map<super::directory::PersonEntry>>,
            }
            SCOPE ("scope", "Build matches the release list", "Build matches the list") scope::Scope {
                /// What is in, what is out, and what slipped in.
                scope: Section<super::scope::keys::Scope>,
                /// What will ship, as git or a change list shows it.
                build: Section<super::scope::keys::Build>,
            }
            TESTS ("tests", "Tests are confirmed by a person", "Tests confirmed") testing::Tests {
                /// What ran, what was skipped, and who confirms it.
                tests: Section<super::testing::keys::Tests>,
            }
            SUPPORT ("support", "Support has a change summary", "Support knows") support::rules::Support {
                /// What support knows.
                support: Section<super::support::keys::Support>,
            }
            ROLLBACK ("rollback", "Rollback is written and rehearsed", "Rollback written") rollback::rules::Rollback {
                /// How to go back.
                rollback: Section<super::rollback::keys::Rollback>,
            }
            CALLER ("caller", "One named final caller", "Final caller") caller::rules::Caller {
                /// Who says ship and who says stop, in the last hour.
                caller: Section<super::caller::keys::Caller>,
            }
            STOP_RULES ("stop_rules", "No stop rule has tripped", "Stop rules") stop_rules::rules::StopRules {
                /// Plain sentences that pause the release when one comes true.
                stop_rules as "stop_rule": Maybe<Vec<super::stop_rules::keys::StopRule>>,
                /// JSON, YAML or TOML files that the conditions of stop rules may read, by name.
                facts: Maybe<Map<super::stop_rules::keys::FactFile>>,
            }
            RISKS ("risks", "Known issues are accepted", "Risks") risks::rules::Risks {
                /// Issues that ship with the release.
                known_issues as "known_issue": Maybe<Vec<super::risks::keys::KnownIssue>>,
                /// Findings that ship anyway, on the record.
                accepts as "accept": Maybe<Vec<super::risks::keys::Accept>>,
            }
            RESCUE ("rescue", "The rescue is small and can be undone", "Rescue") rescue::rules::Rescue {
                /// After missed releases: the smallest thing that helps, and a way back.
                rescue: Section<super::rescue::keys::Rescue>,
            }
            CHECKPOINTS ("checkpoints", "Everybody who is asked has confirmed", "Checkpoints") checkpoints::Checkpoints {
                /// What one person has to say by a moment, by name; the policy's own stand beside them.
                checkpoints as "checkpoint": Maybe<Map<super::checkpoints::keys::Checkpoint>>,
                /// What people said about checkpoints, by the checkpoint's name.
                confirmed: Maybe<Map<super::checkpoints::keys::Confirmed>>,
            }
            ROLES ("roles", "Each decision has one owner", "Roles") roles::rules::RolesCheck {
                /// Who fills which role, by its name. A release fills only roles that the policy leaves out.
                roles: Maybe<Map<Person>>,
                /// Who decides what, by roles: scope, extras, ship, stop, rollback, a pattern on rules such as "issue/*",
                /// or an activity. The first is accountable, the rest is the way up.
                decides: Maybe<Map<super::roles::keys::Decides>>,
            }
            CALL ("call", "The caller has decided", "Call") call::rules::Calls {
                /// What was finally decided, newest last.
                calls as "call": Maybe<Vec<super::call::keys::Call>>,
                /// What was learned: only what cannot be computed from the rest. Read by `gonogo review`.
                review: Section<super::call::review::Review>,
            }
        }
    };
}

pub(crate) mod accept;
mod alike;
pub(crate) mod call;
pub(crate) mod caller;
pub(crate) mod case;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod checkpoints;
pub(crate) mod directory;
pub(crate) mod file;
pub(crate) mod keys;
pub(crate) mod own_word;
pub(crate) mod past;
pub(crate) mod paste;
pub(crate) mod people;
pub(crate) mod placeholder;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod profile;
mod rehearsal;
pub(crate) mod release;
pub(crate) mod rescue;
pub(crate) mod risks;
pub(crate) mod roles;
pub(crate) mod rollback;
pub(crate) mod schema;
pub(crate) mod scope;
mod several;
pub(crate) mod stop_rules;
pub(crate) mod support;
pub(crate) mod testing;
pub(crate) mod values;
pub(crate) mod words;

use crate::row::CheckId;
use check::Check;

macro_rules! register {
    ($( $check:ident ($word:literal, $title:literal, $short:literal) $type:path { $($keys:tt)* } )*) => {
        /// The rows by their place in the list.
        #[allow(clippy::upper_case_acronyms, non_camel_case_types, reason = "only their order is used")]
        enum Place { $( $check, )* }

        impl CheckId {
            $( pub(crate) const $check: Self = Self::new(Place::$check as u8, $word, $title, $short); )*
            /// Every check, in order.
            pub(crate) const ALL: &'static [Self] = &[$( Self::$check, )*];
        }

        /// All checks, in the order of the report.
        pub(crate) static CHECKS: &[&dyn Check] = &[$( &$type, )*];
    };
}

checks!(register);
