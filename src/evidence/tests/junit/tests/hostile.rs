//! What must not be read, and what no report may do to its reader.

use proptest::prelude::*;

use super::{Sips, fault, good, read};

const SMALL: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- made by hand -->\n<testsuites name='all' failures='1'>\
    <testsuite name='s'><properties><property name='a' value='b'/></properties><testcase classname='c' name='n &amp; m'>\
    <failure message='x'>text &lt; <![CDATA[more <x> ]]></failure></testcase><testcase name='o'/></testsuite></testsuites>";

#[test]
fn no_cut_is_read_as_a_report() {
    assert_eq!(good(SMALL).counts.failed, 1);
    for end in 0..SMALL.len() {
        let cut = SMALL.get(..end).unwrap();
        assert!(read(cut.as_bytes()).is_err(), "read when cut at {end}: {cut}");
    }
    assert!(fault(SMALL.get(..SMALL.len() - 20).unwrap()).starts_with("it is cut off"));
}

#[test]
fn no_lost_byte_makes_a_failure_vanish() {
    for at in 0..SMALL.len() {
        let mut bytes = SMALL.as_bytes().to_vec();
        bytes.remove(at);
        if let Ok(report) = read(bytes.as_slice()) {
            let seen = report.counts.failed + report.counts.errors + report.contradictions.count();
            assert!(seen > 0, "lost with byte {at}");
        }
    }
}

