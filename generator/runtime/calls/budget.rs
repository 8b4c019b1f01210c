//! [`Budget`]: the number of retries that a client may still make, so that retries do not worsen an outage.

use std::sync::atomic::{AtomicU32, Ordering};

/// The cost of a retry, in tenths.
const RETRY: u32 = 10;

/// The remaining retries, in tenths. The clones of a client share them.
///
/// A retry takes one, and a response that needs no retry returns a tenth. So with a healthy server, every tenth call may be
/// repeated. During an outage, retries end once the initial number is used up.
pub(crate) struct Budget {
    left: AtomicU32,
    most: u32,
}

impl Budget {
    /// A budget with this number of retries, which is also its maximum.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(RETRY);
        Self { left: AtomicU32::new(most), most }
    }

    /// Takes one retry, if there is one left.
    pub(crate) fn take(&self) -> bool {
        self.change(|left| left.checked_sub(RETRY))
    }

    /// Returns a tenth of a retry.
    pub(crate) fn give(&self) {
        self.change(|left| (left < self.most).then_some(left + 1));
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }
}
