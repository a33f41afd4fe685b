//! Reports that real tools wrote: our counts are those that the tools told, and a report that was cut is no report.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::read;
use crate::row::TestCounts as Counts;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/junit")
}

/// Every report, by its path in the corpus.
fn reports() -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for tool in
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(&tool).unwrap().map(|entry| entry.unwrap().path()) {
            let name = file.strip_prefix(corpus()).unwrap().display().to_string().replace('\\', "/");
            found.insert(name, fs::read(&file).unwrap());
        }
    }
    found
}

#[test]
fn our_counts_are_those_of_the_tools() {
    let expected = fs::read_to_string(corpus().join("expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let expected = expected.as_object().unwrap();
    let reports = reports();
    assert!(reports.keys().eq(expected.keys()), "a report without an entry, or an entry without a report");
    for (name, bytes) in reports {
        let report = read(bytes.as_slice()).unwrap_or_else(|why| panic!("{name}: {why}"));
        let count = |key: &str| expected[&name]["counts"][key].as_u64().unwrap();
        let told = Counts {
            reports: 0,
            total: count("total"),
            passed: count("passed"),
            failed: count("failed"),
            errors: count("errors"),
            skipped: count("skipped"),
            flaky: count("flaky"),
        };
        assert_eq!(report.counts, told, "{name}: {}", expected[&name]["told"]);
        let listed = report.failed.list.len() + report.skipped.list.len();
        assert_eq!(u64::try_from(listed).unwrap(), told.failed + told.errors + told.skipped, "{name}");
        assert!(report.contradictions.list.is_empty(), "{name}: {:?}", report.contradictions);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_report_that_was_cut_is_no_report(which in 0_usize..100, at in 0.0_f64..1.0) {
        let reports: Vec<Vec<u8>> = reports().into_values().collect();
        let report = &reports[which % reports.len()];
        let whole = report.trim_ascii_end().len();
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
        let cut = ((whole as f64) * at) as usize;
        prop_assert!(read(&report[..cut]).is_err(), "{cut} of {whole}");
    }
}
