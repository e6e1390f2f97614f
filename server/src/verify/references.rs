//! References from rows and documents to members, offices and hospitals: each must lead somewhere.

use shared::access::Tie;
use shared::documents::{Document, Kind, ties, visit};
use shared::ids::{DocumentId, HospitalId, OfficeId};
use shared::report::Line;

use super::{Fault, Known, Verified};
use crate::storage::{MemberRow, StoredChange};

impl Known {
    /// Whether an office exists; every one does while there is no programme to ask.
    fn office(&self, id: &OfficeId) -> bool {
        self.programme.as_ref().is_none_or(|programme| programme.office(id).is_some())
    }

    fn hospital(&self, id: &HospitalId) -> bool {
        self.programme.as_ref().is_none_or(|programme| programme.hospital(id).is_some())
    }
}

fn no_office(about: impl ToString, office: &OfficeId, verified: &mut Verified) {
    let what = format!("事業所 {office} は事業の設定にありません");
    verified.find(Fault::DanglingReference, about, what);
}

pub(super) fn members(members: &[MemberRow], known: &Known, verified: &mut Verified) {
    for member in members.iter().filter(|member| member.active) {
        for office in member.fields.offices.iter().filter(|office| !known.office(office)) {
            no_office(member.id, office, verified);
        }
    }
}

pub(super) fn authors(id: DocumentId, stored: &[StoredChange], known: &Known, verified: &mut Verified) {
    for change in stored {
        if let Some(author) = change.author
            && !known.members.contains(&author.member)
        {
            let what = format!("変更 {} の著者 {} は登録にありません", change.hash, author.member);
            verified.find(Fault::DanglingReference, id, what);
        }
    }
}

pub(super) fn document(id: DocumentId, document: &Document, known: &Known, verified: &mut Verified) {
    for tie in ties(document) {
        match tie {
            Tie::Office(office) if !known.office(&office) => no_office(id, &office, verified),
            Tie::Pair(member) | Tie::Author(member) | Tie::Supporter(member) if !known.members.contains(&member) => {
                let what = format!("{member} は登録にありません");
                verified.find(Fault::DanglingReference, id, what);
            }
            _ => {}
        }
    }
    if document.kind() == Kind::Visit
        && let Some(hospital) = visit::plan(document).hospital.settled()
        && !known.hospital(hospital)
    {
        let what = format!("病院 {hospital} は事業の設定にありません");
        verified.find(Fault::DanglingReference, id, what);
    }
}

pub(super) fn lines(source: &str, lines: &[Line], known: &Known, verified: &mut Verified) {
    for (number, line) in (1..).zip(lines) {
        let about = format!("{source} の{number}行目");
        let office = match line {
            Line::Request { office, .. } => Some(office),
            Line::Visit { office, .. } => office.as_ref(),
            _ => None,
        };
        if let Some(visitor) = line.visitor().filter(|visitor| !known.members.contains(visitor)) {
            let what = format!("{visitor} は登録にありません");
            verified.find(Fault::DanglingReference, &about, what);
        }
        if let Some(office) = office.filter(|office| !known.office(office)) {
            no_office(&about, office, verified);
        }
        if let Line::Visit { hospital, .. } | Line::Request { hospital: Some(hospital), .. } = line
            && !known.hospital(hospital)
        {
            let what = format!("病院 {hospital} は事業の設定にありません");
            verified.find(Fault::DanglingReference, about, what);
        }
    }
}
