//! "Did you mean": the one place that decides when two words are near enough to be a slip.

use crate::limits;
use strsim::{damerau_levenshtein, jaro_winkler};

/// The most slips that are ever taken for one word: words whose lengths differ by more are not compared.
const SLIPS: usize = 4;

/// The known word nearest to `word`, if it is near enough to be a slip of the fingers.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > limits::SUGGESTED_LENGTH {
        return None;
    }
    let lower = word.to_lowercase();
    let is_alike = |other: usize| other <= limits::SUGGESTED_LENGTH && other.abs_diff(length) <= SLIPS;
    known
        .into_iter()
        .filter(|candidate| is_alike(candidate.chars().count()))
        .take(limits::SUGGESTED_WORDS)
        .map(|candidate| (distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(far, candidate)| *far <= allowed(&lower, candidate))
        .min_by_key(|(far, candidate)| (*far, *candidate))
        .map(|(_, candidate)| candidate)
}

/// `; did you mean "x"?` or nothing, to end a message with.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map_or_else(String::new, |near| format!("; did you mean \"{near}\"?"))
}

fn distance(word: &str, candidate: &str) -> usize {
    let dashed = |text: &str| text.replace(['_', ' '], "-");
    if dashed(word) == dashed(candidate) {
        return 0;
    }
    damerau_levenshtein(word, candidate)
}

/// Slips grow with the word: one in a short one, two from five characters on, three where nearly all agrees.
fn allowed(word: &str, candidate: &str) -> usize {
    let length = word.chars().count().max(candidate.chars().count());
    match length {
        0..=4 => 1,
        5..=9 => 2,
        _ if jaro_winkler(word, &candidate.to_lowercase()) > 0.9 => SLIPS,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_found_and_a_stranger_is_not() {
        let keys = ["owner", "version", "confirmed_by", "tests/skip-unexplained"];
        assert_eq!(nearest("onwer", keys), Some("owner"));
        assert_eq!(nearest("Version", keys), Some("version"));
        assert_eq!(nearest("confirmed-by", keys), Some("confirmed_by"));
        assert_eq!(nearest("tests/skip-unexplaned", keys), Some("tests/skip-unexplained"));
        assert_eq!(nearest("budget", keys), None);
    }

    #[test]
    fn a_very_long_word_is_not_compared() {
        assert_eq!(nearest(&"o".repeat(10_000), ["owner"]), None);
    }
}
