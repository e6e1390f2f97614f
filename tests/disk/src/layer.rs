//! The layer that SQLite is given, and its table of C functions; those of an open file stand in
//! `file`. Each takes what SQLite gives it, asks `State` whether this call goes wrong, and otherwise
//! passes it on to the real layer. It must never keep its lock while it calls the real layer for
//! anything that can wait (locks of the database).
//!
//! An open file of ours is one block of memory that SQLite owns: `Head`, then the real layer's file.
//! SQLite gives `szOsFile` bytes for it, which is the sum of both, aligned to 8; `Head` is a multiple
//! of 8 bytes long, so the real file behind it is aligned as well.

mod file;

use std::ffi::{CStr, CString, c_char, c_int};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libsqlite3_sys as sqlite;
use sqlite::{sqlite3_file, sqlite3_filename, sqlite3_io_methods, sqlite3_vfs};

use crate::image::Image;
use crate::state::State;

/// A registered layer; lives as long as the process.
pub struct Layer {
    name: &'static str,
    real: *mut sqlite3_vfs,
    state: Mutex<State>,
}

// SAFETY: `real` is SQLite's own default layer, which it registers once, never frees, and calls from
// any thread; everything else of a `Layer` is behind its lock or never changes.
unsafe impl Send for Layer {}
// SAFETY: as above.
unsafe impl Sync for Layer {}

impl std::fmt::Debug for Layer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Layer({})", self.name)
    }
}

impl Layer {
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What stands before the real file.
#[repr(C, align(8))]
struct Head {
    /// Must be first: SQLite reads its methods through it.
    base: sqlite3_file,
    layer: &'static Layer,
    /// A leaked `Box`, given back by `close`; null for a file without a name.
    path: *mut PathBuf,
}

/// Registers a new layer over the default one.
pub fn register() -> &'static Layer {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let name = format!("faulty-disk-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let c_name = CString::new(name.clone()).expect("a name without a zero").into_raw();
    // SAFETY: both may be called at any time from any thread; a null name asks for the default layer.
    let real = unsafe {
        sqlite::sqlite3_initialize();
        sqlite::sqlite3_vfs_find(std::ptr::null())
    };
    assert!(!real.is_null(), "SQLite has no default layer");
    let layer: &'static Layer =
        Box::leak(Box::new(Layer { name: Box::leak(name.into_boxed_str()), real, state: Mutex::default() }));
    // SAFETY: `real` is not null and points to a whole, initialised structure of plain values.
    let mut table = unsafe { *real };
    table.szOsFile += c_int::try_from(size_of::<Head>()).expect("a small head");
    table.pNext = std::ptr::null_mut();
    table.zName = c_name;
    table.pAppData = std::ptr::from_ref(layer).cast_mut().cast();
    table.xOpen = Some(open);
    table.xDelete = Some(delete);
    // What stays of the real table does not look at the layer it is called with, or only at what is
    // the same in both (the longest path).
    let table = Box::leak(Box::new(table));
    // SAFETY: `table` is whole and lives as long as the process, as registering asks.
    let registered = unsafe { sqlite::sqlite3_vfs_register(table, 0) };
    assert_eq!(registered, sqlite::SQLITE_OK, "the layer is not taken");
    layer
}

/// # Safety
/// `vfs` is a table that `register` made.
unsafe fn layer_of(vfs: *mut sqlite3_vfs) -> &'static Layer {
    // SAFETY: `register` put a leaked `Layer` there.
    unsafe { &*(*vfs).pAppData.cast::<Layer>() }
}

/// The head of an open file of ours, and the real file behind it.
///
/// # Safety
/// `file` is one that `open` has opened and `close` has not closed; SQLite never uses one file from two
/// threads at once.
unsafe fn parts<'a>(file: *mut sqlite3_file) -> (&'a Head, *mut sqlite3_file) {
    let head = file.cast::<Head>();
    // SAFETY: the block begins with a `Head` that `open` wrote; the real file follows it in the same block.
    unsafe { (&*head, head.add(1).cast::<sqlite3_file>()) }
}

/// # Safety
/// As `parts`; gives the real layer's methods, which stay while the file is open.
unsafe fn methods<'a>(real: *mut sqlite3_file) -> &'a sqlite3_io_methods {
    // SAFETY: the real layer has set it when it opened the file.
    unsafe { &*(*real).pMethods }
}

/// # Safety
/// As `parts`.
unsafe fn path(head: &Head) -> Option<&PathBuf> {
    // SAFETY: null, or the `PathBuf` that `open` leaked for this file.
    unsafe { head.path.as_ref() }
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite calls this with the table we registered, `szOsFile` bytes at `file`, and a name that
    // is null or ends with a zero. The real layer gets the very same name, as it may look behind its end.
    unsafe {
        let layer = layer_of(vfs);
        let head = file.cast::<Head>();
        let real_file = head.add(1).cast::<sqlite3_file>();
        (*file).pMethods = std::ptr::null();
        if layer.state().off {
            return sqlite::SQLITE_CANTOPEN;
        }
        let path = (!name.is_null())
            .then(|| PathBuf::from(String::from_utf8_lossy(CStr::from_ptr(name).to_bytes()).into_owned()));
        // A file that nobody has opened here before is on the medium as it is.
        if let Some(path) = &path {
            let mut state = layer.state();
            if !state.files.contains_key(path) {
                let image = std::fs::read(path).map(Image::kept).unwrap_or_default();
                state.files.insert(path.clone(), image);
            }
        }
        let opened =
            (*layer.real).xOpen.map_or(sqlite::SQLITE_CANTOPEN, |open| open(layer.real, name, real_file, flags, out));
        if opened == sqlite::SQLITE_OK {
            let path = path.map_or(std::ptr::null_mut(), |path| Box::into_raw(Box::new(path)));
            layer.state().open += 1;
            head.write(Head { base: sqlite3_file { pMethods: &file::METHODS }, layer, path });
        }
        opened
    }
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    // SAFETY: our table; a name that ends with a zero.
    unsafe {
        let layer = layer_of(vfs);
        if layer.state().off {
            return sqlite::SQLITE_IOERR_DELETE;
        }
        let path = PathBuf::from(String::from_utf8_lossy(CStr::from_ptr(name).to_bytes()).into_owned());
        let deleted =
            (*layer.real).xDelete.map_or(sqlite::SQLITE_IOERR_DELETE, |delete| delete(layer.real, name, sync));
        if deleted == sqlite::SQLITE_OK {
            layer.state().files.remove(&path);
        }
        deleted
    }
}
