//! The inputs of two states in; both [`Model`]s and their changes out, or the diagnostics of a failure.
//!
//! One configuration and its overlays apply to both states. An overlay action may match only one state: the new state may no longer need
//! a correction, or the old one not yet. An action that changes neither state is an error, as elsewhere.

use super::{Change, compare};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Failure, Severity};
use crate::overlay::Applied;
use crate::pipeline::staged;
use crate::{Inputs, Model, Progress};
use std::collections::BTreeSet;

/// Two states, compared.
#[derive(Debug, Clone)]
pub struct States {
    /// The old one.
    pub old: Model,
    /// The new one.
    pub new: Model,
    /// The changes, as [`compare`] returns them.
    pub changes: Vec<Change>,
    /// Warnings and notes on the old state and then on the new one.
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes both states through all stages before emitting, and compares them.
///
/// # Errors
///
/// An input is invalid; the failure lists all diagnostics of both.
pub fn compare_inputs(
    old: Inputs,
    new: Inputs,
    config: &Config,
    progress: Progress<'_>,
) -> Result<States, Failure> {
    crate::stack::on_deep_stack(|| {
        let sides = [old, new].map(|inputs| Side::read(inputs, config, progress));
        let [old, new] = judge(sides)?;
        let changes = compare(&old.model, &new.model);
        let mut diagnostics = [old.diagnostics, new.diagnostics].concat();
        diagnostics.extend(unrelated(&old.model, &new.model));
        Ok(States { old: old.model, new: new.model, changes, diagnostics })
    })
}

/// Reports that no operation of the old state is in the new one, neither by its path nor by its name.
fn unrelated(old: &Model, new: &Model) -> Option<Diagnostic> {
    let of = |model: &Model| -> BTreeSet<String> {
        let operations = model.api.described();
        operations.flat_map(|own| [own.path.clone(), own.raw_name()]).collect()
    };
    let (ours, theirs) = (of(old), of(new));
    if ours.is_empty() || theirs.is_empty() || !ours.is_disjoint(&theirs) {
        return None;
    }
    let (old, new) = (&old.api.title, &new.api.title);
    let message = format!(
        "the two states have no operation in common; are {old:?} and {new:?} really the same API?"
    );
    let help = "name the old and the new state of one API";
    Some(Diagnostic::new(Code::UnrelatedStates, message).help(help))
}

/// One state.
struct Side {
    model: Model,
    applied: Applied,
    /// All diagnostics, errors included.
    diagnostics: Vec<Diagnostic>,
}

impl Side {
    fn read(inputs: Inputs, config: &Config, progress: Progress<'_>) -> Result<Self, Failure> {
        let mut diagnostics = Diagnostics::new();
        let (model, applied) = staged(inputs, config, progress, &mut diagnostics)?;
        Ok(Self { model, applied, diagnostics: diagnostics.into_sorted() })
    }

    /// Drops diagnostics of overlay actions that only the other state needs.
    fn forget(&mut self, other: &Applied) {
        self.diagnostics.retain(|finding| !is_applied(finding, other));
    }
}

/// Whether a finding reports one of these overlay actions as never applied.
fn is_applied(finding: &Diagnostic, applied: &Applied) -> bool {
    let place = finding.place.as_ref().filter(|_| finding.code == Code::OverlayNeverApplied);
    place.is_some_and(|place| applied.contains(&(place.source.name.clone(), place.pointer.clone())))
}

/// Both states, unless an error is in one of them.
fn judge([old, new]: [Result<Side, Failure>; 2]) -> Result<[Side; 2], Failure> {
    let (mut old, mut new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(one), Err(other)) => return Err(failure([one.diagnostics, other.diagnostics])),
        (Err(failed), Ok(mut other)) | (Ok(mut other), Err(failed)) => {
            // It is unknown what would have matched in the failed state.
            let is_known = |finding: &Diagnostic| {
                !matches!(finding.code, Code::OverlayNeverApplied | Code::UnusedRetry)
            };
            other.diagnostics.retain(is_known);
            return Err(failure([failed.diagnostics, other.diagnostics]));
        }
    };
    old.forget(&new.applied);
    new.forget(&old.applied);
    forget_retries(&mut old.diagnostics, &mut new.diagnostics);
    let is_error = |finding: &Diagnostic| finding.severity() == Severity::Error;
    if old.diagnostics.iter().chain(&new.diagnostics).any(is_error) {
        return Err(failure([old.diagnostics, new.diagnostics]));
    }
    Ok([old, new])
}

/// Drops diagnostics of `retry` entries that name an operation of the other state.
fn forget_retries(old: &mut Vec<Diagnostic>, new: &mut Vec<Diagnostic>) {
    let unused = |found: &[Diagnostic]| -> Vec<String> {
        let unused = found.iter().filter(|finding| finding.code == Code::UnusedRetry);
        unused.map(|finding| finding.message.clone()).collect()
    };
    let (of_old, of_new) = (unused(old), unused(new));
    for (found, of_other) in [(old, of_new), (new, of_old)] {
        let is_in_both = |finding: &Diagnostic| of_other.contains(&finding.message);
        found.retain(|finding| finding.code != Code::UnusedRetry || is_in_both(finding));
    }
}

fn failure(found: [Vec<Diagnostic>; 2]) -> Failure {
    let mut diagnostics = Diagnostics::new();
    diagnostics.extend(found.concat());
    Failure { diagnostics: diagnostics.into_sorted() }
}
