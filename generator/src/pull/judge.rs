//! The responses in; valid pages and their differences from the local files, or all faults, out.

use super::cause::{self, Cause};
use super::http::Fetched;
use super::plan::Target;
use super::{PullError, Pulled, PulledPage, Removal, State};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::document::{Fragment, Method};
use crate::extract::extract;
use crate::files::{ConfigFile, Fault, read_other_pages};
use crate::merge::merge;
use crate::render::plural;
use crate::source::{Place, Source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Compares all pages with their files, and all of them with each other.
pub(super) fn judge(
    config: &ConfigFile,
    tried_from: usize,
    plan: Vec<Target>,
    fetched: Vec<Result<Fetched, Cause>>,
    removal: Removal,
) -> Result<Pulled, PullError> {
    let mut judge = Judge { removal, fragments: Vec::new(), found: Diagnostics::new() };
    let (mut pages, mut left_out, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for (target, page) in plan.iter().zip(fetched) {
        let is_tried = target.index >= tried_from;
        if let Some(finding) = page.as_ref().ok().filter(|_| is_tried).and_then(no_page) {
            left_out.push((
                target.path.clone(),
                target.label(finding.at(Place::whole(&target.source("")))),
            ));
            continue;
        }
        match page.and_then(|page| judge.page(target, page)) {
            Ok(page) => pages.extend(page),
            Err(cause @ Cause::Gone { .. }) if is_tried => {
                let finding = gone(cause.to_string()).at(Place::whole(&target.source("")));
                left_out.push((target.path.clone(), target.label(finding)));
            }
            Err(cause) => failed.push((target, cause)),
        }
    }
    let mut faults = judge.together(config, &plan, &pages);
    let failed: Vec<(&Target, &Cause)> =
        failed.iter().map(|(target, cause)| (*target, cause)).collect();
    faults.extend(failed.iter().map(|(_, cause)| cause.fault()));
    let mut diagnostics = cause::diagnostics(&failed);
    diagnostics.extend(judge.found.into_sorted());
    faults.extend((!diagnostics.is_empty()).then_some(Fault::Input));
    match faults.into_iter().max() {
        Some(fault) => Err(PullError { fault, diagnostics }),
        None => Ok(Pulled { pages, left_out }),
    }
}

/// The diagnostic for a page that is only tried, if it is not a page.
fn no_page(page: &Fetched) -> Option<Diagnostic> {
    let Fetched::Page { text, .. } = page else { return None };
    let mut found = Diagnostics::new();
    extract(&[Arc::new(Source::new("page.md", text))], &mut found);
    let errors: Vec<Diagnostic> = found.into_sorted().into_iter().filter(is_error).collect();
    let [only] = errors.as_slice() else { return None };
    match only.code {
        Code::PageNotFound => Some(gone(only.message.clone())),
        Code::NoFragment => {
            let message = "this page holds no part of the API, and was left out";
            Some(Diagnostic::new(Code::NoPageOfApi, message))
        }
        _ => None,
    }
}

fn gone(message: String) -> Diagnostic {
    Diagnostic::new(Code::ListedPageGone, format!("{message}; it was left out"))
        .help("if it is listed as `pull.known` in the configuration, remove or correct it there")
}

struct Judge {
    removal: Removal,
    /// The fragments of all valid pages.
    fragments: Vec<Fragment>,
    /// The faults of the other pages.
    found: Diagnostics,
}

impl Judge {
    /// A valid page; `None` if its faults were reported.
    fn page(&mut self, target: &Target, page: Fetched) -> Result<Option<PulledPage>, Cause> {
        let old = target.old.as_ref().and_then(|(bytes, _)| std::str::from_utf8(bytes).ok());
        let (text, whole, validators) = match page {
            Fetched::Page { text, whole, validators } => (text, whole, validators),
            Fetched::NotModified => (old.unwrap_or_default().to_owned(), true, None),
        };
        let old_fragments =
            old.map(|text| extract(&[target.source(text)], &mut Diagnostics::new()));
        let old_fragments = old_fragments.unwrap_or_default();
        let before = operations(&old_fragments);
        let Some((source, fragments)) = self.read(target, &text, before.len()) else {
            return Ok(None);
        };
        let now = operations(&fragments);
        let removed: BTreeSet<String> = before.difference(&now).cloned().collect();
        if !removed.is_empty() && self.removal != Removal::Allowed {
            if removed.len() == before.len() {
                self.found.push(vanished(target, &source, &before, &now));
                return Ok(None);
            }
            if !whole {
                return Err(Cause::PerhapsCutOff { missing: removed.len() });
            }
        }
        let state = match &target.old {
            None => State::New,
            Some(_) if are_equal(&old_fragments, &fragments) => State::Unchanged,
            Some(_) => State::Changed,
        };
        self.fragments.extend(fragments);
        Ok(Some(PulledPage {
            path: target.path.clone(),
            text: match (state, old) {
                (State::Unchanged, Some(old)) => old.to_owned(),
                _ => text,
            },
            state,
            added: now.difference(&before).cloned().collect(),
            removed,
            operations: now,
            old: target.old.as_ref().map(|(_, digest)| digest.clone()),
            validators,
        }))
    }

    /// The fragments of a page, if all of them are valid.
    fn read(
        &mut self,
        target: &Target,
        text: &str,
        operations_before: usize,
    ) -> Option<(Arc<Source>, Vec<Fragment>)> {
        let source = target.source(text);
        let mut found = Diagnostics::new();
        let fragments = extract(std::slice::from_ref(&source), &mut found);
        if !found.has_errors() {
            return Some((source, fragments));
        }
        let errors = found.into_sorted().into_iter().filter(is_error).map(|mut finding| {
            if finding.code == Code::NoFragment && operations_before > 0 {
                let lost = plural(operations_before, "operation");
                finding.help = Some(format!(
                    "its file has {lost}; if they were removed, remove the page from the configuration and delete its file"
                ));
            }
            target.label(finding)
        });
        self.found.extend(errors);
        None
    }

    /// Checks that the pages, with those that were not pulled, make one document. Returns the causes of read errors.
    fn together(
        &mut self,
        config: &ConfigFile,
        plan: &[Target],
        pages: &[PulledPage],
    ) -> Vec<Fault> {
        let pulled: BTreeMap<_, _> =
            plan.iter().map(|target| (target.index, target.file.clone())).collect();
        let others = match read_other_pages(config, &pulled) {
            Ok(others) => others.sources,
            Err(unread) => {
                self.found.extend(unread.diagnostics);
                return vec![unread.fault];
            }
        };
        let others: Vec<Arc<Source>> = others.into_iter().map(Arc::new).collect();
        let mut found = Diagnostics::new();
        let mut fragments = extract(&others, &mut found);
        fragments.append(&mut self.fragments);
        if self.removal == Removal::Refused {
            self.found.extend(removals(plan, pages, &operations(&fragments)));
        }
        merge(fragments, &mut found);
        let target_of = |finding: &Diagnostic| {
            let name = &finding.place.as_ref()?.source.name;
            plan.iter().find(|target| target.path == *name)
        };
        let errors = found.into_sorted().into_iter().filter(is_error).map(|mut finding| {
            if !others.is_empty() {
                let help = finding.help.take().map_or(String::new(), |help| help + "; ");
                finding.help = Some(help + "pages that belong together must be pulled together");
            }
            match target_of(&finding) {
                Some(target) => target.label(finding),
                None => finding,
            }
        });
        self.found.extend(errors);
        Vec::new()
    }
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.severity() == Severity::Error
}

/// The operations that are no longer on any page, by page.
fn removals(plan: &[Target], pages: &[PulledPage], all: &BTreeSet<String>) -> Vec<Diagnostic> {
    let finding = |page: &PulledPage| {
        let target = plan.iter().find(|target| target.path == page.path)?;
        let removed: Vec<&str> = page.removed.difference(all).map(String::as_str).collect();
        let message = format!(
            "{} of this page would be removed ({})",
            plural(removed.len(), "operation"),
            some_of(&removed)
        );
        let finding = Diagnostic::new(Code::OperationsRemoved, message)
            .at(Place::whole(&target.source("")))
            .help("if they were really removed, pass --allow-removal");
        (!removed.is_empty()).then(|| target.label(finding))
    };
    pages.iter().filter_map(finding).collect()
}

/// The first few of several names.
fn some_of(names: &[&str]) -> String {
    const SHOWN: usize = 3;
    let more = if names.len() > SHOWN { ", …" } else { "" };
    names[..names.len().min(SHOWN)].join(", ") + more
}

fn vanished(
    target: &Target,
    source: &Arc<Source>,
    before: &BTreeSet<String>,
    now: &BTreeSet<String>,
) -> Diagnostic {
    let names: Vec<&str> = before.iter().map(String::as_str).collect();
    let message = format!(
        "none of the {} of this page is left ({}); it has {} now",
        plural(before.len(), "operation"),
        some_of(&names),
        if now.is_empty() { "none".to_owned() } else { plural(now.len(), "other operation") },
    );
    let finding = Diagnostic::new(Code::OperationsVanished, message)
        .at(Place::whole(source))
        .help("if they were really removed, pass --allow-removal");
    target.label(finding)
}

/// The operations of fragments, as `GET /users`.
fn operations(fragments: &[Fragment]) -> BTreeSet<String> {
    let paths = fragments.iter().filter_map(|fragment| fragment.value.get("paths")?.as_object());
    let items = paths.flatten();
    items
        .flat_map(|(path, item)| {
            let has = |method: &Method| item.get(method.key()).is_some_and(Value::is_object);
            Method::ALL
                .into_iter()
                .filter(has)
                .map(move |method| format!("{} {path}", method.name()))
        })
        .collect()
}

/// Whether two pages hold the same fragments, in any order; the order of keys does not count.
fn are_equal(old: &[Fragment], new: &[Fragment]) -> bool {
    let mut rest: Vec<&Value> = old.iter().map(|fragment| &fragment.value).collect();
    old.len() == new.len()
        && new.iter().all(|fragment| {
            let same = rest.iter().position(|value| **value == fragment.value);
            same.map(|index| rest.swap_remove(index)).is_some()
        })
}
