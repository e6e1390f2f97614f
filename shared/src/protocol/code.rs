//! Reasons, as codes: one for every refusal and every closing. The words a person reads for each
//! stand in the app's messages. A code's text never changes.

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its text on the wire.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes!(
    /// Why a push was not taken.
    Refusal {
        /// The document is unknown, or not the member's to write: the same answer for both.
        NoRight = "no-right",
        /// A guarded field that this member may not write.
        Guarded = "guarded",
        /// Not a change chunk, cut short, or with a wrong checksum.
        Malformed = "malformed",
        /// Over a limit.
        TooLarge = "too-large",
        /// Builds on changes the relay does not have.
        Missing = "missing",
        /// The actor belongs to somebody else, or its sequence has a gap.
        Author = "author",
        /// A receipt that this relay did not give.
        Receipt = "receipt",
        /// Touches what only computed changes touch, or a false genesis or upgrade.
        Computed = "computed",
        /// Writes a value or container the kind does not have.
        Shape = "shape",
        /// The document was ended; nothing may be added.
        Gone = "gone",
        /// The relay cannot store now (disk full, database away): keep it and try again later.
        Later = "later",
    }
);

impl Refusal {
    /// Whether the same push may succeed later without anything being changed.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Later)
    }
}

codes!(
    /// Why the relay closes a connection.
    CloseCode {
        /// No common version of the protocol: the app must be updated.
        Version = "version",
        /// The ticket is unknown, used or too old: ask for a new one.
        Ticket = "ticket",
        /// The session ended or the device was revoked: sign in again.
        SignedOut = "signed-out",
        /// A frame that is not of the protocol.
        Malformed = "malformed",
        /// Over a limit.
        Limit = "limit",
        /// The socket did not take its frames in time: connect again and catch up.
        Slow = "slow",
        /// The relay is stopping or cannot reach its database: come back.
        Away = "away",
    }
);
