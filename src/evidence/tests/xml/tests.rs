//! Bytes become text the same way wherever the buffers end.

use std::io::Read;

use proptest::prelude::*;

use super::feed::Feed;

/// Hands out a few bytes at a time.
struct Sips<'a>(&'a [u8], usize);

impl Read for Sips<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let end = into.len().min(self.1);
        self.0.read(into.get_mut(..end).unwrap())
    }
}

fn text_of(input: impl Read) -> Vec<u8> {
    let mut feed = Feed::new(input).unwrap();
    feed.begin_event();
    let mut text = Vec::new();
    feed.read_to_end(&mut text).unwrap();
    text
}

/// Bytes as they go wrong in files: cut letters, stray bytes, halves of surrogates, letters of every length.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        "[a-zé€😀]{0,3}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            &b"\xff"[..],
            b"\xc3",
            b"\xe2\x82",
            b"\xed\xa0\x80",
            b"\xf0\x9f\x98",
            b"\x80",
            b"\xf4\x90"
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn odd_bytes_become_the_same_text_wherever_a_buffer_ends(bytes in pieces(), sip in 1..5_usize, before in 0..9_usize) {
        // A byte-order mark would be taken for one.
        prop_assume!(!bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff"));
        let expected = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
        prop_assert_eq!(text_of(bytes.as_slice()), expected.clone());
        prop_assert_eq!(text_of(Sips(&bytes, sip)), expected.clone());
        // At the end of a full buffer.
        let blank = vec![b' '; 64 * 1024 - before];
        let text = text_of([blank.as_slice(), bytes.as_slice()].concat().as_slice());
        prop_assert_eq!(text.get(blank.len()..).unwrap(), expected.as_slice());
    }
}
