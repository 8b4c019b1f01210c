//! [`Budget`]: how many retries a client may still make, so that an outage is not made worse.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs, in the parts in which calls give back.
const RETRY: u32 = 10;

/// Retries that are left, in tenths. It is shared by the clones of a client.
///
/// A retry takes one, and a call that the server did not turn away gives a tenth back. So while a server is well, every tenth call
/// may be made twice; while it is not, the retries end when as many as there were at first have been made.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    /// As many retries at first, and at most.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(RETRY);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes one retry, if there is one.
    pub(crate) fn take(&self) -> bool {
        self.change(|left| left.checked_sub(RETRY))
    }

    /// Gives a tenth back.
    pub(crate) fn give(&self) {
        self.change(|left| (left < self.most).then_some(left + 1));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }
}
