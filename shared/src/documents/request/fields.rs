//! The single fields of a request: each a text or a code, each durable by itself as it is typed.

/// A single field. No diagnosis has a place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestField {
    /// The day the request was received, `2024-12-10`.
    Received,
    /// How it came: a code of `RequestChannel`.
    Channel,
    /// Who asked, where it was not the person.
    AskedBy,
    /// The person's name, as written.
    Name,
    /// How the name is read (よみ).
    Kana,
    /// How the person is reached.
    Contact,
    /// The hospital's id.
    Hospital,
    /// The ward (病棟).
    Ward,
    /// The form of admission: a code of `AdmissionType`.
    Admission,
    /// Since when the person is admitted in this form, `2024-12-10` (D6).
    AdmissionFrom,
    /// When somebody from outside last visited: a code of `LastOutsideVisit` (R38).
    LastOutside,
    /// Who could visit (R38).
    WhoCouldVisit,
}

impl RequestField {
    /// Every field in the order of the form.
    pub const ALL: [Self; 12] = [
        Self::Received,
        Self::Channel,
        Self::AskedBy,
        Self::Name,
        Self::Kana,
        Self::Contact,
        Self::Hospital,
        Self::Ward,
        Self::Admission,
        Self::AdmissionFrom,
        Self::LastOutside,
        Self::WhoCouldVisit,
    ];

    /// Its key in the document. Never changes.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Channel => "channel",
            Self::AskedBy => "asked_by",
            Self::Name => "name",
            Self::Kana => "kana",
            Self::Contact => "contact",
            Self::Hospital => "hospital",
            Self::Ward => "ward",
            Self::Admission => "admission",
            Self::AdmissionFrom => "admission_from",
            Self::LastOutside => "last_outside",
            Self::WhoCouldVisit => "who_could_visit",
        }
    }

    /// What the screen calls it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Received => "受け付けた日",
            Self::Channel => "依頼経路",
            Self::AskedBy => "依頼した人",
            Self::Name => "ご本人のお名前",
            Self::Kana => "よみ",
            Self::Contact => "ご本人への連絡のしかた",
            Self::Hospital => "病院",
            Self::Ward => "病棟",
            Self::Admission => "入院形態",
            Self::AdmissionFrom => "その入院形態になった日",
            Self::LastOutside => "病院の外の人との最後の面会",
            Self::WhoCouldVisit => "面会に来られそうな人",
        }
    }
}
