//! The built web app. Files with a hash in their name never change and are kept by browsers;
//! everything else is asked for anew. It must never give a page where a file is missing: a
//! service worker would keep it as that file.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::{ServeDir, ServeFile};

use crate::error::ApiError;
use crate::state::AppState;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Serves a file, or the app's page for a page's address.
pub async fn serve(State(state): State<AppState>, request: Request<Body>) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::MethodNotAllowed.into_response();
    }
    let path = request.uri().path().to_owned();
    let answered = if is_page(&path) {
        let index = state.app.join("index.html");
        let page = ServeFile::new(index).precompressed_br().precompressed_gzip();
        page.oneshot(request).await.map(IntoResponse::into_response)
    } else {
        let folder = ServeDir::new(state.app.as_path())
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        folder.oneshot(request).await.map(IntoResponse::into_response)
    };
    let mut response = match answered {
        Ok(response) => response,
        Err(error) => match error {},
    };
    let status = response.status();
    if status == StatusCode::NOT_FOUND || status.is_server_error() {
        return missing(is_page(&path));
    }
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/html") {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, html);
    }
    let immutable = path.starts_with("/assets/") && !status.is_client_error();
    let keep = if immutable { IMMUTABLE } else { ASK_AGAIN };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

/// A page's address ends in a name without a dot; files always have one.
fn is_page(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let files_alone = ["/assets/", "/icons/", "/api/", "/boot/"];
    !last.contains('.') && !files_alone.iter().any(|folder| path.starts_with(folder))
}

fn missing(page: bool) -> Response {
    let (status, text) = if page {
        let text = "アプリのファイルがまだ作られていません。cargo xtask run で作るか、\
                    --app に作られたフォルダーを指定してください。\n";
        (StatusCode::SERVICE_UNAVAILABLE, text)
    } else {
        let text = "このファイルはありません。アドレスを確かめてください。\n";
        (StatusCode::NOT_FOUND, text)
    };
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_never_taken_for_a_page() {
        for page in ["/", "/today", "/visits/3xKz", "/link"] {
            assert!(is_page(page), "{page}");
        }
        for file in ["/assets/app-1.wasm", "/assets/app", "/favicon.ico", "/icons/x", "/a/b.js"] {
            assert!(!is_page(file), "{file}");
        }
    }
}
