//! The program: real arguments, streams and clock, handed to the library.

use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::Mutex;

use gonogo::{Env, Exit, Screen};

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
        colour: wants_colour(stdout.is_terminal()),
        links: stdout.is_terminal() && opens_links(),
        is_interactive: stdout.is_terminal() && io::stdin().is_terminal(),
        is_watched: io::stderr().is_terminal(),
    };
    let (mut stdin, mut out, mut stderr) = (io::stdin().lock(), stdout.lock(), io::stderr());
    let now = jiff::Timestamp::now();
    let step_summary =
        std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()).map(Into::into);
    let mut around =
        Env { now, stdin: &mut stdin, stdout: &mut out, stderr: &mut stderr, screen, step_summary };
    gonogo::run(std::env::args_os(), &mut around)
}

/// Whether the terminal is one of those that open links (OSC 8), as they name themselves. Others may print them.
fn opens_links() -> bool {
    const OWN: [&str; 5] = ["WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM", "WEZTERM_PANE"];
    const PROGRAMS: [&str; 6] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"];
    const KINDS: [&str; 4] = ["kitty", "alacritty", "foot", "ghostty"];
    let says = |name: &str| std::env::var(name).unwrap_or_default();
    let kind = says("TERM");
    let is_new_vte = says("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5_000);
    kind != "dumb"
        && (is_new_vte
            || OWN.iter().any(|name| std::env::var_os(name).is_some())
            || PROGRAMS.contains(&says("TERM_PROGRAM").as_str())
            || KINDS.iter().any(|known| kind.contains(known)))
}

/// Whether to colour by default: as `NO_COLOR` (no-color.org), `CLICOLOR_FORCE` (bixense.com/clicolors) and the terminal
/// say. Old consoles of Windows print escapes as they are; those that do not, name themselves.
fn wants_colour(is_terminal: bool) -> bool {
    let says = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let understands = match std::env::var_os("TERM") {
        Some(name) => name != "dumb",
        None => !cfg!(windows) || is_set("WT_SESSION"),
    };
    !is_set("NO_COLOR") && (says("CLICOLOR_FORCE") || (is_terminal && understands))
}
