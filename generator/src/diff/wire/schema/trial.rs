//! A schema and the schema that replaced it in; the gravest changes, if one were the other under another name, out.
//!
//! All trials of two states share one comparison, so each pair of schemas is compared once, however many trials lead to it.

use super::Writing;
use super::spot::Spot;
use crate::Model;
use crate::diff::change::{Direction, Level};
use crate::diff::finding::{Finding, Owner};
use crate::diff::wire::Wire;

/// The trials of two states.
pub(in crate::diff::wire) struct Trial<'m> {
    wire: Box<Wire<'m>>,
    /// For each pair of schemas, the numbers of its own findings.
    own: Vec<Vec<usize>>,
    /// For each pair of schemas, the number of the gravest finding about it or a pair that it leads to.
    gravest: Vec<Option<usize>>,
    /// The number of findings that were considered.
    findings: usize,
    /// The number of links that were considered.
    links: usize,
}

impl<'m> Trial<'m> {
    /// The number of findings that are told.
    const TOLD: usize = 2;

    /// No trials yet.
    pub(super) fn new(old: &'m Model, new: &'m Model) -> Self {
        let wire = Wire { is_trial: true, ..Wire::new(old, new) };
        let (own, gravest) = (Vec::new(), Vec::new());
        Self { wire: Box::new(wire), own, gravest, findings: 0, links: 0 }
    }

    /// The gravest findings for the case that one schema is the other under another name; all have one level.
    pub(super) fn findings(
        &mut self,
        form: (Direction, Writing),
        [old, new]: [&Spot<'m>; 2],
    ) -> Vec<Finding> {
        let number = self.wire.pair(Owner::Api, form, old, new);
        self.wire.work();
        self.consider();
        let Some(gravest) = self.gravest[number] else { return Vec::new() };
        let level = self.level(gravest);
        let own = self.own[number].iter().copied().filter(|own| self.level(*own) == level);
        let mut told: Vec<usize> = own.take(Self::TOLD).collect();
        if told.len() < Self::TOLD && !told.contains(&gravest) {
            told.push(gravest);
        }
        told.into_iter().map(|number| self.wire.findings[number].clone()).collect()
    }

    fn level(&self, finding: usize) -> Level {
        self.wire.findings[finding].rule().wire
    }

    /// Considers new findings, and new links between pairs.
    fn consider(&mut self) {
        self.own.resize(self.wire.nodes.len(), Vec::new());
        self.gravest.resize(self.wire.nodes.len(), None);
        for number in self.findings..self.wire.findings.len() {
            for owner in self.wire.findings[number].owners.clone() {
                if let Owner::Node(node) = owner {
                    self.own[node].push(number);
                    self.raise(node, number);
                }
            }
        }
        self.findings = self.wire.findings.len();
        for link in self.links..self.wire.links.len() {
            let (node, holder) = self.wire.links[link];
            if let Some(finding) = self.gravest[node] {
                self.raise(holder, finding);
            }
        }
        self.links = self.wire.links.len();
    }

    /// Takes a finding as the gravest of a pair and of all that lead to it, unless they have one that is as grave.
    fn raise(&mut self, node: usize, finding: usize) {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let known = self.gravest[node].map(|known| self.level(known));
            if known >= Some(self.level(finding)) {
                continue;
            }
            self.gravest[node] = Some(finding);
            open.extend(self.wire.nodes[node].owners.iter().filter_map(|owner| match owner {
                Owner::Node(holder) => Some(*holder),
                Owner::Operation(_) | Owner::Api => None,
            }));
        }
    }
}
