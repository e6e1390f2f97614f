//! Help and mistakes of the command line in Japanese: the library's own sentences are English.

use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};

use super::Cli;

const TEMPLATE: &str = "\
{about-with-newline}
使い方: {usage}

{all-args}{after-help}";

/// The command with every word around ours in Japanese.
pub fn command() -> Command {
    let mut whole = japanese(Cli::command());
    // Building gives each command its full name, which the usage line needs.
    whole.build();
    usage(whole)
}

fn usage(mut command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in &names {
        command = command.mut_subcommand(name, usage);
    }
    let line = command.render_usage().to_string();
    let line = line.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[指定]");
    command.override_usage(line)
}

/// Says in the help what a value may be and what it is when left out.
fn with_values(arg: Arg) -> Arg {
    if !arg.get_action().takes_values() {
        return arg;
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let possible: Vec<String> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let mut help = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if !possible.is_empty() {
        help.push_str(&format!("［{}］", possible.join("、")));
    }
    if !defaults.is_empty() {
        help.push_str(&format!("［省くと {}］", defaults.join("、")));
    }
    arg.help(help).hide_default_value(true).hide_possible_values(true)
}

fn japanese(mut command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in &names {
        command = command.mut_subcommand(name, japanese);
    }
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("この説明を表示する");
    command = command
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading("コマンド")
        .subcommand_value_name("コマンド")
        .arg(help);
    let positionals: Vec<String> = ids(&command, |arg| arg.is_positional());
    let options: Vec<String> = ids(&command, |arg| !arg.is_positional());
    for id in positionals {
        command = command.mut_arg(id, |arg| with_values(arg).help_heading("渡すもの"));
    }
    for id in options {
        command = command.mut_arg(id, |arg| with_values(arg).help_heading("指定"));
    }
    command
}

fn ids(command: &Command, wanted: impl Fn(&Arg) -> bool) -> Vec<String> {
    let arguments = command.get_arguments().filter(|arg| wanted(arg));
    arguments.map(|arg| arg.get_id().to_string()).collect()
}

/// Reads the arguments; prints help or what is wrong with them.
pub fn parse() -> Result<Cli, ExitCode> {
    command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| explain(&error))
}

fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp => {
            print!("{error}");
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{error}");
            ExitCode::from(2)
        }
        _ => {
            eprintln!("{}", sentence(error));
            eprintln!("書き方は otozure --help または otozure <コマンド> --help で確かめられます。");
            ExitCode::from(2)
        }
    }
}

fn told(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => StyledStr::to_string(text),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn sentence(error: &clap::Error) -> String {
    use std::error::Error;
    let argument = told(error, ContextKind::InvalidArg);
    let value = told(error, ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => format!("{argument} という指定はありません。"),
        ErrorKind::InvalidSubcommand => {
            format!("{} というコマンドはありません。", told(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} が要ります。"),
        ErrorKind::MissingSubcommand => "コマンドを指定してください。".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} に値が要ります。"),
        ErrorKind::InvalidValue => {
            format!("{argument} に {value} は使えません（使えるもの: {}）。", told(error, ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("{argument} に {value} は使えません（{why}）。")
        }
        ErrorKind::ArgumentConflict => {
            let other = told(error, ContextKind::PriorArg);
            format!("{argument} と {other} は一緒に使えません。")
        }
        ErrorKind::TooManyValues => format!("{argument} の値 {value} は余分です。"),
        _ => format!("コマンドの書き方が違います（{}）。", error.kind()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(arguments: &[&str]) -> String {
        sentence(&command().try_get_matches_from(arguments).unwrap_err())
    }

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_help_is_japanese() {
        let mut whole = command();
        whole.build();
        let mut waiting = vec![whole];
        while let Some(mut command) = waiting.pop() {
            let help = command.render_help().to_string();
            for english in ["Usage", "OPTIONS", "Commands", "Print", "default:", "possible values"] {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
            waiting.extend(command.get_subcommands().cloned());
        }
    }

    #[test]
    fn mistakes_are_explained() {
        assert!(mistake(&["otozure", "serve", "--nothing"]).contains("--nothing という指定はありません"));
        assert!(mistake(&["otozure", "fly"]).contains("fly というコマンドはありません"));
        assert!(mistake(&["otozure", "verify", "--data"]).contains("値が要ります"));
        let host = mistake(&["otozure", "serve", "--behind-proxy", "x y"]);
        assert!(host.contains("ホスト名ではありません"), "{host}");
    }
}