#[test]
fn what_is_no_report_says_what_it_is() {
    for (text, words) in [
        ("", "it is empty"),
        (" \n\t ", "it is empty"),
        ("\u{feff}", "it is empty"),
        ("{\"tests\": []}", "it is JSON, and no CTRF report"),
        ("[]", "it is JSON, and no CTRF report"),
        ("PASS all 12 tests", "it is not XML"),
        ("\u{1f}\u{8b}\u{8}rest of a packed file", "it is not XML"),
        ("<!DOCTYPE html><html><body><br></body></html>", "element is `html`"),
        ("<html lang=en><body>", "element is `html`"),
        ("<testrun/>", "it is the export of an IDE"),
        ("<assemblies><assembly/></assemblies>", "it is xUnit.net XML"),
        ("<test-run/>", "it is NUnit XML"),
        ("<testng-results/>", "it is TestNG XML"),
        ("<Site/>", "it is CTest XML"),
        ("<TestLog/>", "it is Boost.Test XML"),
        ("<robot/>", "it is Robot Framework XML"),
        ("TAP version 13\n1..2\nok 1 - a\n", "it is TAP"),
        ("# a comment\n1..1\nok 1\n", "it is TAP"),
        ("=== RUN   TestA\n", "it is the plain output of go test"),
        ("{\"config\": {}, \"suites\": [], \"errors\": []}", "it is Playwright JSON"),
        ("{\"numTotalTests\": 1, \"testResults\": []}", "it is Jest JSON"),
        ("{\"stats\": {}, \"tests\": [], \"passes\": []}", "it is Mocha JSON"),
        ("[{\"keyword\": \"Feature\", \"uri\": \"a\", \"elements\": []}]", "it is Cucumber JSON"),
        ("{\"uuid\": \"a\", \"historyId\": \"b\", \"status\": \"passed\"}", "it is Allure JSON"),
        (
            "{\"Action\":\"run\",\"Package\":\"p\"}\n{\"Action\":\"pass\",\"Package\":\"p\"}\n",
            "it is go test JSON",
        ),
        ("{\"results\": {\"tests\": [", "it is cut off"),
        ("{\"results\": {\"tests\": []}} {}", "it is not valid JSON"),
        ("<TestSuite/>", "element is `TestSuite`"),
        ("<?xml version='1.0'?>", "it is cut off"),
        ("<testsuite/><testsuite/>", "it goes on after its end"),
        ("<testsuite></testsuite><?xml version='1.0'?><testsuite/>", "it goes on after its end"),
        ("<testsuite/>text", "it goes on after its end"),
        ("<testsuite/></testsuite>", "it goes on after its end"),
        ("<testsuite/>&amp;", "it goes on after its end"),
        ("<testsuite/><![CDATA[x]]>", "it goes on after its end"),
        ("<testsuite/><!-- open", "it goes on after its end"),
        ("<testsuite failures='many'/>", "the `failures` of a suite is `many`"),
        ("<testsuite errors='-1'/>", "the `errors` of a suite is `-1`"),
        ("<testsuite tests='NaN'/>", "the `tests` of a suite is `NaN`"),
        ("<testsuite failures='99999999999999999999'/>", "not a number"),
    ] {
        let message = fault(text);
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn markup_that_breaks_the_rules_of_xml_is_refused() {
    for (inside, words) in [
        ("<testcase>", "`</testsuite>` closes the open element `testcase`"),
        ("<testcase></failure>", "closes the open element"),
        ("<testcase name=a/>", "not quoted"),
        ("<testcase name/>", "has no value"),
        ("<testcase name='a' name='b'/>", "stands twice"),
        ("<testcase a='1'b='2'/>", "no space stands"),
        ("<testcase name='<failure/>'/>", "begins inside a tag"),
        ("<testcase name='&nope;'/>", "refers to `&nope;`"),
        ("<testcase name='a & b'/>", "begins no reference"),
        ("<testcase/name='a'/>", "no proper name"),
        ("<1case/>", "no proper name"),
        ("&nope;", "refers to `&nope;`"),
        ("&#xZZ;", "no character"),
        ("&#0;", "no character"),
        ("a & b", "begins no reference"),
        ("a ]]> b", "`]]>`"),
        ("<!-- a -- b -->", "`--`"),
        ("<!ELEMENT a>", "`<!`"),
        ("<!DOCTYPE a>", "wrong place"),
        ("<?xml version='1.0'?>", "declaration"),
        ("\0", "NUL"),
    ] {
        let message = fault(format!("<testsuite>{inside}</testsuite>"));
        assert!(message.contains(words), "{inside}: {message}");
    }
}

#[test]
fn document_types_are_never_followed() {
    assert_eq!(good("<!DOCTYPE testsuite><testsuite/>").counts.total, 0);
    assert_eq!(good("<!DOCTYPE testsuite SYSTEM 'file:///etc/passwd'><testsuite/>").counts.total, 0);
    for declared in
        ["<!ENTITY a 'b'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<!ENTITY % a SYSTEM 'u'> %a;", ""]
    {
        let message = fault(format!("<!DOCTYPE testsuite [{declared}]><testsuite/>"));
        assert!(message.contains("document type"), "{message}");
    }
}

fn utf16(text: &str, mark: bool, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let mark = mark.then_some('\u{feff}');
    mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(bytes).collect()
}

#[test]
fn encodings_are_read_as_marked_or_declared() {
    let name = |bytes: &[u8]| read(bytes).unwrap().failed.list[0].subject.raw().to_owned();
    let body = "<testsuite><testcase name='é€'><failure/></testcase></testsuite>";
    let declared = format!("<?xml version='1.0' encoding='UTF-16'?>{body}");
    assert_eq!(name(format!("\u{feff}{body}").as_bytes()), "é€");
    assert_eq!(name(declared.as_bytes()), "é€");
    for mark in [true, false] {
        assert_eq!(name(&utf16(&declared, mark, u16::to_le_bytes)), "é€");
        assert_eq!(name(&utf16(&declared, mark, u16::to_be_bytes)), "é€");
    }
    for label in ["ISO-8859-1", "windows-1252"] {
        let head = format!("<?xml version=\"1.0\" encoding=\"{label}\" ?><testsuite><testcase name='");
        let bytes = [head.as_bytes(), b"\xe9\x80", b"'><failure/></testcase></testsuite>"].concat();
        assert_eq!(name(&bytes), "é€");
    }
    let message = fault("<?xml version='1.0' encoding='EBCDIC-9'?><testsuite/>");
    assert!(message.contains("`EBCDIC-9`"), "{message}");
}

#[test]
fn undecodable_bytes_are_borne_in_text_and_refused_in_names() {
    let report =
        read(b"<testsuite><testcase name='a\xff'><failure>\xfe</failure></testcase></testsuite>".as_slice());
    assert_eq!(report.unwrap().failed.list[0].subject.raw(), "a\u{fffd}");
    assert!(fault(b"<testsuite><testcase><fail\xffure/></testcase></testsuite>").contains("no proper name"));
    assert!(fault(b"<testsuite fail\xffures='1'/>").contains("no proper name"));
}

/// Each costs as much as a tag: a report of nothing else would take half a minute.
#[test]
fn undecodable_bytes_are_counted_among_the_tags() {
    let report = [b"<testsuite><testcase/>".as_slice(), &[0xff; 100], b"</testsuite>"].concat();
    let within = |mut tags: u64| {
        let read = crate::evidence::tests::read(report.as_slice(), &mut tags, Default::default());
        (read.is_ok(), tags)
    };
    assert_eq!(within(103), (true, 0));
    assert_eq!(within(102), (false, 0));
    let latin =
        b"<?xml version='1.0' encoding='ISO-8859-1'?><testsuite><testcase/>\xe9\xe9\xe9\xe9</testsuite>";
    assert!(crate::evidence::tests::read(latin.as_slice(), &mut 5, Default::default()).is_ok());
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "<testsuite>".repeat(depth), "</testsuite>".repeat(depth));
    assert_eq!(good(&nested(128)).counts.total, 0);
    assert!(fault(nested(129)).contains("more than 128 deep"));
}

#[test]
fn one_event_is_bounded() {
    let long = "x".repeat(17 * 1024 * 1024);
    for inside in [
        format!("<![CDATA[{long}]]>"),
        long.clone(),
        format!("<!--{long}-->"),
        format!("<testcase name='{long}'/>"),
    ] {
        assert!(fault(format!("<testsuite>{inside}</testsuite>")).contains("longer than 16 MiB"));
    }
    let many = "<![CDATA[0123456789abcdef]]>".repeat(1024 * 1024);
    assert_eq!(good(&format!("<testsuite>{many}</testsuite>")).counts.total, 0);
}

/// Were each attribute compared with all others, this would not end.
#[test]
fn many_attributes_are_read() {
    let many: Vec<String> = (0..300_000).map(|at| format!(" a{at}='1'")).collect();
    let many = many.concat();
    assert_eq!(good(&format!("<testsuite><testcase{many}/></testsuite>")).counts.total, 1);
}

#[test]
fn buffers_may_end_anywhere() {
    // One byte at a time, so that every boundary of a buffer is met.
    assert_eq!(read(Sips(SMALL.as_bytes(), 1)).unwrap(), good(SMALL));
}

/// Breaks in the middle, as a disk or a pipe does.
struct Breaks;

impl std::io::Read for Breaks {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::Error::other("the disk is gone"))
    }
}

