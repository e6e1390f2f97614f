//! `otozure retention`: how long documents are kept, what ends on a day, and who ended what.

mod wording;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use shared::documents::Kind;
use shared::documents::programme::{self, TERM_YEARS_MAX, Term};
use shared::domain::{AT_HAND_DAYS_MAX, AtHand};
use shared::time::{Day, Instant, written};

use super::Failure;
use crate::clock::now_ms;
use crate::retention::{self, RetentionError};
use crate::storage::sqlite::SqliteStore;

/// What `retention` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// 保存期間を定める（事業の設定に書かれる）
    Term(TermArgs),
    /// 受け取られた訪問を、訪問支援員の端末にいつまで残すかを定める（事業の設定に書かれる）
    Devices(DevicesArgs),
    /// 定めた保存期間を表示する
    Terms(Place),
    /// 保存期間を過ぎた文書を調べる。--confirm を付けたときだけ、鍵を捨てて終わりにする
    Run(RunArgs),
    /// だれが、いつ、何を終わりにしたかを表示する
    Log(Place),
}

#[derive(Debug, clap::Args)]
struct Place {
    /// データのフォルダー
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Debug, clap::Args)]
struct TermArgs {
    /// 文書の種類
    #[arg(value_name = "KIND", value_parser = kinds())]
    kind: Kind,
    /// 保存する年数。最後に書かれた日の次の4月1日から数える
    #[arg(value_name = "YEARS", value_parser = clap::value_parser!(u32).range(1..=i64::from(TERM_YEARS_MAX)))]
    years: u32,
    /// この期間を使いはじめる日（例 2025-04-01、令和7年4月1日）
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Day,
    /// もとになる規程（例 県文書管理規程 別表）
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct DevicesArgs {
    /// 残す日数。受け取られた日の次の日から数える
    #[arg(value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=i64::from(AT_HAND_DAYS_MAX)))]
    days: u32,
    /// この日数を使いはじめる日（例 2025-04-01、令和7年4月1日）
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Day,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct RunArgs {
    /// いつの時点で調べるか。省くと今日。先の日付では調べるだけ
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// 調べるだけにする（何も付けないときと同じ）
    #[arg(long, conflicts_with = "confirm")]
    dry_run: bool,
    /// 調べた文書を、元に戻せない形で終わりにする
    #[arg(long, requires = "by")]
    confirm: bool,
    /// この機械の日付が正しいことを確かめた（長く使われていないとき）
    #[arg(long, requires = "confirm")]
    clock_checked: bool,
    /// 終わりにする人の名前（監査の記録に残る）
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    #[command(flatten)]
    place: Place,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    let endable = Kind::ALL.into_iter().filter(|kind| Term::may_end(*kind));
    PossibleValuesParser::new(endable.map(Kind::code).collect::<Vec<_>>())
        .try_map(|code| Kind::from_code(&code).ok_or("文書の種類ではありません"))
}

fn day(text: &str) -> Result<Day, String> {
    let read = written::read(text).map_err(|error| error.to_string())?;
    if read.weekday_differs() {
        return Err(format!("日付と曜日が合いません（暦では {}）", read.day.japanese()));
    }
    Ok(read.day)
}

/// Does what was asked.
///
/// # Errors
/// What is in the way.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    let data = match &args.command {
        Command::Terms(place) | Command::Log(place) => place.data.clone(),
        Command::Term(args) => args.place.data.clone(),
        Command::Devices(args) => args.place.data.clone(),
        Command::Run(args) => args.place.data.clone(),
    };
    let store = SqliteStore::open_existing(&data).await?;
    let said = match args.command {
        Command::Term(args) => put(&store, args).await,
        Command::Devices(args) => put_at_hand(&store, args).await,
        Command::Terms(_) => list(&store).await,
        Command::Run(args) => end(&store, args).await,
        Command::Log(_) => store.keys().trail().await.map(|trail| wording::trail(&trail)).map_err(Failure::from),
    };
    store.close().await;
    print!("{}", said?);
    Ok(ExitCode::SUCCESS)
}

async fn put(store: &SqliteStore, args: TermArgs) -> Result<String, Failure> {
    let term = Term { kind: args.kind, from: args.from, years: args.years, source: args.source };
    retention::put_term(store, &term, now_ms()).await?;
    Ok(format!("保存期間を定めました。\n{}\n", wording::term(&term)))
}

async fn put_at_hand(store: &SqliteStore, args: DevicesArgs) -> Result<String, Failure> {
    let rule = AtHand { from: args.from, days: args.days };
    retention::put_at_hand(store, &rule, now_ms()).await?;
    Ok(format!("訪問支援員の端末に残す日数を定めました。\n{}\n", wording::at_hand(&rule)))
}

async fn list(store: &SqliteStore) -> Result<String, Failure> {
    let (document, terms) = retention::terms(store).await?;
    Ok(wording::terms(&terms) + &wording::all_at_hand(&programme::at_hand(&document)))
}

async fn end(store: &SqliteStore, args: RunArgs) -> Result<String, Failure> {
    let now = Instant::from_ms(now_ms());
    let as_of = args.as_of.unwrap_or_else(|| now.tokyo_day());
    let today = now.tokyo_day();
    let plan = match args.confirm && as_of < today {
        true => retention::plan_to_end(store, as_of, today).await?,
        false => retention::plan(store, as_of).await?,
    };
    let mut said = wording::plan(&plan, as_of);
    let Some(who) = args.by.filter(|_| args.confirm && !args.dry_run) else {
        said.push_str("調べただけで、何も変えていません。終わりにするには --confirm と --by を付けてください。\n");
        return Ok(said);
    };
    if as_of > today {
        return Err(Failure::new("まだ来ていない日付では終わりにできません。--as-of を今日までの日付にしてください。"));
    }
    if !args.clock_checked && retention::clock_may_be_wrong(store, now.ms()).await? {
        return Err(Failure::new(format!(
            "この機械の時計は {} を指していますが、最後にだれかが書いてから90日より長くたっています。\
             時計が進んでいると、まだ終わらない文書を終わりにしてしまうため、止めました。\
             時計が正しければ、--clock-checked を付けてください。",
            today.japanese()
        )));
    }
    let outcome = retention::carry_out(store, &plan, (&who, as_of), now.ms()).await?;
    said.push_str(&wording::outcome(&outcome));
    said.push_str(&wording::plain_copies(&args.place.data));
    Ok(said)
}

impl From<RetentionError> for Failure {
    fn from(error: RetentionError) -> Self {
        match error {
            RetentionError::Storage(error) => error.into(),
            RetentionError::NoProgramme => Self::new(
                "このフォルダーには、まだ事業のデータがありません。otozure import で資料を取り込んでください。",
            ),
            RetentionError::Open(id, error) => Self::new(format!(
                "文書 {id} を開けないため、何も終わりにしませんでした（{error}）。otozure verify で確かめてください。"
            )),
            RetentionError::Edit(error) => Self::new(format!("保存期間を書けませんでした（{error}）。")),
        }
    }
}
