//! What HTTP answers when it does not do what was asked: a code for programs, a sentence for
//! people. It must never tell the inside of a failure to the outside.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::auth::links::LinkError;
use crate::auth::secret::NoRandomness;
use crate::auth::sessions::NotUsed;
use crate::auth::signing_in::Refused;
use crate::storage::StorageError;

/// Why a request was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiError {
    /// The sign-in link was used before.
    LinkUsed,
    /// The sign-in link's days are over.
    LinkExpired,
    /// No such sign-in link.
    LinkUnknown,
    /// No session stands for this person in this browser.
    SignedOut,
    /// The device is right, the person's secret is not.
    WrongSecret {
        /// So many more wrong ones lock the device.
        left: u32,
        /// The app takes the next one after this long.
        wait_seconds: u64,
    },
    /// Too many wrong secrets were shown on this device.
    DeviceLocked,
    /// Another text of the pledge than the one in force was accepted.
    PledgeChanged,
    /// Too many tries.
    RateLimited {
        /// Try again after this long.
        wait_seconds: u64,
    },
    /// The request is not what this address takes.
    BadRequest,
    /// A page of another site asked.
    ForeignOrigin,
    /// A bearer token that does not stand.
    TokenRefused,
    /// Nothing is there.
    NotFound,
    /// Not with this method.
    MethodNotAllowed,
    /// The disk is full.
    DiskFull,
    /// The relay cannot do it now.
    Unavailable,
}

impl ApiError {
    fn status(self) -> StatusCode {
        match self {
            Self::LinkUsed | Self::LinkExpired => StatusCode::GONE,
            Self::LinkUnknown | Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignedOut | Self::TokenRefused | Self::WrongSecret { .. } => StatusCode::UNAUTHORIZED,
            Self::PledgeChanged => StatusCode::CONFLICT,
            Self::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::ForeignOrigin | Self::DeviceLocked => StatusCode::FORBIDDEN,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The code that programs read.
    pub fn code(self) -> &'static str {
        match self {
            Self::LinkUsed => "link_used",
            Self::LinkExpired => "link_expired",
            Self::LinkUnknown => "link_unknown",
            Self::SignedOut => "signed_out",
            Self::WrongSecret { .. } => "wrong_secret",
            Self::DeviceLocked => "device_locked",
            Self::PledgeChanged => "pledge_changed",
            Self::RateLimited { .. } => "rate_limited",
            Self::BadRequest => "bad_request",
            Self::ForeignOrigin => "foreign_origin",
            Self::TokenRefused => "token_refused",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::DiskFull => "disk_full",
            Self::Unavailable => "unavailable",
        }
    }

    /// The sentence that people read.
    fn message(self) -> &'static str {
        match self {
            Self::LinkUsed => {
                "このリンクは、すでに使われています。サインインのリンクは1回だけ使えます。\
                 新しいリンクは、事務局か県の担当者に頼んでください。"
            }
            Self::LinkExpired => {
                "このリンクの期限（7日間）が過ぎています。\
                 新しいリンクは、事務局か県の担当者に頼んでください。"
            }
            Self::LinkUnknown => {
                "このリンクは使えません。リンクの全体が写されているか確かめてください。\
                 それでも開けないときは、新しいリンクを事務局か県の担当者に頼んでください。"
            }
            Self::SignedOut => {
                "サインインの期間が終わっています。新しいリンクを事務局か県の担当者に頼んでください。\
                 この端末に保存したものは、そのまま残っています。"
            }
            Self::WrongSecret { .. } => {
                "暗証番号がちがいます。もう一度、ゆっくり入れてください。続けてまちがえると、この端末は使えなくなります。"
            }
            Self::DeviceLocked => {
                "暗証番号のまちがいが続いたため、この端末を止めました。新しいリンクを事務局か県の担当者に頼んでください。\
                 この端末に保存したものは、消えていません。"
            }
            Self::PledgeChanged => {
                "秘密を守る約束の文が、新しくなっています。リンクをもう一度開いて、新しい文を読んでください。"
            }
            Self::RateLimited { .. } => {
                "続けて何度も試されたため、少しのあいだ止めています。1分ほど待ってから、もう一度開いてください。"
            }
            Self::BadRequest => "送られた内容を読み取れませんでした。画面を開きなおしてください。",
            Self::ForeignOrigin => "ほかのサイトからの操作は受け付けません。",
            Self::TokenRefused => "このトークンは使えません。otozure member token で新しいトークンを作ってください。",
            Self::NotFound => "ここには何もありません。アドレスを確かめてください。",
            Self::MethodNotAllowed => "このアドレスでは、その操作はできません。",
            Self::DiskFull => {
                "県のサーバーのディスクがいっぱいで、いまは保存できません。\
                 これまでに届いたものは無事です。県の担当者に知らせてください。"
            }
            Self::Unavailable => "県のサーバーがいま応じられません。少し待ってから、もう一度開いてください。",
        }
    }
}

#[derive(Serialize)]
struct Body {
    code: &'static str,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_seconds: Option<u64>,
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (left, wait_seconds) = match self {
            Self::WrongSecret { left, wait_seconds } => (Some(left), Some(wait_seconds)),
            _ => (None, None),
        };
        let body = Json(Body { code: self.code(), message: self.message(), left, wait_seconds });
        let mut response = (self.status(), body).into_response();
        if let Self::RateLimited { wait_seconds } = self {
            let wait = HeaderValue::from(wait_seconds.max(1));
            response.headers_mut().insert(header::RETRY_AFTER, wait);
        }
        response
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::NotAMember => Self::SignedOut,
            StorageError::Full => {
                tracing::error!("the disk is full: nothing more can be stored");
                Self::DiskFull
            }
            error => {
                tracing::error!(%error, "the store did not do what was asked");
                Self::Unavailable
            }
        }
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "no secret can be made");
        Self::Unavailable
    }
}

impl From<LinkError> for ApiError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Storage(error) => error.into(),
            LinkError::NoRandomness(error) => error.into(),
        }
    }
}

impl From<NotUsed> for ApiError {
    fn from(error: NotUsed) -> Self {
        match error {
            NotUsed::Storage(error) => error.into(),
            NotUsed::NoRandomness(error) => error.into(),
        }
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::LinkUsed => Self::LinkUsed,
            Refused::LinkExpired => Self::LinkExpired,
            Refused::LinkUnknown => Self::LinkUnknown,
            Refused::BadSignature => Self::BadRequest,
            Refused::PledgeChanged => Self::PledgeChanged,
            Refused::SignedOut => Self::SignedOut,
            Refused::TooMany { wait_seconds } => Self::RateLimited { wait_seconds },
            Refused::WrongSecret { left, wait_seconds } => Self::WrongSecret { left, wait_seconds },
            Refused::DeviceLocked => Self::DeviceLocked,
            Refused::NoRandomness(error) => error.into(),
            Refused::Storage(error) => error.into(),
        }
    }
}
