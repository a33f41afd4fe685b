//! Where the book of the program is published, and what stands where in it. Until that is settled there is no address.

/// The book's address: `homepage` in Cargo.toml, the one place to set it.
const BOOK: &str = env!("CARGO_PKG_HOMEPAGE");

/// The book itself.
pub(crate) fn book() -> Option<&'static str> {
    let address = BOOK.trim_end_matches('/');
    (!address.is_empty()).then_some(address)
}

/// The page of a rule.
pub(crate) fn rule_page(id: &str) -> Option<String> {
    book().map(|book| format!("{book}/rules/{id}.html"))
}

/// The schema of a kind of file: `release`, `policy` or `report`.
pub(crate) fn schema(of: &str) -> Option<String> {
    book().map(|book| format!("{book}/schemas/{of}.json"))
}
