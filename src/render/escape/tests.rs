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
        ("BILL-101 Dashboard 2.4.0", "BILL-101 Dashboard 2.4.0"),
        ("2.4.0", "2.4.0"),
        ("#releases, or", "#releases, or"),
        ("#", "&#35;"),
        ("run `gonogo call ship --why \"…\"`, then", "run `gonogo call ship --why \"…\"`, then"),
        ("`a b``c d`", "&#96;a b&#96;&#96;c d&#96;"),
        ("\\`a b`", "&#92;&#96;a b&#96;"),
        ("x[`a b`]", "x&#91;&#96;a b&#96;&#93;"),
        ("`a | b` `c @d` `e", "&#96;a &#124; b&#96; &#96;c @&#8203;d&#96; &#96;e"),
        ("(`a b`) `<b> c`", "(`a b`) &#96;&#60;b&#62; c&#96;"),
        ("set `decision` under [scope]", "set `decision` under `[scope]`"),
        ("*a* _b_ `c d` ~d~ \\e", "`*a*` `_b_` `c d` &#126;&#8203;d&#126; `\\e`"),
        ("[a](b) <b> | &lt;", "&#91;a&#93;(b) &#60;b&#62; &#124; &#38;lt;"),
        ("@ana a@b.c", "@&#8203;ana a@&#8203;b.c"),
        ("GH-12 a#1", "GH-&#8203;12 `a#1`"),
        ("www.a wwwx", "w&#8203;ww.a wwwx"),
        ("x :tada: 12:30", "x :&#8203;tada: 12:30"),
        ("$5", "<span>&#36;</span>5"),
        ("- a", "&#45; a"),
        ("12. a", "12&#46; a"),
        ("/close", "`/close`"),
        ("a\n\n# b\tc", "a # b c"),
        ("# a", "&#35; a"),
        ("a\u{202e}b", "`a\\u{202e}b`"),
        ("x ::error::y ##[z]", "x &#58;:&#8203;error::y &#35;&#35;&#91;z&#93;"),
    ] {
        assert_eq!(markdown(&f(text)), shown, "{text:?}");
    }
}

#[test]
fn what_people_copy_from_markdown_is_what_it_was() {
    for (text, shown) in [
        ("3f2a1c9d at 1a2b", "`3f2a1c9d` at 1a2b"),
        ("3f2a1c9 \"Tidy (#12)\" failed", "`3f2a1c9` \"Tidy (#12)\" failed"),
        ("export::legacy_xls::a broke", "`export::legacy_xls::a` broke"),
        ("tests/test_a.py::test_b[x-1] failed:", "`tests/test_a.py::test_b[x-1]` failed:"),
        ("see https://a.example/b?c=d#e.", "see `https://a.example/b?c=d#e`."),
        ("!12 and #7", "!12 and #7"),
        ("snake_case_name pdf.*", "snake_case_name `pdf.*`"),
    ] {
        assert_eq!(markdown(&f(text)), shown, "{text:?}");
    }
}

#[test]
fn code_keeps_ids_whole_and_breaks_what_would_end_it() {
    assert_eq!(markdown_code(&f("3f2a1c9d")), "`3f2a1c9d`");
    assert_eq!(markdown_code(&f("a b [c]")), "`a b [c]`");
    assert_eq!(markdown_code(&f("a|b`c`#1")), "<code>a&#124;b&#96;c&#96;&#35;1</code>");
    assert_eq!(markdown_code(&f("<b> @b")), "<code>&#60;b&#62; &#64;&#8203;b</code>");
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

#[test]
fn a_file_is_one_argument_of_a_command() {
    for (file, shown) in [
        ("a/release-2.toml", "a/release-2.toml"),
        ("-x.toml", "./-x.toml"),
        ("my plans/$(id).toml", "'my plans/$(id).toml'"),
        ("it's.toml", "'it'\\''s.toml'"),
    ] {
        assert_eq!(argument(&f(file)), f(shown), "{file}");
    }
}
