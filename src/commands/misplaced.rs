//! Keys in the wrong table: where they belong, as the declarations of the tables know it.

use crate::shape::Faults;
use crate::shape::decode::{Form, TableForm};
use crate::untrusted::{Untrusted, message};

/// Tables that are named where a key belongs to several.
const NAMED: usize = 3;

/// Says of each unknown key to which tables it belongs, if there are any.
pub(super) fn tell(form: &Form, faults: &mut Faults) {
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
