//! Roles after a restore: nobody is served by them before somebody has looked.

use crate::command::{Served, run, said, serve};

#[test]
fn nobody_is_served_after_a_restore_before_roles_were_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let (data, anew) = (folder.path().join("data"), folder.path().join("anew"));
    let file = folder.path().join("backup.sqlite3");
    Served::start(&mut serve(&data)).stop();
    let (data, file) = (data.to_str().unwrap(), file.to_str().unwrap());
    assert_eq!(run(&["backup", file, "--data", data]).status.code(), Some(0));
    // What was given and taken away after the backup.
    let given = run(&["member", "change", "試作つばさ", "--role", "coordinator", "--office", "smile", "--data", data]);
    assert_eq!(given.status.code(), Some(0), "{}", said(&given));
    let restored = run(&["restore", file, "--data", anew.to_str().unwrap(), "--keys", data]);
    assert_eq!(restored.status.code(), Some(0), "{}", said(&restored));

    let refused = serve(&anew).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(said(&refused).contains("otozure member confirm"), "{}", said(&refused));
    let confirm = |number: &[&str]| {
        let mut words = vec!["member", "confirm", "--data", anew.to_str().unwrap()];
        words.extend_from_slice(number);
        let output = run(&words);
        (output.status.code(), said(&output))
    };
    let (_, shown) = confirm(&[]);
    assert!(shown.contains("試作 つばさ  訪問支援員"), "as it was at the time of the backup: {shown}");
    let number = number_in(&shown);
    let change = ["member", "change", "試作つばさ", "--role", "coordinator", "--office", "smile", "--data"];
    let changed = run(&[&change[..], &[anew.to_str().unwrap()]].concat());
    assert!(said(&changed).contains("コーディネーター  smile"), "{}", said(&changed));
    let (code, told) = confirm(&[&number]);
    assert_eq!(code, Some(1), "a list that was not seen is not confirmed: {told}");
    let (_, shown) = confirm(&[]);
    let (code, told) = confirm(&[&number_in(&shown)]);
    assert_eq!(code, Some(0), "{told}");
    Served::start(&mut serve(&anew)).stop();
}

fn number_in(shown: &str) -> String {
    let (_, after) = shown.rsplit_once("member confirm ").unwrap();
    after.chars().take_while(char::is_ascii_hexdigit).collect()
}

#[test]
fn a_membership_is_changed_only_as_the_programme_has_room_for() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    Served::start(&mut serve(folder.path())).stop();
    let change = |more: &[&str]| {
        let output = run(&[&["member", "change", "仮名さくら", "--data", data], more].concat());
        (output.status.code(), said(&output))
    };
    for (more, words) in [
        (vec!["--name", " "], "空にはできません"),
        (vec!["--role", "coordinator", "--no-office"], "--office"),
        (vec!["--office", "nowhere"], "nowhere という事業所はありません"),
        (vec!["--role", "prefecture", "--category", "volunteer"], "訪問支援員だけ"),
    ] {
        let (code, told) = change(&more);
        assert_eq!(code, Some(1), "{told}");
        assert!(told.contains(words), "{told}");
    }
    let (code, told) = change(&[]);
    assert!(code == Some(0) && told.contains("変わるところはありません"), "{told}");
    let (code, told) = change(&["--role", "prefecture", "--no-office", "--safeguarding", "true"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("仮名 さくら  県担当者    通報の記録を読む担当"), "no category is left: {told}");
    run(&["member", "end", "仮名さくら", "--data", data]);
    let (code, told) = change(&["--role", "prefecture"]);
    assert!(code == Some(1) && told.contains("登録は終わっています"), "{told}");
}
