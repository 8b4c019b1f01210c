//! Forms of which one part says whether the response is to be a stream: it is sent as that, whatever the form holds.

use serde::Serialize;

use super::form::Form;

impl Form {
    /// Sets a value, in place of any of this name.
    #[must_use]
    pub fn with<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.retain(|(own, _)| own != name);
        self.value(name, value)
    }
}
