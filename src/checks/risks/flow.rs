//! Whether an issue touches a core flow: word by word, whatever their case, hyphens, plural and possessive.

use crate::checks::directory::folded;

/// Whether the words of a core flow stand in what an issue touches, in their order and with nothing between them.
pub(super) fn touches(touched: &str, core: &str) -> bool {
    let (touched, core) = (stems(touched), stem(&stems(core).concat()));
    // Where a word ends is not compared: `log-in`, `log in` and `login` are one flow.
    let begins = |at: usize| {
        let mut text = String::new();
        touched.iter().skip(at).any(|word| {
            text.push_str(word);
            // `log-ins` is a plural as a whole: its last part alone is too short to be told as one.
            stem(&text) == core
        })
    };
    !core.is_empty() && (0..touched.len()).any(begins)
}

/// The words of a text without case, possessive and plural.
fn stems(text: &str) -> Vec<String> {
    let plain = folded(text).replace(['\u{2019}', '\u{2bc}'], "'");
    let words = plain.split(|c: char| !c.is_alphanumeric() && c != '\'');
    words.map(stem).filter(|word| !word.is_empty()).collect()
}

fn stem(word: &str) -> String {
    let word = word.trim_matches('\'');
    let word = word.strip_suffix("'s").unwrap_or(word).replace('\'', "");
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => singular(stem),
        _ => word,
    }
}

/// `entrie` is an entry, `boxe` a box, `invoice` an invoice.
fn singular(stem: &str) -> String {
    if let Some(start) = stem.strip_suffix("ie").filter(|start| start.len() > 1) {
        return format!("{start}y");
    }
    let doubled = ["xe", "che", "she", "sse", "zze"].iter().any(|end| stem.ends_with(end));
    let kept = if doubled { stem.strip_suffix('e') } else { None };
    kept.unwrap_or(stem).to_owned()
}

#[cfg(test)]
mod tests {
    use super::touches;

    #[test]
    fn one_flow_is_seen_in_all_its_spellings() {
        for touched in [
            "customer data",
            "Customers' data",
            "the customer's data",
            "customer-data",
            "CUSTOMER  DATA",
            "customers’ data",
        ] {
            assert!(touches(touched, "customer data"), "{touched}");
        }
        for (touched, core) in [
            ("Log-in", "login"),
            ("log in", "login"),
            ("Log-ins", "login"),
            ("sign in", "Sign-ins"),
            ("status", "status"),
            ("address", "addresses"),
            ("logins", "login"),
            ("billing (invoices)", "Billing"),
            ("entries", "entry"),
            ("the mailboxes", "mailbox"),
            ("invoice", "invoices"),
        ] {
            assert!(touches(touched, core), "{touched} {core}");
        }
    }

    #[test]
    fn other_words_are_another_flow() {
        for (touched, core) in [
            ("data", "customer data"),
            ("customer and data", "customer data"),
            ("rebilling", "billing"),
            ("bill", "billing"),
            ("", "billing"),
            ("billing", "--"),
            ("status", "statu"),
        ] {
            assert!(!touches(touched, core), "{touched} {core}");
        }
    }
}
