//! An area (圏域): what an office serves. It must never be matched by its spelling alone: sources
//! write one area in many ways, so it has an id and a list of spellings.

use crate::ids::AreaId;
use crate::text::fold;

/// An area of the prefecture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its id in this program.
    pub id: AreaId,
    /// Its name on screens.
    pub name: String,
    /// Other spellings found in sources, as they were written.
    pub spellings: Vec<String>,
}

impl Area {
    /// Whether a text names this area by its name or one of its spellings, width and signs aside.
    pub fn is_named(&self, text: &str) -> bool {
        let wanted = fold(text);
        let mut names = std::iter::once(&self.name).chain(&self.spellings);
        names.any(|name| fold(name) == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_known_by_each_of_its_spellings() {
        let area =
            Area {
                id: "keno".parse().unwrap(), name: "県央圏域".to_owned(), spellings: vec!["県央県域".to_owned()]
            };
        assert!(area.is_named("（県央県域）"));
        assert!(area.is_named("県央圏域"));
        assert!(!area.is_named("県西圏域"));
    }
}
