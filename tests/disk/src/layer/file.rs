//! What SQLite asks of an open file of ours: each call goes wrong if `State` says so, and goes on to the real file
//! otherwise. It must never keep the lock of the state while it asks the real file for a lock.

use std::ffi::{c_int, c_void};

use libsqlite3_sys as sqlite;
use sqlite::{sqlite3_file, sqlite3_int64, sqlite3_io_methods};

use super::{methods, parts, path};
use crate::state::{Call, Fault};

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: an open file of ours, closed once; its path was leaked by `open` and is taken back here.
    unsafe {
        let (head, real) = parts(file);
        let path = head.path;
        let closed = methods(real).xClose.map_or(sqlite::SQLITE_OK, |close| close(real));
        if !path.is_null() {
            drop(Box::from_raw(path));
        }
        let layer = head.layer;
        (*file).pMethods = std::ptr::null();
        layer.state().open -= 1;
        closed
    }
}

unsafe extern "C" fn read(file: *mut sqlite3_file, to: *mut c_void, amount: c_int, offset: sqlite3_int64) -> c_int {
    // SAFETY: an open file of ours and a buffer of `amount` bytes, passed on as they are.
    unsafe {
        let (head, real) = parts(file);
        if head.layer.state().off {
            return sqlite::SQLITE_IOERR_READ;
        }
        methods(real).xRead.map_or(sqlite::SQLITE_IOERR_READ, |read| read(real, to, amount, offset))
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: an open file of ours and a buffer of `amount` bytes; a part of it is shorter.
    unsafe {
        let (head, real) = parts(file);
        let pass = |amount: c_int| {
            methods(real).xWrite.map_or(sqlite::SQLITE_IOERR_WRITE, |write| write(real, from, amount, offset))
        };
        let Some(path) = path(head) else {
            return pass(amount);
        };
        let (at, length) = (usize::try_from(offset).unwrap_or(0), usize::try_from(amount).unwrap_or(0));
        let grows = at + length > size(real);
        let fault = {
            let mut state = head.layer.state();
            if state.off {
                return sqlite::SQLITE_IOERR_WRITE;
            }
            state.goes_wrong(Call::Write { grows }, path)
        };
        let (written, answer) = match fault {
            None => (length, pass(amount)),
            Some(Fault::Part(bytes)) => {
                let part = bytes.min(length);
                pass(c_int::try_from(part).unwrap_or(0));
                (part, sqlite::SQLITE_IOERR_WRITE)
            }
            Some(Fault::Full) => (0, sqlite::SQLITE_FULL),
            Some(_) => (0, sqlite::SQLITE_IOERR_WRITE),
        };
        if let Some(image) = head.layer.state().files.get_mut(path) {
            image.written(at, written);
        }
        answer
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: an open file of ours.
    unsafe {
        let (head, real) = parts(file);
        if head.layer.state().off {
            return sqlite::SQLITE_IOERR_TRUNCATE;
        }
        methods(real).xTruncate.map_or(sqlite::SQLITE_IOERR_TRUNCATE, |truncate| truncate(real, length))
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: an open file of ours.
    unsafe {
        let (head, real) = parts(file);
        let pass = || methods(real).xSync.map_or(sqlite::SQLITE_IOERR_FSYNC, |sync| sync(real, flags));
        let Some(path) = path(head) else {
            return pass();
        };
        let now = contents(real);
        let mut state = head.layer.state();
        if state.off {
            return sqlite::SQLITE_IOERR_FSYNC;
        }
        let fault = state.goes_wrong(Call::Sync, path);
        state.syncs += u64::from(fault.is_none());
        let Some(image) = state.files.get_mut(path) else {
            return sqlite::SQLITE_IOERR_FSYNC;
        };
        if fault.is_none() {
            // What the machine under the test does with its own disk is of no matter here.
            image.synced(&now);
            return sqlite::SQLITE_OK;
        }
        image.sync_failed();
        if fault == Some(Fault::SyncForgets) {
            let old = image.evicted(&now);
            if let Some(write) = methods(real).xWrite {
                let length = c_int::try_from(old.len()).unwrap_or(0);
                write(real, old.as_ptr().cast(), length, 0);
            }
        }
        sqlite::SQLITE_IOERR_FSYNC
    }
}

/// # Safety
/// An open file of the real layer.
unsafe fn size(real: *mut sqlite3_file) -> usize {
    let mut size: sqlite3_int64 = 0;
    // SAFETY: as the caller promises.
    unsafe { methods(real).xFileSize.map(|ask| ask(real, &mut size)) };
    usize::try_from(size).unwrap_or(0)
}

/// # Safety
/// An open file of the real layer.
unsafe fn contents(real: *mut sqlite3_file) -> Vec<u8> {
    // SAFETY: as the caller promises; the buffer is as long as is said.
    unsafe {
        let mut bytes = vec![0; size(real)];
        if let (Some(read), Ok(length)) = (methods(real).xRead, c_int::try_from(bytes.len()))
            && length > 0
        {
            let answer = read(real, bytes.as_mut_ptr().cast(), length, 0);
            assert_eq!(answer, sqlite::SQLITE_OK, "the machine's own disk fails");
        }
        bytes
    }
}

/// A function that only passes on.
macro_rules! passed_on {
    ($name:ident, $field:ident, ($($arg:ident: $kind:ty),*) $(-> $answer:ty = $missing:expr)?) => {
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($arg: $kind),*) $(-> $answer)? {
            // SAFETY: an open file of ours; everything else goes on as it came.
            unsafe {
                let (_, real) = parts(file);
                match methods(real).$field {
                    Some(call) => call(real, $($arg),*),
                    None => { $($missing)? }
                }
            }
        }
    };
}

passed_on!(file_size, xFileSize, (size: *mut sqlite3_int64) -> c_int = sqlite::SQLITE_ERROR);
passed_on!(lock, xLock, (level: c_int) -> c_int = sqlite::SQLITE_ERROR);
passed_on!(unlock, xUnlock, (level: c_int) -> c_int = sqlite::SQLITE_ERROR);
passed_on!(check_lock, xCheckReservedLock, (held: *mut c_int) -> c_int = sqlite::SQLITE_ERROR);
passed_on!(control, xFileControl, (what: c_int, with: *mut c_void) -> c_int = sqlite::SQLITE_NOTFOUND);
passed_on!(sector, xSectorSize, () -> c_int = 4096);
passed_on!(kind, xDeviceCharacteristics, () -> c_int = 0);
passed_on!(shm_map, xShmMap, (page: c_int, size: c_int, grow: c_int, to: *mut *mut c_void) -> c_int = sqlite::SQLITE_IOERR_SHMMAP);
passed_on!(shm_lock, xShmLock, (from: c_int, count: c_int, flags: c_int) -> c_int = sqlite::SQLITE_ERROR);
passed_on!(shm_barrier, xShmBarrier, ());
passed_on!(shm_unmap, xShmUnmap, (delete: c_int) -> c_int = sqlite::SQLITE_ERROR);

/// Version 2: with the log's index, without files mapped into memory, whose writes nobody would see.
pub(super) static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_lock),
    xFileControl: Some(control),
    xSectorSize: Some(sector),
    xDeviceCharacteristics: Some(kind),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
