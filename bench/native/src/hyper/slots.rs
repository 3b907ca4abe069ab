//! Owns: how many requests are in flight, and the cap on them. Must never: let a slot be given back twice.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Arc;

pub struct Slots {
    taken: AtomicU64,
    cap: u64,
}

/// Given back when it is dropped: with the answer, or with a client that left.
pub struct Slot(Arc<Slots>);

impl Slots {
    pub fn new(cap: u64) -> Self {
        Self { taken: AtomicU64::new(0), cap }
    }

    /// None where all are taken.
    pub fn take(slots: &Arc<Self>) -> Option<Slot> {
        if slots.taken.fetch_add(1, Ordering::Relaxed) < slots.cap {
            return Some(Slot(slots.clone()));
        }
        slots.taken.fetch_sub(1, Ordering::Relaxed);
        None
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::Relaxed);
    }
}
