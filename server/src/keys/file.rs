//! The key file: one key in a text file that its owner alone may read. It must never be replaced by half
//! of a file: what is written lies on the disk under another name first.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::{Key, KeyError};

/// What a key file begins with.
const FORM: &str = "otozure-key-1 ";
/// A key file is one short line.
const FILE_BYTES_MAX: u64 = 200;
/// What follows the name of a key file that is about to take its place.
const NEXT: &str = "next";

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
        let mut name = self.0.as_os_str().to_owned();
        name.push(".");
        name.push(NEXT);
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

    /// Makes the file with this key; it must not be there.
    ///
    /// # Errors
    /// What the operating system says; the key is on the disk otherwise.
    pub fn make(&self, key: &Key) -> Result<(), KeyError> {
        self.write_next(key)?;
        // A hard link, unlike a renaming, refuses to take the place of a file that came meanwhile.
        let linked = fs::hard_link(self.next(), &self.0);
        fs::remove_file(self.next()).map_err(|error| self.unusable(&error))?;
        linked.map_err(|error| self.unusable(&error))?;
        self.sync_folder()
    }

    /// Puts a key beside the file, to take its place by `promote`.
    ///
    /// # Errors
    /// What the operating system says; the key is on the disk otherwise.
    pub fn write_next(&self, key: &Key) -> Result<(), KeyError> {
        let written = || -> io::Result<()> {
            let next = self.next();
            match fs::remove_file(&next) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(next)?;
            let text = Zeroizing::new(format!("{FORM}{}\n", URL_SAFE_NO_PAD.encode(key.bytes())));
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        written().map_err(|error| self.unusable(&error))?;
        self.sync_folder()
    }

    /// Lets the key beside the file take its place.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn promote(&self) -> Result<(), KeyError> {
        fs::rename(self.next(), &self.0).map_err(|error| self.unusable(&error))?;
        self.sync_folder()
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
mod tests {
    use super::*;

    #[test]
    fn a_key_file_is_its_owners_alone_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("otozure.key"));
        assert_eq!(file.read().unwrap(), None);
        let key = Key::random().unwrap();
        file.make(&key).unwrap();
        assert_eq!(file.read().unwrap(), Some(key.clone()));
        assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!file.is_open_to_others());
        assert!(file.make(&Key::random().unwrap()).is_err());
        assert_eq!(file.read().unwrap(), Some(key), "what was there stays");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the refused one is gone");

        let next = Key::random().unwrap();
        file.write_next(&next).unwrap();
        assert_eq!(file.read_next().unwrap(), Some(next.clone()));
        file.promote().unwrap();
        assert_eq!((file.read().unwrap(), file.read_next().unwrap()), (Some(next), None));
    }

    #[test]
    fn what_is_no_key_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("otozure.key"));
        for text in ["", "words", "otozure-key-1 ", "otozure-key-1 AAAA", "otozure-key-2 "] {
            fs::write(file.path(), text).unwrap();
            assert!(matches!(file.read(), Err(KeyError::BadKeyFile(_))), "{text}");
        }
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(file.is_open_to_others());
    }
}
