//! The lines of tables that came by the feed, one row a source. It must never keep a source's lines
//! without the cursor they came with: the feed would not bring them again.

use futures::future::{join_all, try_join_all};
use js_sys::Uint8Array;
use minicbor::{Decoder, decode};
use shared::protocol::Figures;
use shared::report::Line;
use wasm_bindgen::JsValue;
use web_sys::IdbKeyRange;

use super::codec;
use super::idb::{How, IdbError, Store};
use super::keep::KeepRows;
use super::seal::place;
use super::setup::FIGURES;
use super::vault::{ROWS_PAGE, Vault};

/// The form of a row.
const FORM: u8 = 1;

/// The bytes to seal.
fn to_bytes(figures: &Figures) -> Vec<u8> {
    codec::written(|e| {
        e.array(3)?.u8(FORM)?;
        codec::put_text(e, figures.office.as_ref().map(|office| office.as_str()))?;
        put_lines(e, &figures.lines)
    })
}

/// Writes lines as the texts that the relay keeps.
pub(super) fn put_lines(e: &mut codec::Out<'_>, lines: &[Line]) -> codec::Written {
    e.array(lines.len() as u64)?;
    for line in lines {
        e.str(&serde_json::to_string(line).unwrap_or_default())?;
    }
    Ok(())
}

/// Reads lines.
pub(super) fn lines(d: &mut Decoder<'_>) -> Result<Vec<Line>, decode::Error> {
    codec::list(d, |d| serde_json::from_str(d.str()?).map_err(|_| codec::wrong("a line of another form")))
}

/// Reads opened bytes.
fn from_bytes(source: &str, bytes: &[u8]) -> Option<Figures> {
    codec::read(bytes, |d| {
        codec::array(d, 3)?;
        if d.u8()? != FORM {
            return Err(codec::wrong("figures of another form"));
        }
        Ok(Figures { source: source.to_owned(), office: codec::parsed(d)?, lines: lines(d)? })
    })
}

impl Vault {
    /// Seals what is to be kept of figures.
    pub(super) async fn seal_figures(&self, figures: &[Figures]) -> Result<Vec<Uint8Array>, IdbError> {
        let sealing = figures.iter().map(|one| async move {
            let place = place(FIGURES, &[&one.source]);
            self.seal.seal(&place, &to_bytes(one)).await
        });
        try_join_all(sealing).await
    }

    /// A page of sources with their lines, beginning after a source, and the name of its last. A
    /// row that cannot be read is left out: the feed brings it again when its source changes.
    pub async fn figures_after(&self, after: Option<&str>) -> Result<(Vec<Figures>, Option<String>), IdbError> {
        let range = match after {
            None => JsValue::UNDEFINED,
            Some(last) => IdbKeyRange::lower_bound_with_open(&last.into(), true)?.into(),
        };
        let transaction = self.database.begin(&[FIGURES], How::Read).await?;
        let store = transaction.store(FIGURES)?;
        let keys = store.keys(&range, ROWS_PAGE).await?;
        let values = store.values(&range, ROWS_PAGE).await?;
        transaction.done().await?;
        let last = keys.iter().last().and_then(|key| key.as_string());
        let opening = keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            let source = key.as_string()?;
            Some(async move {
                let opened = self.seal.open(&place(FIGURES, &[&source]), &value).await.ok()?;
                from_bytes(&source, &opened)
            })
        });
        Ok((join_all(opening).await.into_iter().flatten().collect(), last))
    }
}

/// Puts sealed figures in the place of what stood under their sources.
pub(super) fn put(store: &Store, keep: &KeepRows, sealed: &[Uint8Array]) -> Result<(), IdbError> {
    if keep.forget_figures {
        store.clear()?;
    }
    for (figures, sealed) in keep.figures.iter().zip(sealed) {
        match figures.lines.is_empty() {
            true => store.delete(&figures.source.as_str().into())?,
            false => store.put(&figures.source.as_str().into(), sealed)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_were_written_and_nothing_else_is_a_row() {
        let line = r#"{"request":{"office":"kokoro","when":"2024-12-10"}}"#;
        let figures = Figures {
            source: "R6".to_owned(),
            office: Some("kokoro".parse().unwrap()),
            lines: vec![serde_json::from_str(line).unwrap()],
        };
        let bytes = to_bytes(&figures);
        assert_eq!(from_bytes("R6", &bytes), Some(figures));
        assert!((0..bytes.len()).all(|end| from_bytes("R6", &bytes[..end]).is_none()));
    }
}