#[test]
fn a_broken_source_is_no_end() {
    use std::io::Read;
    for length in [0, 10, 2000] {
        let text = format!("<testsuite>{}</testsuite>", " ".repeat(length));
        let whole = std::io::Cursor::new(text).chain(Breaks);
        let message = read(whole).unwrap_err().message();
        assert!(message.raw().contains("the disk is gone"), "{message:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(bytes.as_slice());
    }

    #[test]
    fn any_markup_is_read_or_refused(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "<testsuite>", "</testsuite>", "<testcase name='a'>", "</testcase>", "<failure/>", "<failure message='x'>",
                "</failure>", "<error/>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&#65;", "&x;", "text", "<?xml ?>", "<?", "?>",
                "<!DOCTYPE a>", "<", ">", "'", "\"", "=", "/", " ", "\u{feff}", "é", "\0",
            ]),
            0..40,
        ),
    ) {
        let inside: String = parts.concat();
        let _ = read(inside.as_bytes());
        let _ = read(format!("<testsuite>{inside}</testsuite>").as_bytes());
    }

    #[test]
    fn a_failure_is_counted_whatever_stands_around_it(name in "[^<&'\u{0}\u{fffe}\u{ffff}]{0,20}", before in 0_u64..50, after in 0_u64..50) {
        let pass = format!("<testcase name='{name}'/>");
        let text = format!(
            "<testsuite>{}<testcase name='{name}'><failure/></testcase>{}</testsuite>",
            pass.repeat(usize::try_from(before).unwrap()),
            pass.repeat(usize::try_from(after).unwrap()),
        );
        let counts = good(&text).counts;
        prop_assert_eq!((counts.total, counts.failed, counts.passed), (before + after + 1, 1, before + after));
    }
}
