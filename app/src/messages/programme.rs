//! What is said on the page of the programme: offices, rules, plans, hospitals.

/// Offices.
pub const OFFICES: &str = "受託事業所";
/// Column heads of the offices.
pub const OFFICE_COLUMNS: [&str; 4] = ["事業所", "圏域", "電話", "説明に回った病院（か所）"];
/// Policies.
pub const POLICIES: &str = "対象と回数の決まり";
/// Column heads of the policies.
pub const POLICY_COLUMNS: [&str; 4] = ["番号", "いつから", "対象", "1人の回数"];
/// Quotas.
pub const QUOTAS: &str = "年度ごとの計画";
/// Column heads of the quotas.
pub const QUOTA_COLUMNS: [&str; 2] = ["年度", "計画（回）"];
/// Hospitals.
pub const HOSPITALS: &str = "病院";
/// No limit.
pub const NO_LIMIT: &str = "制限なし";
/// Not told by the source.
pub const NOT_TOLD: &str = "—";
/// Total.
pub const TOTAL: &str = "計";
/// The programme did not arrive yet.
pub const NOT_HERE: &str = "事業の基本の情報が、まだこの端末に届いていません";
/// What to do.
pub const NOT_HERE_MORE: &str = "県のサーバーにつながると、自動で届きます。";

/// 「3回まで」.
pub fn limit(visits: u32) -> String {
    format!("{visits}回まで")
}

/// 「受託事業所 6か所、病院 8か所」.
pub fn overview(offices: usize, hospitals: usize) -> String {
    format!("受託事業所 {offices}か所・病院 {hospitals}か所が登録されています。")
}
