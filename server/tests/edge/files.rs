//! The web app's files: types, packed forms, headers, and what is missing.

use std::path::Path;

use super::client::{get, send};
use super::running::Running;

fn build_app(folder: &Path) {
    let web = folder.join("web");
    std::fs::create_dir_all(web.join("assets")).unwrap();
    std::fs::create_dir_all(web.join("icons")).unwrap();
    let files = [
        ("index.html", "<!doctype html><title>おとずれ</title>"),
        ("index.html.br", "packed page"),
        ("service-worker.js", "worker"),
        ("manifest.webmanifest", "{}"),
        ("icons/mark.svg", "<svg/>"),
        ("assets/app-1a2b.wasm", "plain wasm"),
        ("assets/app-1a2b.wasm.br", "br wasm"),
        ("assets/app-1a2b.wasm.gz", "gz wasm"),
        ("assets/app-1a2b.js", "script"),
        ("assets/style-1a2b.css", "style"),
    ];
    for (name, content) in files {
        std::fs::write(web.join(name), content).unwrap();
    }
    std::fs::write(folder.join("data/secret.txt"), "secret").unwrap();
}

#[tokio::test]
async fn files_have_their_types_and_packed_forms() {
    let relay = Running::start().await;
    build_app(relay.folder.path());
    relay
        .ask(|address| {
            let kind = |path: &str| get(address, path, &[]).header("content-type").unwrap().to_owned();
            assert_eq!(kind("/"), "text/html; charset=utf-8");
            assert_eq!(kind("/assets/app-1a2b.wasm"), "application/wasm");
            assert_eq!(kind("/assets/app-1a2b.js"), "text/javascript");
            assert_eq!(kind("/assets/style-1a2b.css"), "text/css");
            assert_eq!(kind("/service-worker.js"), "text/javascript");
            assert_eq!(kind("/manifest.webmanifest"), "application/manifest+json");
            assert_eq!(kind("/icons/mark.svg"), "image/svg+xml");

            let packed = |encoding| get(address, "/assets/app-1a2b.wasm", &[("accept-encoding", encoding)]);
            let br = packed("gzip, deflate, br");
            assert_eq!((br.header("content-encoding"), br.body.as_slice()), (Some("br"), &b"br wasm"[..]));
            assert_eq!(br.header("content-type"), Some("application/wasm"));
            assert_eq!(br.header("vary"), Some("accept-encoding"));
            let gzip = packed("gzip");
            assert_eq!((gzip.header("content-encoding"), gzip.body.as_slice()), (Some("gzip"), &b"gz wasm"[..]));
            let plain = packed("identity");
            assert_eq!((plain.header("content-encoding"), plain.body.as_slice()), (None, &b"plain wasm"[..]));
            let page = get(address, "/visits/abc", &[("accept-encoding", "br")]);
            assert_eq!((page.status, page.body.as_slice()), (200, &b"packed page"[..]));
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn hashed_files_are_kept_and_all_others_asked_for_anew() {
    let relay = Running::start().await;
    build_app(relay.folder.path());
    relay
        .ask(|address| {
            let keep = |path: &str| get(address, path, &[]).header("cache-control").unwrap().to_owned();
            assert_eq!(keep("/assets/app-1a2b.js"), "public, max-age=31536000, immutable");
            for path in ["/", "/today", "/service-worker.js", "/manifest.webmanifest"] {
                assert_eq!(keep(path), "no-cache", "{path}");
            }
            assert_eq!(keep("/assets/gone-0.js"), "no-store");
            let page = get(address, "/", &[]);
            let modified = page.header("last-modified").unwrap().to_owned();
            let again = get(address, "/", &[("if-modified-since", &modified)]);
            assert_eq!(again.status, 304);
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn a_missing_file_is_missing_and_never_the_page() {
    let relay = Running::start().await;
    build_app(relay.folder.path());
    relay
        .ask(|address| {
            for path in [
                "/assets/gone-0.wasm",
                "/assets/",
                "/assets/app",
                "/icons/none.png",
                "/favicon.ico",
                "/../data/secret.txt",
                "/%2e%2e/data/secret.txt",
                "/assets/..%2f..%2fdata/secret.txt",
                "/data/secret.txt",
            ] {
                let answer = get(address, path, &[]);
                assert_eq!(answer.status, 404, "{path}");
                assert!(!String::from_utf8_lossy(&answer.body).contains("doctype"), "{path}");
                assert!(!String::from_utf8_lossy(&answer.body).contains("secret"), "{path}");
            }
            let posted = send(address, "POST /today", &[], "");
            assert_eq!(posted.status, 405);
            let head = send(address, "HEAD /today", &[], "");
            assert_eq!((head.status, head.body.len()), (200, 0));
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn every_answer_keeps_others_out() {
    let relay = Running::start().await;
    build_app(relay.folder.path());
    let port = relay.address.port();
    relay
        .ask(move |address| {
            for path in ["/", "/assets/app-1a2b.js", "/assets/gone", "/api/enrol", "/ws"] {
                let answer = get(address, path, &[]);
                let policy = answer.header("content-security-policy").unwrap();
                let mut rules: Vec<&str> = policy.split("; ").collect();
                rules.sort_unstable();
                let connect = format!("connect-src 'self' ws://localhost:{port} ws://127.0.0.1:{port}");
                let mut expected = vec![
                    "default-src 'none'",
                    "script-src 'self' 'wasm-unsafe-eval'",
                    "style-src 'self'",
                    "img-src 'self' data: blob:",
                    "font-src 'self'",
                    &connect,
                    "worker-src 'self'",
                    "manifest-src 'self'",
                    "base-uri 'none'",
                    "form-action 'none'",
                    "frame-ancestors 'none'",
                    "object-src 'none'",
                    "require-trusted-types-for 'script'",
                    "trusted-types otozure",
                ];
                expected.sort_unstable();
                assert_eq!(rules, expected, "{path}");
                for (name, value) in [
                    ("x-content-type-options", "nosniff"),
                    ("referrer-policy", "no-referrer"),
                    ("cross-origin-opener-policy", "same-origin"),
                    ("cross-origin-resource-policy", "same-origin"),
                ] {
                    assert_eq!(answer.header(name), Some(value), "{path}");
                }
                assert_eq!(answer.header("strict-transport-security"), None);
            }
        })
        .await;
    relay.stop().await;
}

#[tokio::test]
async fn an_app_that_is_not_built_says_what_to_do() {
    let relay = Running::start().await;
    let answer = relay.ask(|address| get(address, "/", &[])).await;
    assert_eq!(answer.status, 503);
    assert!(String::from_utf8(answer.body).unwrap().contains("--app"));
    relay.stop().await;
}
