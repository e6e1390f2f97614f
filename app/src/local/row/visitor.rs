//! The line of a visitor in a row.

use std::collections::BTreeMap;

use minicbor::{Decoder, decode};
use shared::documents::visitor::Training;
use shared::domain::{Availability, HalfDay, TrainingKind};
use shared::ids::MemberId;
use shared::time::{Day, Weekday};

use crate::local::codec::{self, Out, Written};
use crate::store::projection::VisitorLine;

pub fn write(e: &mut Out<'_>, line: &VisitorLine) -> Written {
    e.array(6)?.bytes(&line.member.0)?;
    put_halves(e, &line.availability.week, |day| day.label().to_owned())?;
    put_halves(e, &line.availability.days, Day::to_string)?;
    codec::put_text(e, line.availability.pause.map(|pause| pause.to_string()).as_deref())?;
    e.array(line.trainings.len() as u64)?;
    for training in &line.trainings {
        e.array(5)?.str(&training.key)?.str(training.kind.code())?.str(&training.day.to_string())?;
        codec::put_text(e, training.time.map(|time| time.to_string()).as_deref())?;
        e.str(&training.place)?;
    }
    e.bool(line.disputed)?;
    Ok(())
}

pub fn read(d: &mut Decoder<'_>) -> Result<VisitorLine, decode::Error> {
    codec::array(d, 6)?;
    Ok(VisitorLine {
        member: MemberId::from_slice(d.bytes()?).ok_or_else(|| codec::wrong("a member of another length"))?,
        availability: Availability {
            week: halves(d, Weekday::from_label)?,
            days: halves(d, |text| text.parse().ok())?,
            pause: codec::parsed(d)?,
        },
        trainings: codec::list(d, training)?,
        disputed: d.bool()?,
    })
}

type Halves<T> = BTreeMap<(T, HalfDay), Option<bool>>;

fn put_halves<T>(e: &mut Out<'_>, halves: &Halves<T>, written: impl Fn(&T) -> String) -> Written {
    e.array(halves.len() as u64)?;
    for ((day, half), can) in halves {
        e.array(3)?.str(&written(day))?.str(half.code())?;
        match can {
            None => e.null()?,
            Some(can) => e.bool(*can)?,
        };
    }
    Ok(())
}

fn halves<T: Ord>(d: &mut Decoder<'_>, day: impl Fn(&str) -> Option<T>) -> Result<Halves<T>, decode::Error> {
    let half = |d: &mut Decoder<'_>| {
        codec::array(d, 3)?;
        let day = day(d.str()?).ok_or_else(|| codec::wrong("a day"))?;
        let half = HalfDay::from_code(d.str()?).ok_or_else(|| codec::wrong("half of a day"))?;
        let can = match d.datatype()? {
            minicbor::data::Type::Null => d.null().map(|()| None)?,
            _ => Some(d.bool()?),
        };
        Ok(((day, half), can))
    };
    Ok(codec::list(d, half)?.into_iter().collect())
}

fn training(d: &mut Decoder<'_>) -> Result<Training, decode::Error> {
    codec::array(d, 5)?;
    Ok(Training {
        key: d.str()?.to_owned(),
        kind: TrainingKind::from_code(d.str()?).ok_or_else(|| codec::wrong("a kind of training"))?,
        day: d.str()?.parse().map_err(|_| codec::wrong("a day"))?,
        time: codec::parsed(d)?,
        place: d.str()?.to_owned(),
    })
}
