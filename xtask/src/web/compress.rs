//! The compressed twin of each file, made once here so that the relay need not do it at every request.

use super::{Build, Folder};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// The kinds of file that compression makes smaller. Pictures are compressed already.
const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Adds FILE.br and FILE.gz beside each file that they make smaller.
pub fn add_compressed(folder: &mut Folder, build: Build) {
    let mut twins = Folder::new();
    for (path, bytes) in folder.iter().filter(|(path, _)| is_compressible(path)) {
        let candidates = [("br", brotli(bytes, build)), ("gz", gzip(bytes, build))];
        for (kind, twin) in candidates {
            if let Ok(twin) = twin
                && twin.len() < bytes.len()
            {
                twins.insert(format!("{path}.{kind}"), twin);
            }
        }
    }
    folder.append(&mut twins);
}

/// Whether a file is of a kind that compression makes smaller.
fn is_compressible(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, kind)| COMPRESSIBLE.contains(&kind))
}

/// Compresses as well as can be for what is shipped, and fast for the build that is made again and again.
fn brotli(bytes: &[u8], build: Build) -> std::io::Result<Vec<u8>> {
    let quality = if build == Build::Dist { 11 } else { 4 };
    let parameters = BrotliEncoderParams { quality, size_hint: bytes.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

/// For browsers and tools that do not know Brotli.
fn gzip(bytes: &[u8], build: Build) -> std::io::Result<Vec<u8>> {
    let level = if build == Build::Dist { Compression::best() } else { Compression::fast() };
    let mut out = GzEncoder::new(Vec::new(), level);
    out.write_all(bytes)?;
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_two_twins_that_hold_the_same_bytes() {
        let text = b"otozure ".repeat(100);
        let mut folder = Folder::from([("a.js".to_owned(), text.clone()), ("a.png".to_owned(), text.clone())]);
        add_compressed(&mut folder, Build::Dist);
        assert_eq!(folder.keys().collect::<Vec<_>>(), ["a.js", "a.js.br", "a.js.gz", "a.png"]);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*folder["a.js.br"], &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn a_file_that_grows_gets_none() {
        let mut folder = Folder::from([("a.txt".to_owned(), b"a".to_vec())]);
        add_compressed(&mut folder, Build::Dist);
        assert_eq!(folder.len(), 1);
    }
}
