//! Keys in the wrong table: where they belong, as the declarations of the tables know it.

use crate::checks::policy::Policy;
use crate::checks::release::Release;
use crate::shape::decode::{Form, TableForm};
use crate::shape::{Decode, Faults};
use crate::source::FileId;
use crate::untrusted::{Untrusted, message};

/// Tables that are named where a key belongs to several.
const NAMED: usize = 3;

/// Says of each unknown key to which tables it belongs, if there are any; else whether the other file has it.
pub(super) fn tell(file: FileId, form: &Form, faults: &mut Faults) {
    if !faults.list.iter().any(|fault| fault.key.is_some()) {
        return;
    }
    let mut tables = Vec::new();
    walk(form, "", "", &mut tables);
    for fault in &mut faults.list {
        let Some(key) = &fault.key else { continue };
        let homes: Vec<&str> = tables
            .iter()
            .filter(|(_, table)| table.fields.iter().any(|field| field.key == key))
            .take(NAMED)
            .map(|(name, _)| name.as_str())
            .collect();
        if homes.is_empty() {
            if let Some(home) = elsewhere(file, key) {
                fault.message = message!("unknown key \"{}\" here: it belongs {}", key, home);
                fault.help = Some(Untrusted::from("move it there"));
            }
            continue;
        }
        let homes = match homes.as_slice() {
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            all => all.concat(),
        };
        fault.message = message!("unknown key \"{}\" here: it belongs {}", key, homes);
        fault.help = Some(Untrusted::from("move it there"));
    }
}

/// The other file, where a key stands at its top.
fn elsewhere(file: FileId, key: &str) -> Option<&'static str> {
    let (form, words) = match file {
        FileId::Release => (Policy::form(), "into the team's policy, gonogo.toml"),
        FileId::Policy => (Release::form(), "into the release file"),
    };
    let Form::Table(table) = form else { return None };
    table.fields.iter().any(|field| field.key == key).then_some(words)
}

/// Every table with the words for where it is, outermost first.
fn walk<'f>(form: &'f Form, path: &str, name: &str, tables: &mut Vec<(String, &'f TableForm)>) {
    match form {
        Form::Table(table) => {
            tables.push((
                if name.is_empty() {
                    "at the top of the file, above the first section".to_owned()
                } else {
                    name.to_owned()
                },
                table,
            ));
            for field in &table.fields {
                let path =
                    if path.is_empty() { field.key.to_owned() } else { format!("{path}.{}", field.key) };
                walk(&field.form, &path, &format!("under [{path}]"), tables);
            }
        }
        Form::List(inner) => walk(inner, path, &format!("under [[{path}]]"), tables),
        Form::Map(inner) => walk(inner, &format!("{path}.NAME"), &format!("under [{path}.NAME]"), tables),
        Form::Either(left, right) => {
            walk(left, path, name, tables);
            walk(right, path, name, tables);
        }
        _ => {}
    }
}
