//! Patches on a release file in TOML: a fragment, each key of which stands in place of the one that is there.
//!
//! Texts are patched, not values, so that a patch can write what is no TOML and the rest keeps its lines.

/// A part of a file: its header, none for what stands before the first, and its lines.
#[derive(Debug, Default, Clone)]
pub(crate) struct Part {
    pub(crate) header: String,
    entries: Vec<Entry>,
}

/// A key with all lines of its value; comments and blank lines have no key.
#[derive(Debug, Clone)]
struct Entry {
    key: Option<String>,
    text: String,
}

/// What stands left of ` =`, if this line begins an entry.
pub(crate) fn key(line: &str) -> Option<&str> {
    let is_start = line.starts_with(|c: char| c.is_alphanumeric() || "\"'_-".contains(c));
    line.split_once(" =").map(|(key, _)| key.trim()).filter(|_| is_start)
}

/// The parts of a file, the one before the first header always among them.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for line in text.lines() {
        if is_header(line) {
            parts.push(Part { header: line.to_owned(), entries: Vec::new() });
        } else if let Some(part) = parts.last_mut() {
            part.read(line);
        }
    }
    parts
}

fn is_header(line: &str) -> bool {
    line.strip_prefix(['-', '+']).unwrap_or(line).starts_with('[')
}

impl Part {
    fn read(&mut self, line: &str) {
        let removed = line.strip_prefix('-').filter(|rest| key(rest).is_none() && !rest.trim().is_empty());
        let begins = removed.or_else(|| key(line));
        match self.entries.last_mut() {
            Some(last) if begins.is_none() && last.key.is_some() && !line.is_empty() => {
                last.text += &format!("{line}\n");
            }
            _ => self.entries.push(Entry { key: begins.map(str::to_owned), text: format!("{line}\n") }),
        }
    }

    /// Puts an entry of a patch in place of the one with its key, or behind all others.
    fn put(&mut self, entry: &Entry) {
        let is_removed = entry.text.starts_with('-');
        let at = self.entries.iter().position(|known| entry.key.is_some() && known.key == entry.key);
        match at {
            Some(at) if is_removed => drop(self.entries.remove(at)),
            Some(at) => self.entries[at] = entry.clone(),
            None => {
                assert!(!is_removed, "the patch takes away {:?}, and it is not there", entry.key);
                let end = self.entries.iter().rposition(|known| known.text != "\n").map_or(0, |at| at + 1);
                self.entries.insert(end, entry.clone());
            }
        }
    }

    fn text(&self) -> String {
        let header = if self.header.is_empty() { String::new() } else { format!("{}\n", self.header) };
        header + &self.body()
    }

    /// The lines below the header.
    pub(crate) fn body(&self) -> String {
        self.entries.iter().map(|entry| entry.text.as_str()).collect()
    }
}

/// A file with a patch on it.
///
/// The second `[[stop_rule]]` of a patch is about the second one of the file. `+[[stop_rule]]` adds one, `-[build]`
/// takes a table away, `-goal` a key.
pub(crate) fn patched(file: &str, patch: &str) -> String {
    if file.is_empty() {
        return patch.to_owned();
    }
    let mut whole = parts(file);
    let mut seen: Vec<String> = Vec::new();
    for part in parts(patch) {
        let header = part.header.trim_start_matches(['-', '+']).to_owned();
        let before = seen.iter().filter(|known| **known == header).count();
        let mut places = (0..whole.len()).filter(|at| whole[*at].header == header);
        let at = places.nth(before).filter(|_| !part.header.starts_with('+'));
        if part.header.starts_with('-') {
            drop(whole.remove(at.unwrap_or_else(|| panic!("there is no {header} to take away"))));
            continue;
        }
        let at = at.unwrap_or_else(|| added(&mut whole, &header));
        part.entries.iter().filter(|entry| entry.text != "\n").for_each(|entry| whole[at].put(entry));
        seen.push(header);
    }
    whole.iter().map(Part::text).collect::<String>().trim_end().to_owned() + "\n"
}

/// A new table behind all others, an empty line before it.
fn added(whole: &mut Vec<Part>, header: &str) -> usize {
    if let Some(last) = whole.last_mut().filter(|last| !last.text().ends_with("\n\n")) {
        last.entries.push(Entry { key: None, text: "\n".to_owned() });
    }
    whole.push(Part { header: header.to_owned(), entries: Vec::new() });
    whole.len() - 1
}
