//! `otozure serve`: runs the relay until it is told to stop, and prints where it is reached.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use shared::protocol::AppVersion;
use shared::time::ClockTime;
use tokio::net::TcpListener;

use super::Failure;
use crate::auth::links::{self, LINK_MS};
use crate::clock::now_ms;
use crate::config::{Config, DatasetChoice, ProxyHost, Site};
use crate::push::Reminders;
use crate::samples;
use crate::serve::{Prepared, ServeError};
use crate::storage::{MemberRow, Storage};

/// What `serve` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// データのフォルダー（なければ作ります）
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
    /// 待ち受けるアドレス。TLS のプロキシがなければ、この機械の中だけです
    #[arg(long, value_name = "ADDR", default_value = "localhost:8080")]
    listen: String,
    /// 文書に封をする鍵ファイル（なければ作ります。省くと、前に指定した場所か、データのフォルダーの otozure.key）
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// 作られた Web アプリのフォルダー（省くと、プログラムのそばの web か target/web）
    #[arg(long, value_name = "DIR")]
    app: Option<PathBuf>,
    /// 空のフォルダーに入れるもの: none（何も入れない）、kanagawa-r6（神奈川県の令和6年度）、demo（架空の県の事例）、または資料のファイル
    #[arg(long, value_name = "NAME", default_value = "none")]
    dataset: DatasetChoice,
    /// 見本データのとき、役割ごとのサインインのリンクを表示する
    #[arg(long)]
    links: bool,
    /// 前に立って TLS を受け持つプロキシの、外から見た名前（例 otozure.example.jp）
    #[arg(long, value_name = "NAME")]
    behind_proxy: Option<ProxyHost>,
    /// 書き込めるいちばん古いアプリの版（例 0.2.0）。これより古いアプリは、新しくするまで読むだけになります
    #[arg(long, value_name = "VERSION")]
    oldest_app: Option<AppVersion>,
    /// 前の日のお知らせを送りはじめる、日本の時刻（例 18:00）。省くと送りません
    #[arg(long, value_name = "TIME")]
    remind_at: Option<ClockTime>,
    /// 試験のときだけ: この機械の中の、お知らせの受け口（例 127.0.0.1:4567）
    #[arg(long, value_name = "ADDR", hide = true, requires = "remind_at")]
    push_service: Option<SocketAddr>,
}

/// Runs the relay.
///
/// # Errors
/// What is in the way of it.
pub async fn run(args: Args) -> Result<ExitCode, Failure> {
    tracing_subscriber::fmt()
        .with_env_filter(log_filter())
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let told = told_to_stop()?;
    let listener = listen(&args.listen).await?;
    let address = listener.local_addr().map_err(ServeError::from)?;
    let site = Site::new(address, args.behind_proxy.clone()).map_err(ServeError::from)?;
    let prepared = Prepared::new(Config {
        data: args.data,
        key_file: args.key_file,
        app: args.app.unwrap_or_else(built_app),
        dataset: args.dataset,
        behind_proxy: args.behind_proxy,
        reminders: args.remind_at.map(|at| Reminders { at, service: args.push_service }),
        oldest_app: args.oldest_app,
    })
    .await?;
    super::keys::tell_of_new_key_file(prepared.keys());
    say(&format!("listening on {}", reached(&site, address)));
    if args.links {
        say(&links_text(prepared.storage(), &site).await?);
    }
    prepared.serve(listener, told).await?;
    say("止めました。");
    Ok(ExitCode::SUCCESS)
}

fn log_filter() -> tracing_subscriber::EnvFilter {
    tracing_subscriber::EnvFilter::try_from_env("OTOZURE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"))
}

async fn listen(text: &str) -> Result<TcpListener, Failure> {
    let cannot = |error: std::io::Error| {
        Failure::new(format!(
            "{text} で待ち受けられません（{error}）。ほかのプログラムが同じ番号を使っていないか、\
             書き方（例 localhost:8080）を確かめてください。"
        ))
    };
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host(text).await.map_err(cannot)?.collect();
    // Of a name with several addresses the IPv4 one comes first: what most programs try.
    let mut ordered = addresses;
    ordered.sort_by_key(SocketAddr::is_ipv6);
    TcpListener::bind(ordered.as_slice()).await.map_err(cannot)
}

fn reached(site: &Site, address: SocketAddr) -> String {
    match site {
        Site::Local { .. } => site.url(),
        Site::Proxied { .. } => format!("http://{address} ({})", site.url()),
    }
}

/// The built app beside the program, or in the work tree's target folder.
fn built_app() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    beside
        .iter()
        .flat_map(|folder| [folder.join("web"), folder.join("../web")])
        .find(|folder| folder.join("index.html").exists())
        .unwrap_or_else(|| PathBuf::from("target/web"))
}

async fn links_text(storage: &dyn Storage, site: &Site) -> Result<String, Failure> {
    let members = samples::ensure(storage).await?;
    if members.is_empty() {
        return Ok("見本データではないため、リンクは作りません。\
                   otozure member add と otozure member invite を使ってください。"
            .to_owned());
    }
    let mut machine = String::new();
    let mut human = format!(
        "\nサインインのリンク（それぞれ1回だけ、{}日以内。使ったあとは otozure member invite で新しく作れます）\n",
        LINK_MS / (24 * 60 * 60 * 1000)
    );
    for member in members {
        let secret = links::invite(storage, member.id, now_ms()).await?;
        let url = format!("{}/link#{}", site.url(), secret.text());
        let MemberRow { fields, .. } = member;
        let name = fields.name.replace(' ', "\u{3000}");
        machine.push_str(&format!("link {} {name} {url}\n", fields.role.code()));
        human.push_str(&format!("  {}  {}\n    {url}\n", fields.role.label(), fields.name));
    }
    Ok(format!("{machine}{human}"))
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    // Nobody may be reading any more: the relay runs on.
    let _gone = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Resolves when the process is told to stop. Listens from now on, not from the first poll: who
/// reads that the relay is there may tell it to stop at once.
fn told_to_stop() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let hear = |kind| signal(kind).map_err(|error| Failure::new(format!("停止の合図を受け取れません（{error}）。")));
    let mut interrupt = hear(SignalKind::interrupt())?;
    let mut terminate = hear(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        match error {
            ServeError::Storage(error) => error.into(),
            ServeError::Dataset(error) => error.into(),
            other => Self::new(other.to_string()),
        }
    }
}
