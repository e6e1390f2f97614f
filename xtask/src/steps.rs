//! Runs the commands of a task: says each before it starts, and how long it took when it ends.
//! Never hides a command's output, and never goes on after a failed one unless the caller says so.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The top folder of the checkout.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Says what is about to be done.
pub fn say(what: &str) {
    println!("→ {what}");
    // Whatever the next command prints has to come after this line, also when the output is a file.
    let _ = std::io::stdout().flush();
}

/// A command that runs in the top folder and never waits for input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// A cargo command of the same toolchain that built this program.
pub fn cargo(words: &str) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words.split_whitespace());
    command
}

/// Runs a command to its end. Fails if the command does.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    say(&line);
    let started = Instant::now();
    let status = command.status().with_context(|| format!("could not start `{line}`"))?;
    println!("  {}", took(started));
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command, passes what it writes to standard output on and gives each line to `each`.
/// Returns whether it succeeded.
pub fn run_reading(command: &mut Command, mut each: impl FnMut(&str)) -> Result<bool> {
    let line = shown(command);
    say(&line);
    let started = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{line}`"))?;
    let output = child.stdout.take().context("the command has no output")?;
    for text in BufReader::new(output).split(b'\n') {
        let text = text?;
        let text = String::from_utf8_lossy(&text);
        println!("{text}");
        each(&text);
    }
    let status = child.wait()?;
    println!("  {}", took(started));
    Ok(status.success())
}

/// What a command prints, without showing it. `None` if it cannot be started or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A time that has passed, for people.
pub fn took(started: Instant) -> String {
    format!("{:.1} s", started.elapsed().as_secs_f64())
}

/// A command as one would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let words = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(program).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        let error = run(command("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().contains("sh -c exit 3"), "{error}");
    }

    #[test]
    fn every_line_is_read_also_the_last_one_without_an_end() {
        let mut lines = Vec::new();
        let fine = run_reading(command("printf").arg("a\\nb"), |line| lines.push(line.to_owned()));
        assert!(fine.unwrap());
        assert_eq!(lines, ["a", "b"]);
    }
}
