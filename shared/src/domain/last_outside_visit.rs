//! When somebody from outside the hospital last visited the person (R38). It informs a judgement
//! and must never make one: a person with visitors may be lonely all the same.

use super::code::codes;

codes! {
    /// How long ago the last visit from outside was.
    LastOutsideVisit, "病院の外の人との最後の面会" {
        /// Within a month.
        WithinMonth = "within_month", "1か月以内";
        /// Within a year.
        WithinYear = "within_year", "1年以内";
        /// More than a year ago.
        OverYear = "over_year", "1年より前";
        /// More than five years ago.
        OverFiveYears = "over_5_years", "5年より前";
        /// Never since the admission.
        Never = "never", "入院してから一度もない";
        /// Not known.
        Unknown = "unknown", "まだ分からない";
    }
}
