//! Runs many seeds on all processors and says of each broken promise how to see it again. It must
//! never let one seed's end depend on another's.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::fault::Fault;
use crate::world::World;

/// A seed that broke a promise.
#[derive(Debug, Clone)]
pub struct Broken {
    pub seed: u64,
    pub what: String,
}

/// Runs one seed.
pub fn run(seed: u64, fault: Option<Fault>, aloud: bool) -> Option<Broken> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(World::run(seed, fault, aloud))));
    let what = match result {
        Ok(Ok(())) => return None,
        Ok(Err(what)) => what,
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or(panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            format!("a panic: {}", said.unwrap_or_default())
        }
    };
    Some(Broken { seed, what })
}

/// Whether what a seed broke is what was looked for.
pub type Sought<'a> = &'a (dyn Fn(&str) -> bool + Sync);

/// Runs seeds from `first` on; all of them, or until one breaks what is looked for.
pub fn run_all(first: u64, count: u64, fault: Option<Fault>, until: Option<Sought<'_>>) -> Vec<Broken> {
    let next = AtomicU64::new(first);
    let stop = AtomicBool::new(false);
    let found = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + count {
                        break;
                    }
                    if let Some(broken) = run(seed, fault, false) {
                        if until.is_some_and(|sought| sought(&broken.what)) {
                            stop.store(true, Ordering::Relaxed);
                        }
                        found.lock().unwrap().push(broken);
                    }
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort_by_key(|broken| broken.seed);
    found
}
