//! The program: real arguments, streams and clock, handed to the library.

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Mutex;

use anstream::{AutoStream, ColorChoice};
use gonogo::{Exit, Screen, Surroundings};

/// Where the last panic was met.
static PANIC: Mutex<String> = Mutex::new(String::new());

fn main() -> ExitCode {
    // A panic is a fault of ours: it gives no verdict. Some are caught further inside, so it is told only here.
    panic::set_hook(Box::new(|panic| {
        if let Ok(mut told) = PANIC.lock() {
            *told = panic.location().map(ToString::to_string).unwrap_or_default();
        }
    }));
    let exit = panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| {
        let place = PANIC.lock().map(|told| told.clone()).unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "gonogo: no verdict, by a fault of this program ({place}); please report it"
        );
        Exit::NoVerdict
    });
    ExitCode::from(exit.code())
}

fn run() -> Exit {
    let stdout = io::stdout();
    let width = if stdout.is_terminal() { terminal_size::terminal_size() } else { None };
    let screen = Screen {
        width: width.map(|(columns, _)| columns.0.into()),
        colour: AutoStream::choice(&stdout) != ColorChoice::Never,
        is_interactive: stdout.is_terminal() && io::stdin().is_terminal(),
    };
    // Colour was decided just now; the stream only has to make old consoles understand it.
    let mut out = AutoStream::new(stdout.lock(), ColorChoice::Always);
    let (mut stdin, mut stderr) = (io::stdin().lock(), io::stderr());
    let now = jiff::Timestamp::now();
    let mut around = Surroundings { now, stdin: &mut stdin, stdout: &mut out, stderr: &mut stderr, screen };
    gonogo::run(std::env::args_os(), &mut around)
}
