//! Which of the three syntaxes a file is in: by its name, else by its text.

use std::path::Path;

use super::Syntax;

/// The syntax of a file. `release.toml.example` has an ending inside its name; standard input has none.
pub(crate) fn detect(name: &Path, text: &str) -> Syntax {
    let name = name.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut endings = name.split('.').skip(1).collect::<Vec<_>>().into_iter().rev();
    endings.find_map(by_ending).unwrap_or_else(|| by_text(text))
}

fn by_ending(ending: &str) -> Option<Syntax> {
    match ending {
        "toml" => Some(Syntax::Toml),
        "yaml" | "yml" => Some(Syntax::Yaml),
        "json" => Some(Syntax::Json),
        _ => None,
    }
}

/// The first line that says something: a brace opens JSON, `key:` YAML, everything else is TOML.
fn by_text(text: &str) -> Syntax {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let Some(first) = lines.next() else { return Syntax::Toml };
    if first.starts_with('{') {
        return Syntax::Json;
    }
    let key = first.find(|c: char| !(c.is_alphanumeric() || "_-\"'".contains(c)));
    let behind = key.and_then(|at| first.get(at..)).unwrap_or_default();
    let is_yaml = first == "---" || first.starts_with("%YAML") || behind == ":" || behind.starts_with(": ");
    if is_yaml { Syntax::Yaml } else { Syntax::Toml }
}
