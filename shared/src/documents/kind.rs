//! The kinds of documents, one for each thing that has its own readers and writers. It must
//! never say who those are: that is `access`.

/// What a document is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Areas, offices, hospitals, dated policies, quotas: one for a prefecture.
    Programme,
    /// 手引き, Q&A, cards and posters.
    Handbook,
    /// An office's own ledger of hospitals and outreach, without any person's data.
    Desk,
    /// A visitor: category, appointment, training, wishes.
    Visitor,
    /// A training course.
    Course,
    /// 依頼: the person, the wish, gate A, eligibility, outcome.
    Request,
    /// A visit: pair, briefing, note, contents, what comes next.
    Visit,
    /// Care for one visitor after one visit by one supporter.
    Aftercare,
    /// A question of eligibility to the prefecture.
    Consult,
    /// The figures of an office and month, frozen.
    Report,
    /// An opinion, a trouble, a meeting.
    Board,
    /// A concern for safety (article 40-3 of the Mental Health and Welfare Act).
    Safeguard,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 12] = [
        Kind::Programme,
        Kind::Handbook,
        Kind::Desk,
        Kind::Visitor,
        Kind::Course,
        Kind::Request,
        Kind::Visit,
        Kind::Aftercare,
        Kind::Consult,
        Kind::Report,
        Kind::Board,
        Kind::Safeguard,
    ];

    /// Its name in roots, on the wire and in the store. Never changes.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Programme => "programme",
            Kind::Handbook => "handbook",
            Kind::Desk => "desk",
            Kind::Visitor => "visitor",
            Kind::Course => "course",
            Kind::Request => "request",
            Kind::Visit => "visit",
            Kind::Aftercare => "aftercare",
            Kind::Consult => "consult",
            Kind::Report => "report",
            Kind::Board => "board",
            Kind::Safeguard => "safeguard",
        }
    }

    /// Whether it is for the few whom its root names, and nobody may take it anywhere else: into a file, a list of an
    /// office, a table.
    pub fn is_for_few(self) -> bool {
        matches!(self, Kind::Aftercare | Kind::Safeguard)
    }

    /// Reads a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
