//! The versions of apps, to be compared. It must never take a text for a version that is none.

use core::str::FromStr;

/// The version of an app as it names it in `join`: three numbers with dots between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppVersion(u32, u32, u32);

/// A text that is no version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("アプリの版ではありません（例 0.2.0）")]
pub struct NotAVersion;

impl FromStr for AppVersion {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Self, NotAVersion> {
        let mut numbers = text.split('.').map(|part| {
            let plain = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten().ok_or(NotAVersion)
        });
        let mut next = || numbers.next().unwrap_or(Err(NotAVersion));
        let version = Self(next()?, next()?, next()?);
        if numbers.next().is_none() { Ok(version) } else { Err(NotAVersion) }
    }
}

impl AppVersion {
    /// Whether an app of this name may write where this is the oldest version that may. One whose
    /// version cannot be read may not.
    pub fn admits(self, app: &str) -> bool {
        app.parse::<Self>().is_ok_and(|app| app >= self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        let oldest: AppVersion = "0.10.2".parse().unwrap();
        for app in ["0.10.2", "0.10.10", "0.11.0", "1.0.0"] {
            assert!(oldest.admits(app), "{app}");
        }
        for app in
            ["0.10.1", "0.9.99", "0.2.0", "", "0.10", "0.10.2.1", "1", "v1.0.0", "+1.0.0", "1.0.x", "99999999999.0.0"]
        {
            assert!(!oldest.admits(app), "{app}");
        }
    }
}
