//! Which address is answered by what, and what every answer carries. It must never answer without
//! the headers that keep pages of other sites, scripts of others and frames out.

use axum::Router;
use axum::body::Body;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Response, header};
use axum::response::IntoResponse;
use axum::routing::{any, get, post};
use shared::protocol::limits;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

use crate::auth::rate;
use crate::config::Site;
use crate::error::ApiError;
use crate::routes::{
    accesses, acts, challenge, contact, devices, enrol, files, info, invitation, invite, outbox, passkey, push,
    sessions, signin, signout, socket, ticket,
};
use crate::state::AppState;

/// Bytes of a request's body: a secret or an id in JSON.
const BODY_BYTES_MAX: usize = 4 * 1024;
/// How long a body may pause.
const BODY_PAUSE: std::time::Duration = std::time::Duration::from_secs(10);

/// The relay's whole HTTP.
pub fn router(state: AppState) -> Router {
    let site = state.site.as_ref().clone();
    let no_store = HeaderValue::from_static("no-store");
    let api = Router::new()
        .route("/invitation", limited(&site, post(invitation::tell)))
        .route("/enrol", limited(&site, post(enrol::enrol)))
        .route("/challenge", limited(&site, post(challenge::give)))
        .route("/signin", limited(&site, post(signin::sign_in)))
        .route("/signin/passkey", limited(&site, post(passkey::sign_in)))
        .route("/passkey", limited(&site, post(passkey::state)))
        .route("/passkey/put", limited(&site, post(passkey::put)))
        .route("/push", limited(&site, post(push::state)))
        .route("/push/put", limited(&site, post(push::put)))
        .route("/secret", limited(&site, post(signin::change)))
        .route("/sessions", limited(&site, post(sessions::list)))
        .route("/sessions/end", limited(&site, post(sessions::end)))
        .route("/contact", limited(&site, post(contact::hear)))
        .route("/wiped", limited(&site, post(contact::wiped)))
        .route("/outbox", limited(&site, post(outbox::take).layer(DefaultBodyLimit::max(limits::DELIVERY_BYTES_MAX))))
        .route("/invite", limited(&site, post(invite::make)))
        .route("/devices", limited(&site, post(devices::list)))
        .route("/devices/lost", limited(&site, post(devices::lose)))
        .route("/acts", limited(&site, post(acts::tell).layer(DefaultBodyLimit::max(acts::BODY_BYTES_MAX))))
        .route("/accesses", limited(&site, post(accesses::review)))
        .route("/ticket", limited(&site, post(ticket::give)))
        .route("/signout", post(signout::end))
        .route("/info", limited(&site, get(info::tell)))
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(CsrfLayer::new().with_rejection_response(foreign))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, no_store));
    let router = Router::new()
        .nest("/api", api)
        .route("/api", any(|| async { ApiError::NotFound }))
        .route("/ws", get(socket::open))
        .fallback(files::serve)
        .with_state(state);
    guarded(router, &site)
}

fn limited(site: &Site, route: axum::routing::MethodRouter<AppState>) -> axum::routing::MethodRouter<AppState> {
    match rate::limit(site) {
        Some(layer) => route.layer(layer),
        None => route,
    }
}

fn foreign(_: ProtectionError) -> Response<Body> {
    ApiError::ForeignOrigin.into_response()
}

/// What scripts, styles and connections a page of ours may have.
fn content_security_policy(site: &Site) -> String {
    let sockets = site.socket_origins().join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {sockets}; \
         worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types otozure"
    )
}

fn guarded(mut router: Router, site: &Site) -> Router {
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("permissions-policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];
    for (name, value) in fixed {
        router = with(router, HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(site)) {
        router = with(router, header::CONTENT_SECURITY_POLICY, policy);
    }
    if site.is_proxied() {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        router = with(router, header::STRICT_TRANSPORT_SECURITY, year);
    }
    router
}

fn with(router: Router, name: HeaderName, value: HeaderValue) -> Router {
    router.layer(SetResponseHeaderLayer::overriding(name, value))
}
