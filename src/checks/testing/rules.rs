//! The rules of the check of tests, as they are declared.

use crate::rule::rules;

rules! {
    in "testing/":
    FLOW_UNTESTED = "flow/untested", Warning, Full,
        "a flow is touched and was not tested" / "flows are touched and were not tested",
        "run its tests and those of the flows near it, and name their reports";
    TESTS_BUILD_UNSTATED = "tests/build-unstated", Warning, Full,
        "nobody says which commit the tests were confirmed on" / "confirmations name no commit",
        "set `build` under [tests] to the revision that was looked at";
    TESTS_CONTRADICTORY_REPORT = "tests/contradictory-report", Error, Full,
        "a test report contradicts itself" / "test reports contradict themselves",
        "run the tests again and keep the whole report";
    TESTS_FAILED = "tests/failed", Error, Full,
        "a test failed" / "tests failed",
        "repair it, or let the caller accept it with a reason";
    TESTS_FLAKY = "tests/flaky", Warning, Full,
        "a test passed only when it was run again" / "tests passed only when they were run again",
        "find out what it depends on";
    TESTS_HEADER_DISAGREES = "tests/header-disagrees", Warning, Full,
        "a test report counts more tests than it holds" / "test reports count more tests than they hold",
        "find out which tests are missing from the report";
    TESTS_NO_ACCOUNT = "tests/no-account", Error, Full,
        "nobody wrote which tests ran" / "accounts of the tests are missing",
        "set `ran` under [tests]: what ran, on which build, and where";
    TESTS_NO_REPORT = "tests/no-report", Error, Full,
        "a path under `reports` matches no file" / "paths under `reports` match no file",
        "check the path, and that the reports are there when this runs";
    TESTS_NO_RUN = "tests/no-run", Error, Full,
        "a required CI run is missing" / "required CI runs are missing",
        "let the workflow run on the build's commit, and write the list of runs again";
    TESTS_NONE_RAN = "tests/none-ran", Error, Full,
        "the reports hold no test that ran" / "reports hold no test that ran",
        "run the tests, and point `reports` at what they wrote";
    TESTS_ONLY_DECLARED = "tests/only-declared", Off, Full,
        "the tests stand on a person's word alone" / "tests stand on a person's word alone",
        "set `reports` under [tests] to the JUnit XML, TRX or CTRF files";
    TESTS_OTHER_BUILD = "tests/other-build", Error, Full,
        "the tests are about another build" / "tests are about another build",
        "test what will ship, and confirm that";
    TESTS_OWN_WORK = "tests/own-work", Off, Full,
        "whoever confirmed the tests wrote every change" / "confirmations are of one's own work",
        "let somebody else look at the tests";
    TESTS_RUN_FAILED = "tests/run-failed", Error, Full,
        "a CI run on the build failed" / "CI runs on the build failed",
        "repair what failed, and let the workflow run again on the build's commit";
    TESTS_RUN_UNFINISHED = "tests/run-unfinished", Error, Full,
        "a CI run on the build has not finished" / "CI runs on the build have not finished",
        "wait for it, and write the list of runs again";
    TESTS_SKIP_UNEXPLAINED = "tests/skip-unexplained", Error, Full,
        "a skipped test has no explanation" / "skipped tests have no explanation",
        "run it, or add it to `skips` with a reason";
    TESTS_SKIP_UNUSED = "tests/skip-unused", Warning, Full,
        "an entry of `skips` is about no test that was skipped" / "entries of `skips` are about no test that was skipped",
        "remove it, so that it cannot hide a skipped test later";
    TESTS_SKIPS_UNSTATED = "tests/skips-unstated", Error, Full,
        "nobody said what was skipped" / "lists of skipped tests are missing",
        "set `skips` under [tests]; an empty list says that nothing was skipped";
    TESTS_STALE_CONFIRMATION = "tests/stale-confirmation", Error, Full,
        "the build changed after the tests were confirmed" / "confirmations are older than the build",
        "look at the tests of the newest build, and confirm again";
    TESTS_STALE_REPORT = "tests/stale-report", Warning, Full,
        "a test report is older than the build" / "test reports are older than the build",
        "run the tests on the newest build";
    TESTS_TOO_FEW = "tests/too-few", Error, Full,
        "fewer tests ran than there have to be" / "reports hold fewer tests than there have to be",
        "find the shard or module that is missing, or correct `at_least`";
    TESTS_UNCONFIRMED = "tests/unconfirmed", Error, Full,
        "no person confirmed the tests" / "tests are not confirmed",
        "let one person look at the tests, and set `confirmed_by` and `confirmed_on`";
    TESTS_UNDATED_REPORT = "tests/undated-report", Warning, Full,
        "a test report does not say when it was made" / "test reports do not say when they were made",
        "let the runner write a `timestamp` as 2026-11-30T10:00:00Z, or name the CI runs under `runs`";
    TESTS_UNREADABLE_REPORT = "tests/unreadable-report", Error, Full,
        "a test report cannot be read" / "test reports cannot be read",
        "write it again as JUnit XML, TRX or CTRF, whole to the last tag";
}
