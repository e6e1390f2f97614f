//! What a key file promises: its owner alone reads it, nobody overwrites it, and whoever else makes one at
//! the same time takes up the same.

use std::sync::Barrier;

use super::*;

#[test]
fn a_key_file_is_its_owners_alone_and_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::at(folder.path().join("otozure.key"));
    assert_eq!(file.read().unwrap(), None);
    let key = Key::random().unwrap();
    assert_eq!(file.make(&key).unwrap(), (key.clone(), true));
    assert_eq!(file.read().unwrap(), Some(key.clone()));
    assert_eq!(fs::metadata(file.path()).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!file.is_open_to_others());
    assert_eq!(file.make(&Key::random().unwrap()).unwrap(), (key.clone(), false));
    assert_eq!(file.read().unwrap(), Some(key.clone()), "what was there stays");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the refused one is gone");

    let next = Key::random().unwrap();
    file.write_next(&next, key.id()).unwrap();
    assert_eq!(file.read_next().unwrap(), Some(next.clone()));
    assert_eq!(file.promote(key.id()), Err(KeyError::Rotating), "another key lies there");
    file.promote(next.id()).unwrap();
    assert_eq!((file.read().unwrap(), file.read_next().unwrap()), (Some(next), None));
}

#[test]
fn the_only_copy_of_the_key_in_force_is_not_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = KeyFile::at(folder.path().join("otozure.key"));
    let (old, new) = (Key::random().unwrap(), Key::random().unwrap());
    file.make(&old).unwrap();
    file.write_next(&new, old.id()).unwrap();
    // The store is wrapped by the new one by now, which lies beside the file alone.
    assert_eq!(file.write_next(&Key::random().unwrap(), new.id()), Err(KeyError::Rotating));
    assert_eq!(file.read_next().unwrap(), Some(new.clone()));
    file.promote(new.id()).unwrap();
    file.write_next(&Key::random().unwrap(), new.id()).unwrap();
}

#[test]
fn of_many_that_make_a_key_file_at_once_all_take_up_the_one_that_lies_there() {
    const AT_ONCE: usize = 8;
    for _ in 0..50 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("otozure.key");
        let together = Barrier::new(AT_ONCE);
        let taken: Vec<(Key, bool)> = std::thread::scope(|scope| {
            let one = || {
                together.wait();
                KeyFile::at(path.clone()).make(&Key::random().unwrap()).unwrap()
            };
            let threads: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let there = KeyFile::at(path.clone()).read().unwrap().unwrap();
        assert!(taken.iter().all(|(key, _)| *key == there), "somebody goes on with a key that is in no file");
        assert_eq!(taken.iter().filter(|(_, own)| *own).count(), 1);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
    }
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
