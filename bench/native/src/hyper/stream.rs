//! Owns: when the tokens of a stream are written. Must never: write one early, or let a late one delay the next.

use super::slots::Slot;
use bytes::{Bytes, BytesMut};
use hyper::body::{Body, Frame};
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{ready, Context, Poll};
use std::time::Duration;
use tokio::time::{sleep_until, Instant, Sleep};

/// Token k (from 1) is due `k · gap` after the request. What is due in the same moment is written as one.
pub struct Events {
    events: &'static [Bytes],
    said: usize,
    arrived: Instant,
    gap: Duration,
    next: Pin<Box<Sleep>>,
    _slot: Slot,
}

impl Events {
    pub fn new(events: &'static [Bytes], arrived: Instant, gap: Duration, slot: Slot) -> Self {
        Self { events, said: 0, arrived, gap, next: Box::pin(sleep_until(arrived + gap)), _slot: slot }
    }

    fn due(&self) -> usize {
        if self.gap.is_zero() {
            return self.events.len();
        }
        let passed = (self.arrived.elapsed().as_nanos() / self.gap.as_nanos()) as usize;
        passed.clamp(self.said + 1, self.events.len())
    }
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.said == self.events.len() {
            return Poll::Ready(None);
        }
        ready!(self.next.as_mut().poll(context));
        let due = self.due();
        let text = match &self.events[self.said..due] {
            [one] => one.clone(),
            several => several.iter().fold(BytesMut::new(), |mut all, event| {
                all.extend_from_slice(event);
                all
            }).freeze(),
        };
        self.said = due;
        let next = self.arrived + self.gap * (due as u32 + 1);
        self.next.as_mut().reset(next);
        Poll::Ready(Some(Ok(Frame::data(text))))
    }

    fn is_end_stream(&self) -> bool {
        self.said == self.events.len()
    }
}
