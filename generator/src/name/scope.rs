//! Scopes: sets of names in which each name is used once.

use crate::spelling::ident;
use std::collections::{HashMap, HashSet};

/// A claim to a name.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    /// The document's spelling, which decides the order.
    pub(super) raw: String,
    /// The wanted Rust spelling.
    ident: String,
    /// Its name in Rust, if the document gives one (`x-rust-name`).
    rust_name: Option<String>,
    /// Lower ranks choose first.
    rank: usize,
    /// The suffix for a name that is reserved or taken, before numbers are tried.
    suffix: Option<String>,
    /// Another name for the case that the name is taken. It may differ from others by case alone.
    other: Option<String>,
}

impl Claim {
    pub(super) fn new(raw: &str, ident: String) -> Self {
        Self { raw: raw.to_owned(), ident, rust_name: None, rank: 0, suffix: None, other: None }
    }

    #[must_use]
    pub(super) fn with_rust_name(mut self, rust_name: &Option<String>) -> Self {
        self.rust_name.clone_from(rust_name);
        self
    }

    #[must_use]
    pub(super) fn ranked(mut self, rank: usize) -> Self {
        self.rank = rank;
        self
    }

    #[must_use]
    pub(super) fn or_suffix(mut self, suffix: &str) -> Self {
        self.suffix = Some(suffix.to_owned());
        self
    }

    #[must_use]
    pub(super) fn or(mut self, other: String) -> Self {
        self.other = Some(other);
        self
    }

    /// The wanted Rust spelling.
    pub(super) fn wanted(&self) -> &str {
        &self.ident
    }

    /// The names to try before numbers, the best first.
    fn candidates(&self) -> impl Iterator<Item = String> + '_ {
        let rust_name = self
            .rust_name
            .iter()
            .filter(|rust_name| ident::is_spelled_like(rust_name, &self.ident))
            .cloned();
        let suffixed = self.suffix.iter().map(|suffix| format!("{}{suffix}", self.stem()));
        rust_name.chain([self.ident.clone()]).chain(suffixed)
    }

    /// The name to which numbers are appended.
    fn numbered(&self) -> String {
        // Without a separator, digits would run together: `N10` is not `N102`.
        let is_number = self.stem().ends_with(|c: char| c.is_ascii_digit());
        let is_type = self.ident.chars().any(char::is_uppercase);
        let separator = if is_type && !is_number { "" } else { "_" };
        format!("{}{separator}", self.stem())
    }

    fn stem(&self) -> &str {
        self.ident.trim_end_matches('_')
    }
}

/// A name that was granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claimed {
    /// The name.
    pub(super) ident: String,
    /// Whether another claim had taken the wanted name.
    pub(super) changed: bool,
}

/// A set of names. Case does not count, so that they can serve as file names everywhere.
#[derive(Debug, Default)]
pub(super) struct Scope {
    reserved: &'static [&'static str],
    taken: HashSet<String>,
    /// The names as they were granted.
    granted: HashSet<String>,
    /// For each name to which numbers were appended, the next number to try. All lower numbers are taken.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope with reserved names.
    pub(super) fn new(reserved: &'static [&'static str]) -> Self {
        Self { reserved, ..Self::default() }
    }

    /// Grants one claim.
    pub(super) fn claim(&mut self, claim: &Claim) -> Claimed {
        let mut clashes = false;
        for candidate in claim.candidates() {
            if self.reserved.contains(&candidate.as_str()) {
                continue;
            }
            if self.taken.insert(candidate.to_ascii_lowercase()) {
                return self.grant(candidate, clashes);
            }
            clashes = true;
        }
        if let Some(other) = claim.other.as_ref().filter(|other| !self.granted.contains(*other)) {
            self.taken.insert(other.to_ascii_lowercase());
            return self.grant(other.clone(), false);
        }
        let stem = claim.numbered();
        let next = self.numbers.entry(stem.to_ascii_lowercase()).or_insert(2);
        clashes |= *next > 2;
        loop {
            let candidate = format!("{stem}{next}");
            *next += 1;
            if self.reserved.contains(&candidate.as_str()) {
                continue;
            }
            if self.taken.insert(candidate.to_ascii_lowercase()) {
                return self.grant(candidate, clashes);
            }
            clashes = true;
        }
    }

    fn grant(&mut self, ident: String, changed: bool) -> Claimed {
        self.granted.insert(ident.clone());
        Claimed { ident, changed }
    }

    /// Grants several claims in an order that does not depend on theirs: explicitly requested names, then by rank, then names that the document
    /// spells as Rust does (keywords without Rust's suffix), then by the document's spelling.
    pub(super) fn claim_all(&mut self, claims: Vec<Claim>) -> Vec<Claimed> {
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_cached_key(|&index| {
            let claim = &claims[index];
            (claim.rust_name.is_none(), claim.rank, claim.raw != claim.stem(), &claim.raw, index)
        });
        let mut granted: Vec<Option<Claimed>> = vec![None; claims.len()];
        for index in order {
            granted[index] = Some(self.claim(&claims[index]));
        }
        granted.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn idents(claimed: &[Claimed]) -> Vec<&str> {
        claimed.iter().map(|claimed| claimed.ident.as_str()).collect()
    }

    #[test]
    fn the_order_of_claims_does_not_matter() {
        let claim = |raw: &str| Claim::new(raw, "user_id".into());
        let forward =
            Scope::new(&[]).claim_all(vec![claim("userId"), claim("user_id"), claim("UserID")]);
        let backward =
            Scope::new(&[]).claim_all(vec![claim("UserID"), claim("user_id"), claim("userId")]);
        assert_eq!(idents(&forward), ["user_id_3", "user_id", "user_id_2"]);
        assert_eq!(idents(&backward), ["user_id_2", "user_id", "user_id_3"]);
    }

    #[test]
    fn a_keyword_is_named_before_what_only_becomes_one() {
        let claims = ["@type", "$type", "type"].map(|raw| Claim::new(raw, ident::snake(raw)));
        let claimed = Scope::new(&[]).claim_all(claims.into());
        assert_eq!(idents(&claimed), ["type_3", "type_2", "type_"]);
    }

    #[test]
    fn reserved_names_get_the_suffix_and_are_no_clash() {
        let claimed = Scope::new(&["Option"])
            .claim(&Claim::new("Option", "Option".into()).or_suffix("Model"));
        assert_eq!(claimed, Claimed { ident: "OptionModel".into(), changed: false });
    }

    #[test]
    fn numbers_that_are_names_are_skipped() {
        let claims = ["a", "A", "a_2", "-a", "a-", "a_4", ".a"];
        let claimed =
            Scope::new(&[]).claim_all(claims.map(|raw| Claim::new(raw, ident::snake(raw))).into());
        assert_eq!(idents(&claimed), ["a", "a_6", "a_2", "a_3", "a_7", "a_4", "a_5"]);
    }

    #[test]
    fn a_name_may_differ_by_case_where_that_is_asked_for() {
        let claim = |raw: &str| Claim::new(raw, "Asc".into());
        let claims = vec![claim("asc"), claim("ASC").or("ASC".into()).ranked(1), claim("asc ")];
        assert_eq!(idents(&Scope::new(&[]).claim_all(claims)), ["Asc", "ASC", "Asc2"]);
    }

    #[test]
    fn case_alone_does_not_tell_names_apart() {
        let claimed = Scope::new(&[])
            .claim_all(vec![Claim::new("AB", "Ab".into()), Claim::new("aB", "AB".into())]);
        assert_eq!(idents(&claimed), ["Ab", "AB2"]);
    }
}
