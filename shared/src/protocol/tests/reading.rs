//! What a reader forgives: other widths of headers, unknown keys, `undefined`, numbers as floats,
//! any order of keys. And what it does not.

use minicbor::Encoder;

use super::samples;
use crate::protocol::*;

type Out = Encoder<Vec<u8>>;

fn cbor(write: impl FnOnce(&mut Out)) -> Vec<u8> {
    let mut e = Encoder::new(Vec::new());
    write(&mut e);
    e.into_writer()
}

/// The same message as another encoder may write it: each map and text header as wide as `width`
/// allows, in another order, with unknown keys and `undefined`.
fn join_in_another_hand(width: u8) -> Vec<u8> {
    let mut out = Vec::new();
    head(&mut out, 0xa0, 6, width);
    text(&mut out, "peerMetadata", width);
    head(&mut out, 0xa0, 3, width);
    text(&mut out, "storageId", width);
    out.push(0xf7);
    text(&mut out, "app", width);
    text(&mut out, "0.1.0", width);
    text(&mut out, "isEphemeral", width);
    out.push(0xf5);
    text(&mut out, "supportedProtocolVersions", width);
    head(&mut out, 0x80, 2, width);
    text(&mut out, VERSION, width);
    text(&mut out, "1", width);
    text(&mut out, "colour", width);
    text(&mut out, "blue", width);
    text(&mut out, "ticket", width);
    out.push(0xf7);
    text(&mut out, "senderId", width);
    text(&mut out, "device", width);
    text(&mut out, "type", width);
    text(&mut out, "join", width);
    out
}

