//! Runs tests that are found and not written down, as `cargo test` and its options expect it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

/// A named test; it fails by telling what is wrong.
pub(crate) struct Test<'a> {
    pub(crate) name: String,
    pub(crate) run: Box<dyn Fn() -> Vec<String> + Send + Sync + 'a>,
}

/// What the command line asks for.
#[derive(Debug, Default)]
struct Options {
    wanted: Vec<String>,
    skipped: Vec<String>,
    is_exact: bool,
    is_list: bool,
    is_quiet: bool,
    threads: Option<usize>,
}

impl Options {
    fn read(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let (name, value) = argument.split_once('=').unwrap_or((&argument, ""));
            let mut value =
                || if value.is_empty() { arguments.next().unwrap_or_default() } else { value.to_owned() };
            match name {
                "--skip" => options.skipped.push(value()),
                "--exact" => options.is_exact = true,
                "--list" => options.is_list = true,
                // None of these tests is ever ignored.
                "--ignored" => options.skipped.push(String::new()),
                "-q" | "--quiet" => options.is_quiet = true,
                "--test-threads" => options.threads = value().parse().ok(),
                "--format" | "--color" | "-Z" | "--logfile" | "--shuffle-seed" => drop(value()),
                // Of what else there is, nothing makes a difference here.
                name if name.starts_with('-') => {}
                _ => options.wanted.push(argument),
            }
        }
        options
    }

    fn wants(&self, name: &str) -> bool {
        let fits = |word: &String| if self.is_exact { name == word } else { name.contains(word.as_str()) };
        let is_wanted = self.wanted.is_empty() || self.wanted.iter().any(fits);
        is_wanted && !self.skipped.iter().any(fits)
    }
}

/// Runs the tests that are asked for and tells of them; whether all were fine.
pub(crate) fn run(tests: &[Test]) -> bool {
    let options = Options::read(std::env::args().skip(1));
    let wanted: Vec<&Test> = tests.iter().filter(|test| options.wants(&test.name)).collect();
    if options.is_list {
        for test in wanted {
            println!("{}: test", test.name);
        }
        return true;
    }
    println!("\nrunning {} tests", wanted.len());
    let start = Instant::now();
    let failed = failures(&wanted, &options);
    for (name, problems) in &failed {
        println!("\n---- {name} ----\n{}", problems.join("\n"));
    }
    let result = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {} passed; {} failed; 0 ignored; 0 measured; {} filtered out; finished in {:.2}s\n",
        wanted.len() - failed.len(),
        failed.len(),
        tests.len() - wanted.len(),
        start.elapsed().as_secs_f32()
    );
    failed.is_empty()
}

/// The tests that failed, with what is wrong; several run at a time.
fn failures(tests: &[&Test], options: &Options) -> Vec<(String, Vec<String>)> {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = options.threads.unwrap_or_else(|| thread::available_parallelism().map_or(2, usize::from));
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some(test) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let problems =
                        catch_unwind(AssertUnwindSafe(&test.run)).unwrap_or_else(|why| vec![words(&why)]);
                    if !options.is_quiet {
                        println!(
                            "test {} ... {}",
                            test.name,
                            if problems.is_empty() { "ok" } else { "FAILED" }
                        );
                    }
                    if !problems.is_empty() {
                        failed.lock().expect("a list").push((test.name.clone(), problems));
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().expect("a list");
    failed.sort();
    failed
}

/// What a test panicked with.
fn words(why: &Box<dyn std::any::Any + Send>) -> String {
    let text =
        why.downcast_ref::<String>().map(String::as_str).or_else(|| why.downcast_ref::<&str>().copied());
    text.unwrap_or("it panicked").to_owned()
}
