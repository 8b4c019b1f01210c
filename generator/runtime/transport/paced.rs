//! [`Paced`]: a large body that is sent with pauses, so that an early response is noticed.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use crate::runtime::bodies::{Body, BodyError};

/// The number of bytes sent between two checks for a response.
pub(crate) const PIECE: usize = 64 * 1024;

/// A body that is sent in pieces, with a check for a response after each. A server that refuses a large body early closes the
/// connection. Without the check, the next write would then fail before the response is read.
pub(crate) struct Paced {
    body: Body,
    /// The unsent rest of the last bytes from the body.
    rest: Bytes,
    left: Option<u64>,
    /// The number of bytes sent since the last check.
    unseen: usize,
    pause: Option<Arc<Pause>>,
    progress: Arc<Progress>,
}

/// The progress of sending a body.
#[derive(Default)]
pub(crate) struct Progress(AtomicU8);

const BEGUN: u8 = 1;
const ENDED: u8 = 2;

impl Progress {
    /// Whether a part of the body was sent, but not all.
    pub(crate) fn is_begun(&self) -> bool {
        self.0.load(Ordering::Acquire) == BEGUN
    }
}

/// A pause that ends once the runtime has checked its sockets, however often it is polled before.
struct Pause {
    is_over: AtomicBool,
    waker: Mutex<Waker>,
}

impl Pause {
    fn begin(cx: &Context<'_>) -> Arc<Self> {
        let waker = Mutex::new(cx.waker().clone());
        let pause = Arc::new(Self { is_over: AtomicBool::new(false), waker });
        let waker = Waker::from(Arc::clone(&pause));
        let _ = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(&waker));
        pause
    }

    fn poll(&self, cx: &Context<'_>) -> Poll<()> {
        // Set before the check, as `wake` uses the waker after it has set `is_over`.
        self.waker.lock().unwrap_or_else(PoisonError::into_inner).clone_from(cx.waker());
        if self.is_over.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Wake for Pause {
    fn wake(self: Arc<Self>) {
        self.is_over.store(true, Ordering::Release);
        self.waker.lock().unwrap_or_else(PoisonError::into_inner).wake_by_ref();
    }
}

impl Paced {
    pub(crate) fn new(body: Body) -> Self {
        let left = body.length();
        Self { body, rest: Bytes::new(), left, unseen: 0, pause: None, progress: Arc::default() }
    }

    pub(crate) fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }
}

impl http_body::Body for Paced {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Some(pause) = &self.pause {
            ready!(pause.poll(cx));
            self.pause = None;
        }
        if self.rest.is_empty() {
            match ready!(self.body.poll(cx)).transpose()? {
                None => {
                    self.progress.0.store(ENDED, Ordering::Release);
                    return Poll::Ready(None);
                }
                Some(bytes) => self.rest = bytes,
            }
        }
        let most = self.rest.len().min(PIECE - self.unseen);
        let piece = self.rest.split_to(most);
        self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64));
        self.unseen += piece.len();
        let has_ended = self.left == Some(0) && self.rest.is_empty();
        self.progress.0.store(if has_ended { ENDED } else { BEGUN }, Ordering::Release);
        if self.unseen == PIECE {
            self.unseen = 0;
            self.pause = (!has_ended).then(|| Pause::begin(cx));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.progress.0.load(Ordering::Acquire) == ENDED
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
