//! The lines of figures on the wire: each line is the compact JSON text that the store keeps, so that
//! a line has one form everywhere. It must never pass on a line that it does not understand whole:
//! a table counted without it would be wrong in silence.

use minicbor::encode::Error;

use super::decode::{FrameError, Read, list, need, short};
use super::encode::{Done, Out};
use super::limits;
use super::message::Figures;
use super::value::Value;
use crate::ids::OfficeId;
use crate::report::Line;

impl Figures {
    /// The lines that an office counts: all of a source that belongs to it; of one that belongs to
    /// none, as an import, those that name it. The rest of such a source is no single office's.
    pub fn of_office<'a>(&'a self, office: &'a OfficeId) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| self.office.as_ref().or_else(|| named(line)) == Some(office))
    }
}

/// The office that a line itself names.
fn named(line: &Line) -> Option<&OfficeId> {
    match line {
        Line::Request { office, .. } => Some(office),
        Line::Visit { office, .. } => office.as_ref(),
        Line::Outcome { .. }
        | Line::Content { .. }
        | Line::Extra { .. }
        | Line::Training { .. }
        | Line::Aftercare { .. } => None,
    }
}

/// A line as text. Every line can be written: it holds no map and no number beyond an integer.
fn text_of(line: &Line) -> String {
    serde_json::to_string(line).unwrap_or_default()
}

/// The bytes that a source's lines take in a message.
pub fn figures_bytes(lines: &[Line]) -> usize {
    lines.iter().map(|line| text_of(line).len()).sum()
}

/// Whether a source with these lines can be told to a device at all.
pub fn within_limits(source: &str, lines: &[Line]) -> bool {
    source.len() <= limits::ENVELOPE_TEXT_BYTES_MAX
        && lines.len() <= limits::FIGURES_LINES_MAX
        && figures_bytes(lines) <= limits::FIGURES_BYTES_MAX
}

pub(super) fn write(e: &mut Out<'_>, sources: &[Figures]) -> Done {
    e.str("sources")?.array(sources.len() as u64)?;
    sources.iter().try_for_each(|one| source(e, one))
}

fn source(e: &mut Out<'_>, figures: &Figures) -> Result<(), Error<core::convert::Infallible>> {
    e.map(3)?;
    e.str("source")?.str(&figures.source)?;
    e.str("office")?;
    match &figures.office {
        Some(office) => e.str(office.as_str())?,
        None => e.null()?,
    };
    e.str("lines")?.array(figures.lines.len() as u64)?;
    for line in &figures.lines {
        e.str(&text_of(line))?;
    }
    Ok(())
}

pub(super) fn read(value: &Value<'_>) -> Read<Vec<Figures>> {
    let sources = list(value.get("sources"), limits::FEED_PAGE_ROWS_MAX, read_source)?;
    let bytes: usize = sources.iter().map(|(_, bytes)| bytes).sum();
    if bytes > limits::FIGURES_BYTES_MAX {
        return Err(FrameError::Limit);
    }
    Ok(sources.into_iter().map(|(figures, _)| figures).collect())
}

/// A source, and the bytes of its lines.
fn read_source(value: &Value<'_>) -> Read<(Figures, usize)> {
    let lines = list(value.get("lines"), limits::FIGURES_LINES_MAX, line)?;
    let bytes = lines.iter().map(|(_, bytes)| bytes).sum();
    let office = match value.get("office") {
        Value::Null => None,
        office => Some(need(office.text().and_then(|code| code.parse().ok()), "office")?),
    };
    let lines = lines.into_iter().map(|(line, _)| line).collect();
    Ok((Figures { source: short(value.get("source"), "source")?, office, lines }, bytes))
}

fn line(value: &Value<'_>) -> Read<(Line, usize)> {
    let text = need(value.text(), "a line")?;
    let line = serde_json::from_str(text).map_err(|_| FrameError::Malformed("a line"))?;
    Ok((line, text.len()))
}
