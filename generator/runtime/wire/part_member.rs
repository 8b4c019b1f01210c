//! Forms with a part that decides whether the response is a stream. The operation sets this part, whatever the form holds.

use serde::Serialize;

use super::form::Form;

impl Form {
    /// Sets a value. It replaces any others of this name.
    #[must_use]
    pub fn with<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.retain(|(own, _)| own != name);
        self.value(name, value)
    }
}
