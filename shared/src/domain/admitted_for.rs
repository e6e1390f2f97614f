//! About how long a person has been in hospital, as a question to the prefecture may say (R4, R40).
//! It must never be the day of admission.

use super::code::codes;

codes! {
    /// A time in hospital in broad bands.
    AdmittedFor, "入院の期間" {
        /// Under three months.
        Under3Months = "under_3_months", "3か月未満";
        /// Three months to a year.
        Under1Year = "under_1_year", "3か月から1年未満";
        /// One to five years.
        From1Year = "from_1_year", "1年から5年未満";
        /// Five to ten years.
        From5Years = "from_5_years", "5年から10年未満";
        /// Ten years and more.
        From10Years = "from_10_years", "10年以上";
        /// Not known.
        Unknown = "unknown", "分からない";
    }
}
