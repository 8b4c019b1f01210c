//! Events, lines and sequences: what comes of them does not depend on how they are cut.

use crate::fuzzing::{Parser, text};
use crate::random::Random;
use crate::runtime::{Frame, Framing, reader};

pub(crate) fn streams() -> Parser {
    let seeds = SEEDS.iter().map(|&text| text.to_owned()).collect();
    Parser { name: "streams", seeds, words: WORDS, change: text::changed, check }
}

const SEEDS: &[&str] = &[
    "data: a\n\ndata: b\ndata: c\n\n",
    "\u{feff}event: x\nid: 1\ndata: {\"price\": 1}\n\n: remark\nretry: 100\n\ndata\n\nid\ndata: [DONE]\n\n",
    "data: a\r\rdata: b\r\n\r\nevent:x\rdata:  y \r\n\n",
    "{\"price\": 1}\n{\"price\": 2}\r\n\n[1]\n",
    "\u{1e}{\"price\": 1}\n\u{1e}2\n\u{1e}\n\u{1e}3",
];

const WORDS: &[&str] = &[
    "data",
    "data:",
    "data: ",
    "event: ",
    "id: ",
    "id:\0",
    "retry: ",
    "retry: 99999999999999999999",
    ":",
    ": ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\r\r",
    "\u{1e}",
    "\u{feff}",
    "{}",
    "[DONE]",
    " ",
    "\0",
    "1",
    "{\"price\":",
];

/// The most bytes of an item.
const LIMIT: usize = 10_000;

/// What is read of pieces; `None` if one of the items is too long.
fn read<'b>(framing: Framing, pieces: impl IntoIterator<Item = &'b [u8]>) -> Option<Vec<Frame>> {
    read_up_to(LIMIT, framing, pieces)
}

fn read_up_to<'b>(
    limit: usize,
    framing: Framing,
    pieces: impl IntoIterator<Item = &'b [u8]>,
) -> Option<Vec<Frame>> {
    let mut reader = reader(framing, None, None);
    let mut frames = Vec::new();
    for piece in pieces {
        reader.push(piece, limit, &mut frames).ok()?;
    }
    frames.extend(reader.finish());
    Some(frames)
}

fn check(text: &str) {
    let bytes = text.as_bytes();
    for framing in [Framing::Events, Framing::Lines, Framing::Sequence] {
        let whole = read(framing, [bytes]);
        assert_eq!(read(framing, bytes.chunks(1)), whole, "{framing:?} in single bytes");
        let mut random = Random(bytes.len() as u64);
        for _ in 0..3 {
            let (one, rest) = bytes.split_at(random.below(bytes.len() + 1));
            let (other, rest) = rest.split_at(random.below(rest.len() + 1));
            assert_eq!(read(framing, [one, other, rest]), whole, "{framing:?} in three");
        }
        if let Some(frames) = whole {
            // A mark at the beginning of the stream would be none of the first item.
            let mut written = b"\n".to_vec();
            written.extend(frames.iter().flat_map(|frame| self::written(framing, frame)));
            // What stands around an item is counted, too.
            let again = read_up_to(2 * LIMIT, framing, [&*written]);
            assert_eq!(
                again.as_ref(),
                Some(&frames),
                "{framing:?} as {}",
                String::from_utf8_lossy(&written)
            );
        }
    }
}

/// An item as a server would send it.
fn written(framing: Framing, frame: &Frame) -> Vec<u8> {
    let mut bytes = Vec::new();
    match framing {
        Framing::Lines => bytes.extend([&frame.data[..], b"\n"].concat()),
        // A text that may be cut off has nothing behind it.
        Framing::Sequence => {
            let end: &[u8] = if frame.cut { b"" } else { b"\n" };
            bytes.extend([b"\x1e", &frame.data[..], end].concat());
        }
        Framing::Events => {
            let id = frame.id.as_deref().unwrap_or_default();
            bytes.extend(format!("id: {id}\n").bytes());
            bytes.extend(
                frame.event.iter().flat_map(|event| format!("event: {event}\n").into_bytes()),
            );
            for line in frame.data.split(|byte| *byte == b'\n') {
                bytes.extend([b"data: ", line, b"\n"].concat());
            }
            bytes.push(b'\n');
        }
    }
    bytes
}
