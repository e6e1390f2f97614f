//! The project's own commands, called as `cargo xtask …`: build it, run it, test it, ship it.
//!
//! Every command says what it does before it does it, and can be repeated. None needs anything of the network but
//! the package registries that cargo, npm and apt-get are set to.

mod bench;
mod check;
mod dist;
mod files;
mod run;
mod steps;
mod test;
mod tidy;
mod tools;
mod web;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The commands of this project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the app and the relay, start it, and print a fresh sign-in link for each role
    Run {
        /// The port of http://localhost
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Where the relay keeps its database [default: data; with --demo: data-demo]
        #[arg(long)]
        data: Option<PathBuf>,
        #[command(flatten)]
        sample: run::Sample,
    },
    /// Build the web app into target/web, as `run` and the journeys use it
    Web,
    /// Install what the tests need, then run them all, or one stage
    Test {
        /// Only this stage
        stage: Option<test::Stage>,
    },
    /// Type-check everything, for this machine and for the browser: the fast inner loop
    Check,
    /// Build the app and the relay as they are shipped, and hold the app against its size budget
    Dist,
    /// Measure
    Bench {
        #[command(subcommand)]
        what: Option<bench::Measurement>,
    },
    /// Check the rules of the source tree
    Tidy {
        /// Add the migrations not yet listed to the list of those that may never change again
        #[arg(long)]
        freeze_migrations: bool,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Run { port, data, sample } => run::run(port, data, &sample),
        Command::Web => web::build(web::Build::Web),
        Command::Test { stage } => return test::test(stage),
        Command::Check => check::check(),
        Command::Dist => dist::dist(),
        Command::Bench { what } => bench::bench(what),
        Command::Tidy { freeze_migrations: true } => tidy::freeze_migrations(),
        Command::Tidy { freeze_migrations: false } => tidy::tidy(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
