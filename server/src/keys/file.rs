//! The key file: one key in a text file that its owner alone may read. It must never be replaced by half
//! of a file: what is written lies on the disk under another name first.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::ids::hex;
use zeroize::Zeroizing;

use super::{Key, KeyError, KeyId};

/// What a key file begins with.
const FORM: &str = "otozure-key-1 ";
/// A key file is one short line.
const FILE_BYTES_MAX: u64 = 200;
/// What follows the name of a key file that is about to take its place.
const NEXT: &str = "next";
/// What follows it in the name of the lock that who replaces it holds.
const LOCK: &str = "lock";

/// Where a key file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// A key file of this name.
    pub fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// Its name.
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn next(&self) -> PathBuf {
        self.beside(NEXT)
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.0.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    }

    fn unusable(&self, error: &io::Error) -> KeyError {
        KeyError::Unusable(self.0.clone(), error.to_string())
    }

    /// The key; none if there is no such file.
    ///
    /// # Errors
    /// When the file cannot be read or holds no key.
    pub fn read(&self) -> Result<Option<Key>, KeyError> {
        read(&self.0)
    }

    /// The key that is about to take this one's place, if there is one.
    ///
    /// # Errors
    /// As `read`.
    pub fn read_next(&self) -> Result<Option<Key>, KeyError> {
        read(&self.next())
    }

    /// The file that holds the key with this id: this one, or what lies beside it to take its place. Where none
    /// does, this one if it is there.
    pub fn holding(&self, wanted: Option<KeyId>) -> Option<PathBuf> {
        let holds = |path: &PathBuf| read(path).ok().flatten().is_some_and(|key| Some(key.id()) == wanted);
        let fits = [self.0.clone(), self.next()].into_iter().find(holds);
        fits.or_else(|| self.0.is_file().then(|| self.0.clone()))
    }

    /// Makes the file with this key, unless somebody else has made it meanwhile. Gives the key that the file
    /// holds, and whether it is this one.
    ///
    /// # Errors
    /// What the operating system says; the key is on the disk otherwise.
    pub fn make(&self, key: &Key) -> Result<(Key, bool), KeyError> {
        let aside = self.write_aside(key)?;
        // A hard link, unlike a renaming, refuses to take the place of a file that came meanwhile.
        let linked = fs::hard_link(&aside, &self.0);
        let removed = fs::remove_file(&aside);
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(self.unusable(&error)),
            _ => removed.map_err(|error| self.unusable(&error))?,
        }
        self.sync_folder()?;
        // Whoever goes on, goes on with what the disk has.
        let there = self.read()?.ok_or_else(|| KeyError::NoKeyFile(self.0.clone()))?;
        let own = there.id() == key.id();
        Ok((there, own))
    }

    /// Puts a key beside the file, to take its place by `promote`. What lay there goes, so that the key in
    /// force must stand in the file itself.
    ///
    /// # Errors
    /// `Rotating` when the file does not hold the key in force; what the operating system says. The key is on
    /// the disk otherwise.
    pub fn write_next(&self, key: &Key, in_force: KeyId) -> Result<(), KeyError> {
        if self.read()?.is_none_or(|there| there.id() != in_force) {
            return Err(KeyError::Rotating);
        }
        let aside = self.write_aside(key)?;
        fs::rename(aside, self.next()).map_err(|error| self.unusable(&error))?;
        self.sync_folder()
    }

    /// Writes a key into a file that no other process knows the name of.
    fn write_aside(&self, key: &Key) -> Result<PathBuf, KeyError> {
        let mut random = [0; 6];
        getrandom::fill(&mut random).map_err(|error| KeyError::NoRandomness(error.to_string()))?;
        let aside = self.beside(&format!("new-{}", hex(&random)));
        let written = || -> io::Result<()> {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&aside)?;
            let text = Zeroizing::new(format!("{FORM}{}\n", URL_SAFE_NO_PAD.encode(key.bytes())));
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        written().map_err(|error| {
            // What is half written is of no use to anybody; that it could not be written is what counts.
            let _absent = fs::remove_file(&aside);
            self.unusable(&error)
        })?;
        Ok(aside)
    }

    /// Lets the key beside the file, which must be this one, take its place. Whoever does so is `alone`.
    ///
    /// # Errors
    /// What the operating system says; `Rotating` when another key lies there.
    pub fn promote(&self, id: KeyId) -> Result<(), KeyError> {
        if self.read_next()?.is_none_or(|next| next.id() != id) {
            return Err(KeyError::Rotating);
        }
        fs::rename(self.next(), &self.0).map_err(|error| self.unusable(&error))?;
        self.sync_folder()
    }

    /// Keeps every other process from letting keys take their places, until what this gives is dropped.
    ///
    /// # Errors
    /// `Rotating` when another process is at it.
    pub fn alone(&self) -> Result<File, KeyError> {
        let path = self.beside(LOCK);
        let unusable = |error: io::Error| KeyError::Unusable(path.clone(), error.to_string());
        let lock = File::options().create(true).truncate(false).write(true).mode(0o600).open(&path);
        let lock = lock.map_err(unusable)?;
        match lock.try_lock() {
            Ok(()) => Ok(lock),
            Err(TryLockError::WouldBlock) => Err(KeyError::Rotating),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }

    /// Whether others than its owner may read the file.
    pub fn is_open_to_others(&self) -> bool {
        fs::metadata(&self.0).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
    }

    fn sync_folder(&self) -> Result<(), KeyError> {
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(|error| self.unusable(&error))
    }
}

fn read(path: &Path) -> Result<Option<Key>, KeyError> {
    let unusable = |error: io::Error| KeyError::Unusable(path.to_owned(), error.to_string());
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unusable(error)),
    };
    let mut text = Zeroizing::new(Vec::new());
    file.take(FILE_BYTES_MAX).read_to_end(&mut text).map_err(unusable)?;
    let key = text.strip_prefix(FORM.as_bytes()).and_then(|rest| {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(rest.trim_ascii_end()).ok()?);
        Key::from_slice(&bytes)
    });
    key.map(Some).ok_or_else(|| KeyError::BadKeyFile(path.to_owned()))
}

#[cfg(test)]
mod tests;
