//! `floor toml FOLDER` finds the files of a folder and parses each into the library's own values, in parallel;
//! `floor xml LIST` runs a bare event loop that reads attributes over the files of a list; `floor json LIST` walks
//! through JSON and keeps nothing.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::Event;
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().expect("toml, xml or json");
    let place = arguments.next().expect("a folder or a list of files");
    let count: usize = match what.as_str() {
        "toml" => {
            let mut files = Vec::new();
            find(Path::new(&place), &mut files);
            files.sort();
            files.par_iter().map(|file| toml(file)).sum()
        }
        "xml" => {
            // A list of five thousand names does not fit on a command line.
            let list = fs::read_to_string(place).expect("the list");
            list.lines().collect::<Vec<_>>().par_iter().map(|file| xml(file)).sum()
        }
        "json" => {
            let list = fs::read_to_string(place).expect("the list");
            list.lines().collect::<Vec<_>>().par_iter().map(|file| json(file)).sum()
        }
        other => panic!("{other}"),
    };
    println!("{count}");
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        if entry.file_type().expect("a kind").is_dir() {
            find(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}

fn toml(file: &Path) -> usize {
    let text = fs::read_to_string(file).expect("a file");
    text.parse::<toml::Table>().expect("TOML").len()
}

fn xml(file: &str) -> usize {
    let input = BufReader::with_capacity(128 * 1024, File::open(file).expect("a file"));
    let mut reader = Reader::from_reader(input);
    let (mut buffer, mut bytes) = (Vec::new(), 0);
    loop {
        match reader.read_event_into(&mut buffer).expect("XML") {
            Event::Eof => return bytes,
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    bytes += attribute.expect("an attribute").value.len();
                }
            }
            _ => {}
        }
        buffer.clear();
    }
}

fn json(file: &str) -> usize {
    let input = BufReader::with_capacity(128 * 1024, File::open(file).expect("a file"));
    let _: serde::de::IgnoredAny = serde_json::from_reader(input).expect("JSON");
    1
}
