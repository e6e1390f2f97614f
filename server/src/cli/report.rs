//! `otozure report TABLE --as-of DATE --office ID --format text|csv|json --data DIR`: one table, counted from
//! the facts of the data folder as they were true at the end of a day. The table alone goes to the
//! standard output; in CSV and JSON, notes and a sample's band go to the standard error. It must
//! never write to the data folder.

pub mod json;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use shared::domain::ProgrammeData;
use shared::ids::OfficeId;
use shared::report::{Report, ReportKind, render};
use shared::time::{Day, Instant, written};

use super::Failure;
use crate::clock;
use crate::programme;
use crate::storage::Storage;
use crate::storage::sqlite::SqliteStore;

/// What `report` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// どの表か: requests 依頼、outcomes 対応結果、visits 訪問、contents 支援の内容、training 研修
    #[arg(value_name = "TABLE", value_parser = kinds())]
    kind: ReportKind,
    /// いつの時点の表か（例 2025-01-31、令和7年1月31日）。省くと今日
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// この事業所の分だけを数える（事業所の番号。例 kokoro）。省くと県全体
    #[arg(long, value_name = "ID")]
    office: Option<OfficeId>,
    /// 出し方
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 読むための表
    Text,
    /// 表計算ソフトのための CSV（UTF-8、BOM付き）
    Csv,
    /// プログラムのための JSON
    Json,
}

fn kinds() -> impl TypedValueParser<Value = ReportKind> {
    PossibleValuesParser::new(ReportKind::ALL.map(ReportKind::code))
        .try_map(|code| ReportKind::from_code(&code).ok_or("表の名前ではありません"))
}

fn day(text: &str) -> Result<Day, String> {
    let read = written::read(text).map_err(|error| error.to_string())?;
    if read.weekday_differs() {
        let own = read.day.japanese();
        return Err(format!("日付と曜日が合いません（暦では {own}）"));
    }
    Ok(read.day)
}

/// Counts the table and writes it.
///
/// # Errors
/// When the folder has no programme yet, or cannot be read.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let today = || Instant::from_ms(clock::now_ms()).tokyo_day();
    let as_of = args.as_of.unwrap_or_else(today);
    let store = SqliteStore::open_existing(&args.data).await?;
    let counted = count(&store, args.kind, as_of, args.office.as_ref()).await;
    store.close().await;
    let (report, programme) = counted?;
    let page = written_page(args.kind, args.format, &report, &programme)?;
    if args.format != Format::Text {
        for line in beside(&report, &programme) {
            eprintln!("{line}");
        }
    }
    if let Some(office) = &args.office {
        eprintln!("{}", about_office(&programme, office));
    }
    print(&page)?;
    Ok(ExitCode::SUCCESS)
}

/// Counts a table from every fact of a store, or from those of one office.
///
/// # Errors
/// When the store has no programme yet, has no such office, or cannot be read.
pub async fn count(
    storage: &dyn Storage,
    kind: ReportKind,
    as_of: Day,
    office: Option<&OfficeId>,
) -> Result<(Report, ProgrammeData), Failure> {
    let programme = programme::read(storage).await.map_err(|error| {
        Failure::new(format!("事業の設定を読めません（{error}）。otozure verify で確かめてください。"))
    })?;
    let programme = programme.ok_or_else(|| {
        Failure::new(
            "このフォルダーには、まだ事業のデータがありません。\
             otozure import で資料を取り込んでください。",
        )
    })?;
    let lines = match office {
        None => storage.lines().await?,
        Some(office) => {
            known(&programme, office)?;
            let sources = storage.sources().await?;
            sources.iter().flat_map(|source| source.figures.of_office(office)).cloned().collect()
        }
    };
    Ok((Report::make(kind, &lines, &programme, as_of), programme))
}

fn known(programme: &ProgrammeData, office: &OfficeId) -> Result<(), Failure> {
    if programme.office(office).is_some() {
        return Ok(());
    }
    let offices: Vec<String> = programme.offices.iter().map(|one| format!("{} {}", one.id, one.name)).collect();
    Err(Failure::new(format!(
        "事業所 {office} は事業の設定にありません。次のどれかを指定してください: {}",
        offices.join("、")
    )))
}

/// What a person must know of a table that counts one office.
fn about_office(programme: &ProgrammeData, office: &OfficeId) -> String {
    let name = programme.office(office).map_or(office.as_str(), |one| one.name.as_str());
    format!("注 {name}の分だけを数えました。取り込んだ資料のうち、事業所が書かれていない件は入っていません。")
}

/// The whole page in a format.
///
/// # Errors
/// When JSON cannot be written.
pub fn written_page(
    kind: ReportKind,
    format: Format,
    report: &Report,
    programme: &ProgrammeData,
) -> Result<String, Failure> {
    match format {
        Format::Text => Ok(render::text::render(kind, report, programme)),
        Format::Csv => Ok(render::csv::render(report)),
        Format::Json => json::render(report).map_err(|error| Failure::new(format!("JSON を書けません（{error}）。"))),
    }
}

/// What a person must read with a file that has no room for it.
fn beside(report: &Report, programme: &ProgrammeData) -> Vec<String> {
    let band = programme.sample.iter().map(|label| format!("【{label}】"));
    let notes = report.notes().iter().map(|note| format!("注 {note}"));
    band.chain(notes).collect()
}

fn print(page: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(page.as_bytes()).and_then(|()| out.flush());
    match written {
        // Whoever reads (`| head`) had enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::new(format!("表を書き出せません（{error}）。"))),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
