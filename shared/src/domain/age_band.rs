//! About how old a person is, as a question to the prefecture may say (R40). It must never be an
//! age or a day of birth.

use super::code::codes;

codes! {
    /// An age in broad bands.
    AgeBand, "年代" {
        /// A minor.
        Under18 = "under_18", "18歳未満";
        /// 18 to 39.
        From18 = "from_18", "18〜39歳";
        /// 40 to 64.
        From40 = "from_40", "40〜64歳";
        /// 65 to 74.
        From65 = "from_65", "65〜74歳";
        /// 75 and over.
        From75 = "from_75", "75歳以上";
        /// Not known.
        Unknown = "unknown", "分からない";
    }
}
