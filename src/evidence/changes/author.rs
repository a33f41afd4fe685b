//! Who wrote an entry, in the one form that the matching knows: as git prints an author.

use super::entry::{Entry, Who};
use crate::evidence::given::{Given, ListOf, Part, Problem, first_text, text, wrong_part};

/// The author as git prints one: `Name <address>`, where a login stands for an address that is not told.
pub(super) fn author(entry: &Entry) -> Result<String, Problem> {
    let commit = match &entry.commit {
        Part::Object(commit) => Some(("commit.author", &commit.author)),
        Part::Given(Given::Missing | Given::Null) => None,
        Part::Given(given) => return Err(wrong_part("commit", given)),
    };
    let name = text("author_name", &entry.author_name)?.unwrap_or_default();
    let address = text("author_email", &entry.author_email)?.unwrap_or_default();
    let flat = written(name, address);
    let authors = match &entry.authors {
        ListOf::These { first, .. } => first.as_ref().map(|who| ("authors", who)),
        ListOf::Given(Given::Missing) => None,
        ListOf::Given(given) => {
            return Err(Problem::WrongKind { key: "authors", wanted: "a list", found: given.kind() });
        }
    };
    let people = [("author", &entry.author), ("user", &entry.user)].into_iter().chain(authors);
    let mut first = (!flat.is_empty()).then_some(flat);
    for (key, who) in commit.into_iter().chain(people) {
        let author = person(key, who)?;
        first = first.or_else(|| (!author.is_empty()).then_some(author));
    }
    Ok(first.unwrap_or_default())
}

fn person(key: &'static str, who: &Part<Who>) -> Result<String, Problem> {
    match who {
        Part::Given(Given::Missing | Given::Null) => Ok(String::new()),
        Part::Given(Given::Text(text)) => Ok(text.trim().to_owned()),
        Part::Given(given) => {
            Err(Problem::WrongKind { key, wanted: "a name or an object", found: given.kind() })
        }
        Part::Object(who) => {
            let name = text(key, &who.name)?.unwrap_or_default();
            let login = first_text(&[(key, &who.login), (key, &who.username)])?.map(login);
            let address = text(key, &who.email)?.filter(|address| !address.trim().is_empty());
            Ok(written(name, address.map(str::to_owned).or(login).unwrap_or_default().as_str()))
        }
    }
}

/// `gh` writes the login of an app as `app/dependabot`; everywhere else it is `dependabot[bot]`.
fn login(login: &str) -> String {
    login.strip_prefix("app/").map_or_else(|| login.to_owned(), |app| format!("{app}[bot]"))
}

/// Git keeps angle brackets and line breaks out of names; so that a name cannot pose as an address, so does this.
fn written(name: &str, address: &str) -> String {
    let clean = |text: &str| {
        text.chars()
            .filter(|c| !c.is_control() && !matches!(c, '<' | '>'))
            .collect::<String>()
            .trim()
            .to_owned()
    };
    match (clean(name), clean(address)) {
        (name, address) if address.is_empty() => name,
        (name, address) if name.is_empty() => address,
        (name, address) => format!("{name} <{address}>"),
    }
}
