//! `cases.txt` in, edits out: one edit each, and what is found forwards and backwards.
//!
//! ```text
//! ## its name (who holds the schema A)
//!
//!   a component schema that stays
//! - one that goes
//! + one that comes
//! > what is found: code, level on the wire, level for Rust
//! < what is found if the edit is taken back
//! ```

/// Who holds the schema `A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// The body of a request.
    Request,
    /// The body of a response.
    Response,
    /// Both.
    Both,
    /// No operation.
    Unused,
}

/// An edit.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) held: Held,
    /// The component schemas before and after, in YAML.
    pub(crate) old: String,
    pub(crate) new: String,
    /// What is found: code, level on the wire, level for Rust.
    pub(crate) forwards: Vec<&'static str>,
    /// What is found if the edit is taken back.
    pub(crate) backwards: Vec<&'static str>,
}

/// Every edit.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("cases.txt").lines() {
        let Some(heading) = line.strip_prefix("## ") else {
            if let (Some(case), false) = (cases.last_mut(), line.is_empty()) {
                case.read(line);
            }
            continue;
        };
        let (name, held) = heading.trim_end_matches(')').rsplit_once(" (").unwrap();
        let held = match held {
            "Request" => Held::Request,
            "Response" => Held::Response,
            "Both" => Held::Both,
            "Unused" => Held::Unused,
            other => panic!("{name}: {other}"),
        };
        let (old, new) = (String::new(), String::new());
        cases.push(Case { name, held, old, new, forwards: Vec::new(), backwards: Vec::new() });
    }
    cases
}

impl Case {
    fn read(&mut self, line: &'static str) {
        let (sign, text) = line.split_at(2);
        let mut add = |is_old, is_new| {
            for (state, is_there) in [(&mut self.old, is_old), (&mut self.new, is_new)] {
                if is_there {
                    state.push_str(text);
                    state.push('\n');
                }
            }
        };
        match sign {
            "  " => add(true, true),
            "- " => add(true, false),
            "+ " => add(false, true),
            "> " => self.forwards.push(text),
            "< " => self.backwards.push(text),
            _ => panic!("{}: {line}", self.name),
        }
    }
}
