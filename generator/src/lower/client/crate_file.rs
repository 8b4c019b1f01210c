//! Operations and `crate.files` of the configuration in; reports about files whose operations are missing out.

use super::waiter::{is_due, is_left_out};
use crate::config::{Config, CrateFile};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Operation;
use crate::lower::context::Context;

/// Reports files whose operations are missing: an error, unless their page is allowed to be missing from the inputs.
pub(in crate::lower) fn check(
    context: &mut Context<'_>,
    config: &Config,
    operations: &[(String, Operation)],
) {
    for file in &config.package.files {
        let is_there = |name: &&String| operations.iter().any(|(_, own)| own.is_called(name));
        let missing: Vec<&String> = file.when.iter().filter(|name| !is_there(name)).collect();
        let Some(first) = missing.iter().find(|name| !is_left_out(context, name)) else { continue };
        let finding = if is_due(context, &file.page) {
            unknown(file, first)
        } else {
            let message = format!(
                "the file {:?} was left out: it uses {first:?}, and its page is not among the inputs",
                file.to
            );
            Diagnostic::new(Code::SkippedEntry, message)
        };
        context.report_elsewhere(Diagnostic { place: file.place.clone(), ..finding });
    }
}

fn unknown(file: &CrateFile, name: &str) -> Diagnostic {
    let message = format!("the file {:?} uses {name:?}, which is not an operation", file.to);
    Diagnostic::new(Code::UnknownFileOperation, message).help(
        "name its operationId, or its method and path: GET /servers/{id}; name its page as `page` if that page is not always among the inputs",
    )
}
