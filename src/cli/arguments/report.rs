//! `--format FORMAT[=FILE]`

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::error::{Error, ErrorKind};
use clap::{Arg, Command};

use super::Format;

/// A report that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTo {
    /// Its format.
    pub format: Format,
    /// The file that gets it; standard output where there is none.
    pub file: Option<PathBuf>,
}

/// Reads a format, and the file behind it.
#[derive(Clone, Copy, Debug)]
pub struct ReportParser;

impl TypedValueParser for ReportParser {
    type Value = ReportTo;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<ReportTo, Error> {
        let text = value.to_str().ok_or_else(|| Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
        let format = EnumValueParser::new().parse_ref(command, argument, OsStr::new(format))?;
        if file.is_some_and(str::is_empty) {
            let message = format!("--format {text} names no file after \"=\"\n");
            return Err(Error::raw(ErrorKind::ValueValidation, message).with_cmd(command));
        }
        Ok(ReportTo { format, file: file.map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // Those of the formats live as long as the program.
        Some(Box::new(
            <Format as clap::ValueEnum>::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value),
        ))
    }
}
