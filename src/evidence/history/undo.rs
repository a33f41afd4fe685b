//! What a message says it undoes, beyond `This reverts commit …` and the sentences of forges: `Backed out changeset`, the
//! parent that a revert of a merge goes back to, and where nothing else is named, the subject that it quotes.

use super::message::Reverted;

/// Things that one message may name; one that names more is taken to name nothing.
const MOST: usize = 100;

/// In front of a quoted subject.
const QUOTES: [&str; 2] = ["revert \"", "reapply \""];

/// Adds to what was found by name: `named` are commits and requests that the body names in a sentence.
pub(super) fn claims(named: Vec<Reverted>, head: &str, body: &str) -> Vec<Reverted> {
    let mut all = named;
    all.extend(backed_out(body));
    if all.len() > MOST {
        return Vec::new();
    }
    if all.is_empty() {
        return quoted(head).into_iter().collect();
    }
    all.extend(back_to(body));
    all
}

/// `Backed out changeset 3f2a1c9d0e4b (bug 12)`, several on lines of their own or in one sentence.
fn backed_out(body: &str) -> Vec<Reverted> {
    if !body.contains("acked out changeset") {
        return Vec::new();
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let is_sign = |words: &[&str]| {
        let [first, second, third] = words else { return false };
        first.eq_ignore_ascii_case("backed") && *second == "out" && third.starts_with("changeset")
    };
    let behind = words.windows(3).enumerate().filter(|(_, words)| is_sign(words));
    let hash = |(at, _): (usize, &[&str])| words.get(at.saturating_add(3)).map(|word| bare(word));
    let hashes = behind.filter_map(hash).filter(|word| is_hash(word));
    hashes.map(|hash| Reverted::Commit(hash.to_ascii_lowercase())).collect()
}

/// `reversing changes made to 3f2a1c9d.`, wrapped or not.
fn back_to(body: &str) -> Option<Reverted> {
    if !body.contains("reversing") {
        return None;
    }
    let words: Vec<&str> = body.split_whitespace().collect();
    let at = words.windows(4).position(|words| words == ["reversing", "changes", "made", "to"])?;
    let hash = bare(words.get(at.checked_add(4)?)?);
    is_hash(hash).then(|| Reverted::BackTo(hash.to_ascii_lowercase()))
}

/// What a subject quotes, and the number behind it: `Revert "Retry" (#12)`. Of quotations in one another the outermost
/// counts: what was reverted is itself a revert then.
fn quoted(head: &str) -> Option<Reverted> {
    // Nearly every message quotes nothing.
    memchr::memchr(b'"', head.as_bytes())?;
    let flat = head.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let lower = flat.to_ascii_lowercase();
    let sign = QUOTES.iter().find(|sign| lower.starts_with(*sign))?;
    let rest = flat.get(sign.len()..)?;
    let (subject, behind) = rest.rsplit_once('"')?;
    let number = behind.trim().strip_prefix("(#").and_then(|rest| rest.strip_suffix(')'));
    let number =
        number.filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    // `Reapply "x"` undoes `Revert "x"`.
    let subject =
        if sign.starts_with("reapply") { format!("Revert \"{subject}\"") } else { subject.to_owned() };
    (!subject.is_empty()).then(|| Reverted::Quoted(subject, number.map(str::to_owned)))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| ".,;:()[]\"'`".contains(c))
}

fn is_hash(word: &str) -> bool {
    (7..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str, body: &str) -> Vec<Reverted> {
        claims(Vec::new(), head, body)
    }

    fn commit(hash: &str) -> Reverted {
        Reverted::Commit(hash.to_owned())
    }

    #[test]
    fn a_backout_names_its_changesets() {
        let body = "Backed out changeset 3f2a1c9d0e4b (bug 12)\nBacked out changeset 0123456789ab";
        assert_eq!(of("Back out two changes", body), [commit("3f2a1c9d0e4b"), commit("0123456789ab")]);
        assert_eq!(of("x", "It was backed out changeset by changeset"), []);
    }

    #[test]
    fn a_quotation_counts_where_nothing_is_named() {
        let quoted = |subject: &str, number: Option<&str>| {
            vec![Reverted::Quoted(subject.to_owned(), number.map(str::to_owned))]
        };
        assert_eq!(of("Revert \"Retry\"", ""), quoted("Retry", None));
        assert_eq!(of("Revert \"Retry (#7)\" (#12)", "Why"), quoted("Retry (#7)", Some("12")));
        assert_eq!(of("Revert \"Revert \"Retry\"\"", ""), quoted("Revert \"Retry\"", None));
        assert_eq!(of("Reapply \"Retry\"", ""), quoted("Revert \"Retry\"", None));
        assert_eq!(of("Revert the retry", ""), []);
        let named = vec![commit("3f2a1c9d0e4b")];
        assert_eq!(claims(named.clone(), "Revert \"Retry\"", ""), named);
    }

    #[test]
    fn a_reverted_merge_says_what_is_gone_back_to() {
        let named = vec![commit("3f2a1c9d0e4b")];
        let body = "This reverts commit 3f2a1c9d0e4b, reversing\nchanges made to 0123456789AB.";
        let wanted = [commit("3f2a1c9d0e4b"), Reverted::BackTo("0123456789ab".to_owned())];
        assert_eq!(claims(named, "x", body), wanted);
    }

    #[test]
    fn who_names_too_much_names_nothing() {
        let many = vec![commit("3f2a1c9d0e4b"); MOST + 1];
        assert_eq!(claims(many, "Revert \"x\"", ""), []);
    }
}
