//! Keys and retention as an administrator meets them: key files are made and told of, replaced beside a
//! running relay, and what does not fit refuses to start; terms end nothing that was not confirmed.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::command::{Served, otozure, run, said, serve};

fn with_data(data: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = otozure();
    command.args(arguments).arg("--data").arg(data);
    command.output().unwrap()
}

fn goes_well(data: &Path, arguments: &[&str]) -> String {
    let output = with_data(data, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", said(&output));
    said(&output)
}

#[test]
fn a_key_file_is_made_replaced_beside_a_running_relay_and_never_mistaken() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let key = data.join("otozure.key");
    let served = Served::start(&mut serve(&data));
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let before = std::fs::read(&key).unwrap();
    let told = goes_well(&data, &["keys", "rotate"]);
    assert!(told.contains("鍵ファイル") && told.contains("包みなおしました"), "{told}");
    assert_ne!(std::fs::read(&key).unwrap(), before);
    let copy = folder.path().join("keys.copy");
    let told = goes_well(&data, &["keys", "backup", copy.to_str().unwrap()]);
    assert!(told.contains("35日"), "{told}");
    assert_eq!(std::fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!with_data(&data, &["keys", "backup", copy.to_str().unwrap()]).status.success(), "never over a file");
    served.stop();
    assert!(goes_well(&data, &["verify"]).contains("すべて正しく"));

    // The key file from before: nothing starts, and it is said why.
    let good = std::fs::read(&key).unwrap();
    std::fs::write(&key, before).unwrap();
    let refused = with_data(&data, &["verify"]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("この鍵の保管庫のものではありません"), "{}", said(&refused));
    std::fs::write(&key, good).unwrap();
    // Kept elsewhere, it is named once.
    let safe = folder.path().join("safe.key");
    std::fs::rename(&key, &safe).unwrap();
    assert!(said(&with_data(&data, &["verify"])).contains("鍵ファイル"));
    goes_well(&data, &["keys", "rotate", "--key-file", safe.to_str().unwrap()]);
    assert!(goes_well(&data, &["verify"]).contains("すべて正しく"));
}

#[test]
fn retention_ends_nothing_that_nobody_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    Served::start(&mut serve(&data)).stop();
    assert!(goes_well(&data, &["retention", "terms"]).contains("定められていません"));
    let term = ["retention", "term", "visit", "5", "--from", "令和7年4月1日", "--source", "県文書管理規程"];
    assert!(goes_well(&data, &term).contains("訪問  5年"));
    assert!(goes_well(&data, &["retention", "terms"]).contains("県文書管理規程"));
    assert!(goes_well(&data, &["retention", "terms"]).contains("30日（定めがないとき）"));
    assert!(
        goes_well(&data, &["retention", "devices", "14", "--from", "令和7年4月1日"]).contains("14日  令和7年4月1日")
    );
    assert!(goes_well(&data, &["retention", "terms"]).contains("14日  令和7年4月1日"));
    for days in ["0", "3651"] {
        let wrong = with_data(&data, &["retention", "devices", days, "--from", "2025-04-01"]);
        assert_eq!(wrong.status.code(), Some(2), "{days}");
    }
    let told = goes_well(&data, &["retention", "run", "--as-of", "2040-04-01"]);
    assert!(told.contains("調べただけで、何も変えていません"), "{told}");
    let future = with_data(&data, &["retention", "run", "--as-of", "2140-04-01", "--confirm", "--by", "県庁 太郎"]);
    assert!(!future.status.success() && said(&future).contains("まだ来ていない日付"), "{}", said(&future));
    let nobody = with_data(&data, &["retention", "run", "--confirm"]);
    assert_eq!(nobody.status.code(), Some(2), "whoever ends documents says who they are");
    assert!(
        goes_well(&data, &["retention", "run", "--confirm", "--by", "県庁 太郎"]).contains("0件を終わりにしました")
    );
    assert!(goes_well(&data, &["retention", "log"]).contains("まだありません"));
    for wrong in
        [&["retention", "term", "programme", "5", "--from", "2025-04-01"][..], &["retention", "term", "visit", "0"]]
    {
        assert_eq!(with_data(&data, wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert!(goes_well(&data, &["verify"]).contains("すべて正しく"));
    assert!(said(&run(&["retention", "run", "--help"])).contains("--confirm"));
}
