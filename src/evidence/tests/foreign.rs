//! Formats of test reports that we know by name and do not read, each with the option of its runner that writes one
//! that we do.

use super::Unreadable;

/// A format by its name.
struct Format {
    name: &'static str,
    /// Outermost elements of its XML.
    roots: &'static [&'static str],
    /// Keys of its JSON: all of one of these sets stand in its outermost table, or in the first entry of its list.
    keys: &'static [&'static [&'static str]],
    instead: &'static str,
}

const FORMATS: [Format; 17] = [
    Format {
        name: "NUnit XML",
        roots: &["test-run", "test-results"],
        keys: &[],
        instead: "run `dotnet test --logger trx`, or nunit3-console with --result=junit.xml;transform=nunit3-junit.xslt",
    },
    Format {
        name: "xUnit.net XML",
        roots: &["assemblies", "assembly"],
        keys: &[],
        instead: "run `dotnet test --logger trx`, or the xunit console with -junit FILE",
    },
    Format {
        name: "TestNG XML",
        roots: &["testng-results"],
        keys: &[],
        instead: "name the files under `junitreports`, which TestNG's JUnitReportReporter writes beside it",
    },
    Format { name: "CTest XML", roots: &["Site"], keys: &[], instead: "run `ctest --output-junit FILE`" },
    Format {
        name: "Boost.Test XML",
        roots: &["TestLog", "TestResult", "BoostTestLog"],
        keys: &[],
        instead: "run the tests with --log_format=JUNIT --log_sink=FILE",
    },
    Format { name: "Robot Framework XML", roots: &["robot"], keys: &[], instead: "run `robot --xunit FILE`" },
    Format {
        name: "Allure XML",
        roots: &["test-suite"],
        keys: &[],
        instead: "let the test runner write its own JUnit XML beside Allure's files",
    },
    Format {
        name: "the export of an IDE",
        roots: &["testrun"],
        keys: &[],
        instead: "name the JUnit XML that the build tool writes",
    },
    Format {
        name: "a code coverage report",
        roots: &["coverage", "report", "CoverageSession"],
        keys: &[],
        instead: "name the test reports themselves",
    },
    Format {
        name: "Playwright JSON",
        roots: &[],
        keys: &[&["config", "suites", "stats"], &["config", "suites", "errors"]],
        instead: "run `playwright test --reporter=junit`, with PLAYWRIGHT_JUNIT_OUTPUT_NAME=FILE and PLAYWRIGHT_JUNIT_INCLUDE_RETRIES=1",
    },
    Format {
        name: "Jest JSON",
        roots: &[],
        keys: &[&["numTotalTests", "testResults"], &["numFailedTests", "testResults"]],
        instead: "run jest with --reporters=jest-junit and JEST_JUNIT_REPORT_TEST_SUITE_ERRORS=true, or vitest with --reporter=junit",
    },
    Format {
        name: "Mocha JSON",
        roots: &[],
        keys: &[&["stats", "tests", "passes"], &["stats", "passes", "failures"], &["stats", "results"]],
        instead: "run mocha with --reporter mocha-junit-reporter",
    },
    Format {
        name: "Cucumber JSON",
        roots: &[],
        keys: &[
            &["elements", "keyword"],
            &["elements", "uri"],
            &["gherkinDocument"],
            &["testRunStarted"],
            &["meta"],
        ],
        instead: "run cucumber with --format junit:FILE, or --plugin junit:FILE on the JVM",
    },
    Format {
        name: "Allure JSON",
        roots: &[],
        keys: &[&["uuid", "historyId"], &["uuid", "status", "stage"], &["uuid", "children"]],
        instead: "let the test runner write its own JUnit XML beside Allure's files",
    },
    Format {
        name: "go test JSON",
        roots: &[],
        keys: &[&["Action", "Package"], &["Time", "Action"], &["Action", "ImportPath"], &["ImportPath"]],
        instead: "run `gotestsum --junitfile FILE`, or pipe `go test -v` through go-junit-report",
    },
    Format {
        name: "RSpec JSON",
        roots: &[],
        keys: &[&["examples", "summary"], &["examples", "summary_line"]],
        instead: "run rspec with --format RspecJunitFormatter --out FILE",
    },
    Format {
        name: "pytest JSON",
        roots: &[],
        keys: &[&["exitcode", "tests"], &["exitcode", "summary"]],
        instead: "run `pytest --junitxml=FILE`",
    },
];

/// The format that an outermost element belongs to.
pub(super) fn by_root(root: &str) -> Option<Unreadable> {
    FORMATS.iter().find(|format| format.roots.contains(&root)).map(unreadable)
}

/// The format that the keys of an outermost table belong to.
pub(super) fn by_keys(has: impl Fn(&str) -> bool) -> Option<Unreadable> {
    let fits = |format: &&Format| format.keys.iter().any(|keys| keys.iter().all(|key| has(key)));
    FORMATS.iter().find(fits).map(unreadable)
}

/// Whether a key tells formats apart.
pub(super) fn is_telling(key: &str) -> bool {
    FORMATS.iter().any(|format| format.keys.iter().any(|keys| keys.contains(&key)))
}

/// The format of a text that is neither XML nor JSON.
pub(super) fn by_text(beginning: &str) -> Option<Unreadable> {
    let line = beginning.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
    let is_plan = line.strip_prefix("1..").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_tap = is_plan
        || ["TAP version", "ok ", "not ok"].iter().any(|word| line.starts_with(word))
        || (line == "ok" || line == "not ok");
    let name_and_option = if is_tap {
        (
            "TAP",
            "let the runner write JUnit XML: `node --test --test-reporter=junit`, `prove --formatter TAP::Formatter::JUnit`, `bats --report-formatter junit`",
        )
    } else if line.starts_with("=== RUN") || line.starts_with("--- PASS") || line.starts_with("--- FAIL") {
        (
            "the plain output of go test",
            "run `gotestsum --junitfile FILE`, or pipe it through go-junit-report",
        )
    } else {
        return None;
    };
    let (name, instead) = name_and_option;
    Some(Unreadable::Foreign { name, instead })
}

fn unreadable(format: &Format) -> Unreadable {
    Unreadable::Foreign { name: format.name, instead: format.instead }
}
