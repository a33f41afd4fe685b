//! `floor toml FILE…` parses TOML files in parallel; `floor xml FILE…` runs a bare event loop that reads attributes.

use std::fs::{self, File};
use std::io::BufReader;

use quick_xml::Reader;
use quick_xml::events::Event;
use rayon::prelude::*;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().expect("toml or xml");
    // A list of ten thousand names does not fit on a command line: it is read from a file.
    let list = fs::read_to_string(arguments.next().expect("a list of files")).expect("the list");
    let files: Vec<&str> = list.lines().collect();
    let count: usize = match what.as_str() {
        "toml" => files.par_iter().map(|file| toml(file)).sum(),
        "xml" => files.par_iter().map(|file| xml(file)).sum(),
        other => panic!("{other}"),
    };
    println!("{count}");
}

fn toml(file: &str) -> usize {
    let text = fs::read_to_string(file).expect("a file");
    let (table, errors) = toml::de::DeTable::parse_recoverable(&text);
    table.get_ref().len() + errors.len()
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
