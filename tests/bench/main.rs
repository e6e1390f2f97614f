//! Measurements of the relay as a process: `cargo xtask bench kill`, `trips` and `soak` run them. Apart from
//! the tests, because they take long or look at the clock and at memory. What a figure means stands in
//! docs/performance.md.
#![allow(dead_code, reason = "the tools of the relay's tests are shared, and each measurement uses some of them")]

#[path = "../relay/catching_up.rs"]
mod catching_up;
#[path = "../relay/client.rs"]
mod client;
#[path = "../relay/device.rs"]
mod device;
#[path = "../simulation/disk.rs"]
mod disk;
#[path = "../relay/hammer.rs"]
mod hammer;
mod memory;
#[path = "../relay/process.rs"]
mod process;
mod proxy;
#[path = "../relay/relay.rs"]
mod relay;
mod soak;
mod trips;
#[path = "../relay/visits.rs"]
mod visits;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use serde_json::{Value, json};

/// What to measure, and with which program.
#[derive(Parser)]
struct Arguments {
    /// The relay's program
    #[arg(long)]
    program: PathBuf,
    /// Where the figures are written as JSON
    #[arg(long)]
    json: Option<PathBuf>,
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Kill the relay again and again with writes in flight
    Kill {
        /// How often
        #[arg(long, default_value_t = 1_000)]
        times: u64,
    },
    /// Count what it costs a device to catch up over a slow line
    Trips,
    /// Watch the relay's memory with many documents and connections
    Soak {
        /// Documents in the store
        #[arg(long, default_value_t = 100_000)]
        documents: usize,
        /// Connections that only listen
        #[arg(long, default_value_t = 2_000)]
        connections: usize,
        /// How long is written
        #[arg(long, default_value_t = 600)]
        seconds: u64,
    },
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let figures = match arguments.what {
        What::Kill { times } => kill(&arguments.program, times).await,
        What::Trips => trips::measure(&arguments.program).await,
        What::Soak { documents, connections, seconds } => {
            soak::measure(&arguments.program, documents, connections, seconds).await
        }
    };
    let text = serde_json::to_string_pretty(&figures).unwrap();
    println!("{text}");
    if let Some(file) = &arguments.json {
        std::fs::write(file, format!("{text}\n")).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    }
    // A promise that did not hold is a failure of the command, not only a figure.
    if figures.get("holds") == Some(&Value::Bool(false)) {
        std::process::exit(1);
    }
}

async fn kill(program: &Path, times: u64) -> Value {
    let seed = u64::from(std::process::id());
    println!("seed {seed}");
    let hammer = hammer::Hammer::new(program, seed).await;
    let outcome = hammer
        .run(times, |outcome| {
            if outcome.tries.is_multiple_of(50) {
                println!(
                    "{} kills, {} changes acknowledged, {} lost",
                    outcome.tries, outcome.acknowledged, outcome.lost
                );
            }
        })
        .await;
    json!({
        "tries": outcome.tries,
        "acknowledged": outcome.acknowledged,
        "lost": outcome.lost,
        "holds": outcome.lost == 0,
    })
}
