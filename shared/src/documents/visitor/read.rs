//! What stands in a visitor's document, as plain data. It must never settle a dispute.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::Decoder;

use super::{DAYS, OWN, PAUSE, REGISTER, RegisterField, TRAINING, WEEK, WISHES, weekday_code};
use crate::documents::document::Document;
use crate::documents::field::{Scalar, Stated};
use crate::documents::log::Entry;
use crate::documents::root::About;
use crate::domain::{Availability, HalfDay, Period, TrainingKind};
use crate::ids::{DocumentId, MemberId};
use crate::time::{ClockTime, Day, Weekday};

/// A training that the visitor went to or is asked to come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// The key of its entry.
    pub key: String,
    /// What it is.
    pub kind: TrainingKind,
    /// Its day.
    pub day: Day,
    /// When it begins, if that is known.
    pub time: Option<ClockTime>,
    /// Where; may be empty.
    pub place: String,
}

/// A visitor as their document says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// The document.
    pub id: DocumentId,
    /// Who.
    pub member: MemberId,
    /// What the prefecture registered.
    pub register: BTreeMap<RegisterField, Stated<String>>,
    /// When they can come. Of two pauses that stand neither holds.
    pub availability: Availability,
    /// The pause, as everybody said it.
    pub pause: Stated<Period>,
    /// What they wish.
    pub wishes: String,
    /// The trainings that hold, in the order of their days.
    pub trainings: Vec<Training>,
    /// Entries of trainings that this version cannot read.
    pub unread_trainings: usize,
}

impl Visitor {
    /// Whether something stands twice that was answered once.
    pub fn is_disputed(&self) -> bool {
        self.pause.is_disputed()
            || self.register.values().any(Stated::is_disputed)
            || self.availability.week.values().any(Option::is_none)
            || self.availability.days.values().any(Option::is_none)
    }
}

/// The whole; `None` if the document is of another kind.
pub fn read(document: &Document) -> Option<Visitor> {
    let About::Visitor { member } = document.root().about else {
        return None;
    };
    let text = |field: RegisterField| {
        document.stated(REGISTER, field.key(), None).filter_map(|value| value.text().map(str::to_owned))
    };
    let pause = document.stated(OWN, PAUSE, None).filter_map(|value| value.text()?.parse::<Period>().ok());
    let (trainings, unread_trainings) = trainings(document);
    Some(Visitor {
        id: document.id(),
        member,
        register: RegisterField::ALL.into_iter().map(|field| (field, text(field))).collect(),
        availability: Availability {
            week: halves(document, WEEK, |code| Weekday::ALL.into_iter().find(|day| weekday_code(*day) == code)),
            days: halves(document, DAYS, |code| code.parse().ok()),
            pause: pause.settled().copied(),
        },
        pause,
        wishes: document.text(WISHES),
        trainings,
        unread_trainings,
    })
}

fn halves<T: Ord>(
    document: &Document,
    container: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> BTreeMap<(T, HalfDay), Option<bool>> {
    let half = |key: String| {
        let (day, half) = key.split_once('/')?;
        let at = (read(day)?, HalfDay::from_code(half)?);
        let stated = document.stated(container, &key, None).filter_map(|value| match value {
            Scalar::Flag(can) => Some(*can),
            _ => None,
        });
        Some((at, stated.settled().copied()))
    };
    document.keys(container).into_iter().filter_map(half).collect()
}

/// The trainings that hold: an entry that another takes the place of does not.
fn trainings(document: &Document) -> (Vec<Training>, usize) {
    let entries = document.entries(TRAINING);
    let found: Vec<(Option<String>, Option<Training>)> = entries.iter().filter_map(read_training).collect();
    let replaced: BTreeSet<&String> = found.iter().filter_map(|(instead_of, _)| instead_of.as_ref()).collect();
    let holds = |training: &Training| !replaced.contains(&training.key);
    let mut trainings: Vec<Training> =
        found.iter().filter_map(|(_, training)| training.clone()).filter(holds).collect();
    trainings.sort_by(|one, other| (one.day, one.time, &one.key).cmp(&(other.day, other.time, &other.key)));
    (trainings, entries.len() - found.len())
}

fn read_training(entry: &Entry) -> Option<(Option<String>, Option<Training>)> {
    let mut d = Decoder::new(entry.bytes.as_deref()?);
    if d.array().ok()?? < 7 {
        return None;
    }
    MemberId::from_slice(d.bytes().ok()?)?;
    d.i64().ok()?;
    let instead_of = nullable(&mut d)?;
    let kind = TrainingKind::from_code(d.str().ok()?)?;
    let day = nullable(&mut d)?.map(|day| day.parse::<Day>()).transpose().ok()?;
    let time = nullable(&mut d)?.map(|time| time.parse::<ClockTime>()).transpose().ok()?;
    let place = d.str().ok()?.to_owned();
    Some((instead_of, day.map(|day| Training { key: entry.key.clone(), kind, day, time, place })))
}

fn nullable(d: &mut Decoder<'_>) -> Option<Option<String>> {
    if d.datatype().ok()? == minicbor::data::Type::Null {
        return d.null().ok().map(|()| None);
    }
    Some(Some(d.str().ok()?.to_owned()))
}
