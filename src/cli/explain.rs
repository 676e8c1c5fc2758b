//! `sidestep explain`

use super::arguments::ExplainOptions;
use super::{Exit, Failure, print};
use crate::rules::{RULES, find};
use crate::schema::nearest;

pub(super) fn run(options: &ExplainOptions) -> Result<Exit, Failure> {
    let Some(code) = &options.code else {
        let width = RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
        let mut list = String::new();
        for rule in RULES {
            let level = rule.severity.map_or("off", |s| s.as_str());
            list.push_str(&format!("{:width$}  {level:7}  {}\n", rule.code, rule.summary()));
        }
        print::out(&list);
        return Ok(Exit::Clean);
    };
    let rule = find(code).ok_or_else(|| {
        let near = nearest(code, RULES.iter().map(|rule| rule.code));
        let help = near
            .map_or_else(|| "\"sidestep explain\" lists all codes".to_owned(), |n| format!("did you mean \"{n}\"?"));
        Failure::new(format!("no finding has the code \"{code}\"")).help(help)
    })?;
    print::out(&format!("{code}\n\n{}", crate::rules::explanation(rule)));
    Ok(Exit::Clean)
}
