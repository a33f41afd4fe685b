//! Whether a goal is one: a rescue that has two has none.

/// Words that admit that there are more goals than one.
const MANY: [&str; 3] = ["several", "various", "and also"];

/// Words behind whose point no sentence ends.
const SHORT: [&str; 12] = ["approx", "ca", "dr", "e.g", "etc", "i.e", "incl", "mr", "mrs", "no", "st", "vs"];

/// Why a goal is more than one; none where it is one.
pub(super) fn not_one(goal: &str) -> Option<&'static str> {
    let words: Vec<String> = goal
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let text = format!(" {} ", words.join(" "));
    if let Some(word) = MANY.iter().find(|word| text.contains(&format!(" {word} "))) {
        return Some(word);
    }
    (sentences(goal) > 1).then_some("more than one sentence")
}

/// How many sentences a text has, and lines of a list.
fn sentences(text: &str) -> usize {
    let paragraphs = text.split("\n\n").filter(|part| part.chars().any(char::is_alphanumeric)).count();
    let items = text.lines().filter(|line| line.trim_start().starts_with(['-', '*', '•'])).count();
    let mut ends = 0_usize;
    let mut before = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if !matches!(c, '.' | '!' | '?' | ';' | '。' | '！' | '？' | '…') {
            if c.is_whitespace() {
                before.clear()
            } else {
                before.extend(c.to_lowercase())
            }
            continue;
        }
        let is_wide = !c.is_ascii() && c != '…';
        let ends_word = is_wide || rest.peek().is_some_and(|next| next.is_whitespace());
        let is_short = c == '.' && SHORT.contains(&before.trim_start_matches(|c: char| !c.is_alphanumeric()));
        let goes_on = rest.clone().any(char::is_alphanumeric);
        if ends_word && !is_short && goes_on {
            ends = ends.saturating_add(1);
        }
        if c == '.' { before.push(c) } else { before.clear() }
    }
    ends.saturating_add(1).max(paragraphs).max(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_goal_is_one_sentence() {
        for goal in [
            "Customers can pay their invoices before they close their books.",
            "Customers can pay, and support sees what was paid",
            "Accounts with approx. 500 invoices load within 2.5 seconds (e.g. those of wholesale).",
            "Version 2.4 of the app opens on every phone that 2.3 opened on!",
            "Finance closes\nthe month in one day.",
            "顧客は請求書を支払うことができる。",
        ] {
            assert_eq!(not_one(goal), None, "{goal}");
        }
    }

    #[test]
    fn more_than_one_is_none() {
        for (goal, why) in [
            ("Customers can pay. Exports work again.", "more than one sentence"),
            ("Customers can pay. exports work again", "more than one sentence"),
            ("Customers can pay; exports work again", "more than one sentence"),
            ("Billing works?! Login too", "more than one sentence"),
            ("- Billing\n- Login", "more than one sentence"),
            ("Billing works\n\nLogin works", "more than one sentence"),
            ("Fix Several parts of billing", "several"),
            ("Billing works and  also the login", "and also"),
            ("Various repairs", "various"),
            ("顧客は支払う。輸出も動く。", "more than one sentence"),
        ] {
            assert_eq!(not_one(goal), Some(why), "{goal}");
        }
    }
}