fn head(out: &mut Vec<u8>, major: u8, length: usize, width: u8) {
    match width {
        0 if length < 24 => out.push(major | u8::try_from(length).unwrap()),
        0 | 1 => out.extend([major | 24, u8::try_from(length).unwrap()]),
        2 => {
            out.push(major | 25);
            out.extend(u16::try_from(length).unwrap().to_be_bytes());
        }
        4 => {
            out.push(major | 26);
            out.extend(u32::try_from(length).unwrap().to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend((length as u64).to_be_bytes());
        }
    }
}

fn text(out: &mut Vec<u8>, text: &str, width: u8) {
    head(out, 0x60, text.len(), width);
    out.extend(text.as_bytes());
}

#[test]
fn any_width_of_header_any_order_unknown_keys_and_undefined_are_read() {
    let expected =
        samples::from_device().into_iter().find_map(|(name, message)| (name == "join-bearer").then_some(message));
    for width in [0, 1, 2, 4, 8] {
        let read = decode_from_device(&join_in_another_hand(width));
        assert_eq!(read.ok(), expected, "{width}");
    }
}

fn feed(bytes: impl FnOnce(&mut Out) -> &mut Out) -> Result<FromDevice, FrameError> {
    decode_from_device(&cbor(|e| {
        e.map(2).unwrap().str("type").unwrap().str("feed").unwrap();
        e.str("bytes").unwrap();
        let _value = bytes(e);
    }))
}

fn read_bytes(read: Result<FromDevice, FrameError>) -> Option<u64> {
    match read {
        Ok(FromDevice::Feed { bytes, wait, after }) => {
            assert!(!wait && after.is_none());
            Some(bytes)
        }
        _ => None,
    }
}

#[test]
fn a_whole_number_may_come_as_a_float() {
    let float = |number: f64| read_bytes(feed(|e| e.f64(number).unwrap()));
    assert_eq!(float(1_048_576.0), Some(1_048_576));
    assert_eq!(float(0.0), Some(0));
    assert_eq!(float(9_007_199_254_740_991.0), Some(9_007_199_254_740_991));
    for number in [0.5, -1.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(float(number), None, "{number}");
    }
    assert_eq!(read_bytes(feed(|e| e.f32(1024.0).unwrap())), Some(1024));
}

#[test]
fn a_number_is_read_in_any_width() {
    for bytes in [&[0x05][..], &[0x18, 5], &[0x19, 0, 5], &[0x1a, 0, 0, 0, 5], &[0x1b, 0, 0, 0, 0, 0, 0, 0, 5]] {
        let mut frame = cbor(|e| {
            e.map(2).unwrap().str("type").unwrap().str("feed").unwrap();
            e.str("bytes").unwrap();
        });
        frame.extend(bytes);
        assert_eq!(read_bytes(decode_from_device(&frame)), Some(5));
    }
    assert_eq!(read_bytes(feed(|e| e.u64(u64::MAX).unwrap())), None);
    assert_eq!(read_bytes(feed(|e| e.i64(-1).unwrap())), None);
}

#[test]
fn a_message_of_an_unknown_type_is_told_from_a_malformed_one() {
    let unknown = cbor(|e| {
        e.map(2).unwrap().str("type").unwrap().str("weather").unwrap();
        e.str("data").unwrap().bytes(&[1]).unwrap();
    });
    assert_eq!(decode_from_device(&unknown), Err(FrameError::UnknownType));
    assert_eq!(decode_from_relay(&unknown), Err(FrameError::UnknownType));
    let nameless = cbor(|e| {
        e.map(1).unwrap().str("kind").unwrap().str("ping").unwrap();
    });
    assert!(matches!(decode_from_device(&nameless), Err(FrameError::Malformed(_))));
}

#[test]
fn bytes_after_the_message_are_refused() {
    let mut frame = encode_from_device(&FromDevice::Ping);
    frame.push(0xf6);
    assert!(matches!(decode_from_device(&frame), Err(FrameError::Malformed(_))));
}

#[test]
fn a_field_of_the_wrong_type_or_length_is_refused() {
    let pull = |id: &[u8]| {
        decode_from_device(&cbor(|e| {
            e.map(2).unwrap().str("type").unwrap().str("pull").unwrap();
            e.str("documentId").unwrap().bytes(id).unwrap();
        }))
    };
    assert!(pull(&[1; 16]).is_ok());
    for length in [0, 15, 17, 32] {
        assert!(matches!(pull(&vec![1; length]), Err(FrameError::Malformed(_))), "{length}");
    }
    let as_text = cbor(|e| {
        e.map(2).unwrap().str("type").unwrap().str("pull").unwrap();
        e.str("documentId").unwrap().str("1111111111111111").unwrap();
    });
    assert!(matches!(decode_from_device(&as_text), Err(FrameError::Malformed(_))));
}

#[test]
fn lengths_that_are_not_told_and_tags_are_refused() {
    // An array without a length, a text in parts, and a tagged value.
    for value in [&[0x9f, 0xff][..], &[0x7f, 0x61, 0x61, 0xff], &[0xc1, 0x00]] {
        let mut frame = cbor(|e| {
            e.map(2).unwrap().str("type").unwrap().str("ping").unwrap();
            e.str("x").unwrap();
        });
        frame.extend(value);
        assert!(matches!(decode_from_device(&frame), Err(FrameError::Malformed(_))));
    }
}

/// A message of figures with one line as it came.
fn figures_with(line: &str) -> Vec<u8> {
    cbor(|e| {
        e.map(2).unwrap().str("type").unwrap().str("figures").unwrap();
        e.str("sources").unwrap().array(1).unwrap().map(2).unwrap();
        e.str("source").unwrap().str("a").unwrap().str("lines").unwrap().array(1).unwrap().str(line).unwrap();
    })
}

#[test]
fn a_line_may_say_more_but_must_be_understood() {
    let newer = r#"{"content":{"when":"2024-12","content":"listen","colour":"blue"}}"#;
    let read = decode_from_relay(&figures_with(newer)).unwrap();
    let FromRelay::Figures { forget: false, sources } = read else {
        panic!("{read:?}");
    };
    assert_eq!((sources[0].office.as_ref(), sources[0].lines.len()), (None, 1));
    for unknown in
        ["", "{}", r#"{"weather":{"when":"2024-12"}}"#, r#"{"content":{"when":"2024-13","content":"listen"}}"#]
    {
        assert_eq!(decode_from_relay(&figures_with(unknown)), Err(FrameError::Malformed("a line")), "{unknown}");
    }
}
