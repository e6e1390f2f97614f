//! What is said on the prefecture's first page.

/// What stands here in this version.
pub const HERE_NOW: &str = "この版でできること";
/// What it says.
pub const HERE_NOW_MORE: &str = "この画面では、事業所・決まり・計画を確かめられます。実績の表は、県のサーバーの管理者が次の命令で出します。さかのぼった日付の表も出せます。";
/// The command that draws a table as of a day, `2025-01-31`.
pub fn command(as_of: &str) -> String {
    format!("otozure report visits --as-of {as_of} --format text --data ./data")
}
/// What may stand in the command's place of visits.
pub const COMMAND_TABLES: &str = "visits（訪問）のところは、requests（依頼）・outcomes（対応結果）・contents（支援の内容）・training（養成研修）に変えられます。text のところは csv・json にできます。";
/// No persons here.
pub const NO_PERSONS: &str = "このページに個人の記録はありません";
/// Why.
pub const NO_PERSONS_MORE: &str =
    "県に届くのは、人の名前もことばも含まない数だけです。訪問の記録は、訪問した2人と事業所だけが読みます。";
/// Offices.
pub const OFFICES: &str = "受託事業所";
/// Column heads of the offices.
pub const OFFICE_COLUMNS: [&str; 3] = ["事業所", "圏域", "説明に回った病院（か所）"];
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
