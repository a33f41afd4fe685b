//! Several people in one name: a list, an alternative, a deputy in brackets.
//!
//! Owns the spellings alone; what is said about them stands with the rules of names.

use unicode_normalization::UnicodeNormalization;

/// Words that connect two people when they stand between two others. "Or" is a first name, "or" is not.
const BETWEEN: &[&str] = &[
    "and",
    "und",
    "oder",
    "et",
    "ou",
    "och",
    "og",
    "eller",
    "sowie",
    "then",
    "plus",
    "with",
    "w/",
    "vs",
    "versus",
    "else",
    "otherwise",
    "alternatively",
    "bzw",
    "resp",
    "respectively",
];

/// Marks that never stand inside one person's name.
const MARKS: &[char] = &[
    '/', '\\', '&', ';', '|', '+', '\n', '\r', '\t', '、', '，', '；', '•', '→', '←', '↔', '⇒', '⇔', '➔',
    '➜', '—', '–', '―', '⁄', '∕', '…',
];

/// What may follow a comma and still belong to one name.
const SUFFIXES: &[&str] =
    &["jr", "sr", "ii", "iii", "iv", "phd", "md", "msc", "bsc", "mba", "esq", "dr", "ing"];

/// Whether a name, brackets aside, stands for several people.
pub(super) fn is_several(name: &str) -> bool {
    let name: String = name.nfkc().collect();
    let name = name.trim();
    name.contains(MARKS)
        || name.contains("->")
        || name.matches('@').count() > 1
        || has_dot_between(name)
        || has_list(name)
        || has_word_between(name)
}

/// Whether what stands in brackets behind a name is somebody else: `(or Bo)`, `(backup: Bo)`.
pub(super) fn names_another(bracket: &str) -> bool {
    let bracket = bracket.trim();
    let first = bracket.split_whitespace().next().unwrap_or_default();
    let second = ["backup", "deputy", "substitute", "vertretung", "alternate"];
    let bare = first.trim_end_matches([':', ',']).to_lowercase();
    is_between(first)
        || first.starts_with(['/', '&', '+', '|'])
        || (bracket.split_whitespace().nth(1).is_some() && second.contains(&bare.as_str()))
}

/// `Ana, Bo`; `Sammy Davis, Jr.` is one person.
fn has_list(name: &str) -> bool {
    let mut parts = name.split(',').skip(1).map(|part| part.trim().trim_end_matches('.').to_lowercase());
    parts.any(|part| !part.is_empty() && !SUFFIXES.contains(&part.replace('.', "").as_str()))
}

/// `Ana or Bo`, and what else stands alone between two words: `Ana - Bo`, `Ana > Bo`.
fn has_word_between(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let inner = words.iter().enumerate().filter(|(at, _)| *at > 0 && *at < last);
    let mut inner = inner.map(|(_, word)| *word);
    let half_a_dash = |word: &str| {
        let is_dash = |c: char| matches!(c, '-' | '‐' | '‑' | '‒' | '−');
        word.chars().count() > 1 && (word.starts_with(is_dash) || word.ends_with(is_dash))
    };
    inner.any(|word| is_between(word) || !word.chars().any(char::is_alphanumeric))
        || (words.len() > 1 && words.iter().any(|word| half_a_dash(word)))
}

fn is_between(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/');
    let lower = bare.to_lowercase();
    matches!(bare, "or" | "OR" | "oR") || lower == "and/or" || BETWEEN.contains(&lower.as_str())
}

/// `Ana·Bo`: between Latin letters a dot in the middle is Catalan's `l·l` or a list; elsewhere it is part of a name.
fn has_dot_between(name: &str) -> bool {
    let letters: Vec<char> = name.chars().collect();
    letters.windows(3).any(|three| match three {
        [before, '·' | '∙' | '⋅' | '‧', after] => {
            let is_catalan = matches!((before, after), ('l' | 'L', 'l' | 'L'));
            before.is_ascii_alphabetic() && after.is_ascii_alphabetic() && !is_catalan
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_two_people_is_seen() {
        let names = [
            "Ana or Bo",
            "Ana OR Bo",
            "Ana, Bo",
            "Ana/Bo",
            "Ana · Bo",
            "Ana·Bo",
            "Ana - Bo",
            "Ana – Bo",
            "Ana—Bo",
            "Ana -Bo",
            "Ana → Bo",
            "Ana -> Bo",
            "Ana > Bo",
            "Ana \\ Bo",
            "Ana\\Bo",
            "Ana plus Bo",
            "Ana Plus Bo",
            "Ana And Bo",
            "Ana and/or Bo",
            "Ana or, if away, Bo",
            "Ana ＆ Bo",
            "Ana／Bo",
            "Ana ~ Bo",
            "Ana with Bo",
            "Ana Ruiz • Bo Lind",
            "Ana et al.",
            "ana@example.com bo@example.com",
        ];
        for name in names {
            assert!(is_several(name), "{name}");
        }
    }

    #[test]
    fn names_with_marks_of_their_own_are_one_person() {
        let names = [
            "Mary-Ann O'Neil",
            "Marcel·lí Domingo",
            "列夫·托尔斯泰",
            "マイケル・ジャクソン",
            "José Ortega y Gasset",
            "Or Cohen",
            "cohen or",
            "Sammy Davis, Jr.",
            "J. R. R. Tolkien",
            "ana@example.com",
            "Plus Jakarta",
            "Jean-Luc",
        ];
        for name in names {
            assert!(!is_several(name), "{name}");
        }
    }

    #[test]
    fn brackets_may_hold_somebody_else() {
        for bracket in ["or Bo", "plus Bo", "and Bo Lind", "/ Bo", "& Bo", "backup: Bo", "with Bo"] {
            assert!(names_another(bracket), "{bracket}");
        }
        for bracket in ["QA team", "she/her", "Bo", "Orla", "backup", ""] {
            assert!(!names_another(bracket), "{bracket}");
        }
    }
}
