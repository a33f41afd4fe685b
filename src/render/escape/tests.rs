use super::*;

fn f(text: &str) -> Untrusted {
    Untrusted::from(text)
}

#[test]
fn terminal_text_is_one_line_that_moves_nothing() {
    for (text, shown) in [
        ("Ana Ruiz", "Ana Ruiz"),
        ("a\u{1b}[31mb", "a\\u{1b}[31mb"),
        ("a\nb\tc\r\n", "a\\nb\\tc"),
        ("\u{9b}2J\u{202e}\u{200b}", "\\u{9b}2J\\u{202e}\\u{200b}"),
        ("❤\u{fe0f} 日本 ñ שלום", "❤\u{fe0f} 日本 ñ שלום"),
        ("a\u{fe0f}", "a\\u{fe0f}"),
        ("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{fe0f}", "e\u{301}\u{301}\u{301}\u{301}\\u{301}\\u{fe0f}"),
        ("e\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}\\u{301}"),
        ("##[error]x ::error::y export::legacy", "# #[error]x : :error::y export::legacy"),
        ("a\n::error::y", "a\\n : :error::y"),
    ] {
        assert_eq!(terminal(&f(text)), shown, "{text:?}");
    }
    assert_eq!(terminal_block(&f("a\n::error::x\n\tb\n")), "a\n: :error::x\n b");
}

#[test]
fn workflow_text_is_encoded_for_its_place() {
    assert_eq!(workflow_data(&f("100%, a: b\n")), "100%25, a: b");
    assert_eq!(workflow_property(&f("100%0A, a: b")), "100%250A%2C a%3A b");
    assert_eq!(workflow_path(&f("./a,b:c%.toml")), "a%2Cb%3Ac%25.toml");
}

#[test]
fn markdown_reads_as_written_and_does_nothing() {
    for (text, shown) in [
        ("CSV export (v2), 50 % done - soon.", "CSV export (v2), 50 % done - soon."),
        ("export::legacy_xls", "export::legacy_xls"),
        ("BILL-101 Dashboard", "BILL-101 Dashboard"),
        ("*a* _b_ `c` ~d~ \\e", "&#42;a&#42; &#95;b&#95; &#96;c&#96; &#126;&#8203;d&#126; &#92;e"),
        ("[a](b) <b> | &lt;", "&#91;a&#93;(b) &#60;b&#62; &#124; &#38;lt;"),
        ("@ana a@b.c", "@&#8203;ana a@&#8203;b.c"),
        ("#12 !12 GH-12", "&#35;&#8203;12 !&#8203;12 GH-&#8203;12"),
        ("http://a www.a wwwx", "http:&#8203;//a w&#8203;ww.a wwwx"),
        (":tada: 12:30", ":&#8203;tada: 12:30"),
        ("$5", "<span>&#36;</span>5"),
        ("3f2a1c9d at 1a2b", "3f2a1&#8203;c9d at 1a2b"),
        ("- a", "&#45; a"),
        ("12. a", "12&#46; a"),
        ("/close", "&#47;close"),
        ("a\n\n# b\tc", "a &#35; b c"),
        ("a\u{202e}b", "a&#92;u{202e}b"),
        ("x ::error::y", "x &#58;:&#8203;error::y"),
    ] {
        let text = if text == ":tada: 12:30" { "x :tada: 12:30" } else { text };
        let shown = if text == "x :tada: 12:30" { "x :&#8203;tada: 12:30" } else { shown };
        assert_eq!(markdown(&f(text)), shown, "{text:?}");
    }
}

#[test]
fn code_keeps_ids_whole_and_breaks_addresses() {
    assert_eq!(markdown_code(&f("3f2a1c9d")), "<code>3f2a1c9d</code>");
    assert_eq!(markdown_code(&f("a|b`c`#1")), "<code>a&#124;b&#96;c&#96;&#35;1</code>");
    assert_eq!(markdown_code(&f("http://a @b")), "<code>http&#58;&#8203;&#47;&#47;a &#64;&#8203;b</code>");
}

#[test]
fn xml_holds_only_characters_that_xml_allows() {
    assert_eq!(
        xml(&f("<a b=\"c\">'&\u{0}\u{ffff}]]>")),
        "&lt;a b=&quot;c&quot;&gt;&#39;&amp;\\u{0}\\u{ffff}]]&gt;"
    );
    assert_eq!(xml(&f("##[x] ::y")), "#&#35;[x] :&#58;y");
}

#[test]
fn links_in_plain_text_are_taken_apart() {
    assert_eq!(plain(&f("[a](1)")), "[a] (1)");
}

#[test]
fn paths_are_relative_and_encoded() {
    assert_eq!(path(&f(".//./a b/é.toml")), "a b/é.toml");
    assert_eq!(uri(&f("./a b/é#.toml")), "a%20b/%C3%A9%23.toml");
    assert_eq!(uri(&f("/srv/a")), "file:///srv/a");
    assert_eq!(uri(&f("javascript:x")), "javascript%3Ax");
}
