//! A fact in words: when, where, what. It must never say a word about a person: facts have none,
//! and the wish that an import published stays in its own table.

use shared::domain::{Category, ProgrammeData};
use shared::ids::{HospitalId, OfficeId};
use shared::report::{Line, When};

use crate::messages::figures as say;

/// One fact.
pub fn of(line: &Line, programme: &ProgrammeData) -> String {
    let parts: Vec<String> = match line {
        Line::Request { office, when: day, admission, channel, hospital } => {
            let admission = admission.map(|admission| admission.label().to_owned());
            let channel = channel.map(|channel| channel.label().to_owned());
            let hospital = hospital.as_ref().map(|hospital| hospital_name(hospital, programme));
            let known = [when(*day), say::REQUEST.to_owned(), office_name(office, programme)];
            known.into_iter().chain(hospital).chain(channel).chain(admission).collect()
        }
        Line::Outcome { when: day, outcome, .. } => vec![when(*day), outcome.label().to_owned()],
        Line::Visit { day, office, hospital, pair, next, .. } => {
            let office = office.as_ref().map(|office| office_name(office, programme));
            let next = next.map(|next| next.label().to_owned());
            let known = [day.japanese(), say::VISIT.to_owned(), hospital_name(hospital, programme), categories(pair)];
            known.into_iter().chain(office).chain(next).collect()
        }
        Line::Extra { when: day, reason, .. } => vec![when(*day), reason.label().to_owned()],
        Line::Content { when: day, content, .. } => vec![when(*day), content.label().to_owned()],
        // No table counts it, so no cell leads here.
        Line::Aftercare { .. } => Vec::new(),
        Line::Training { course, when: day, stage, route, category } => {
            let route = route.map(|route| route.label().to_owned());
            let category = category.map(|category| category.label().to_owned());
            let known = [say::course(*course), when(*day), stage.label().to_owned()];
            known.into_iter().chain(route).chain(category).collect()
        }
    };
    parts.join("　")
}

fn when(when: When) -> String {
    match when {
        When::Day(day) => day.japanese(),
        When::Month(month) => month.japanese(),
    }
}

fn office_name(id: &OfficeId, programme: &ProgrammeData) -> String {
    programme.office(id).map_or_else(|| id.to_string(), |office| office.short.clone())
}

fn hospital_name(id: &HospitalId, programme: &ProgrammeData) -> String {
    programme
        .hospital(id)
        .map_or_else(|| format!("{}（{id}）", say::UNKNOWN_HOSPITAL), |hospital| hospital.name.clone())
}

fn categories(pair: &[Option<Category>]) -> String {
    let label = |category: &Option<Category>| category.map_or(say::UNKNOWN_CATEGORY, Category::label);
    pair.iter().map(label).collect::<Vec<_>>().join("と")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{programme, sources};
    use super::*;

    #[test]
    fn a_fact_says_when_where_and_what() {
        let programme = programme();
        let all: Vec<String> =
            sources().iter().flat_map(|source| &source.lines).map(|line| of(line, &programme)).collect();
        for wanted in [
            "令和6年11月　依頼　keno",
            "令和7年1月　依頼　closed",
            "令和6年11月　訪問調整するもキャンセル",
            "令和6年12月16日(月)　訪問　みほん病院　ピアサポーターとMHSW協会",
            "令和7年1月20日(月)　訪問　みほん病院　区分不明と区分不明",
            "令和6年12月20日(金)　訪問　みほん病院　ピアサポーターと事業所職員　keno",
            "令和6年12月　本人の話を聴く",
            "第2回の養成研修　令和6年10月28日(月)　登録者数　ピアサポーター",
        ] {
            assert!(all.iter().any(|words| words == wanted), "{wanted} in {all:#?}");
        }
    }

    #[test]
    fn the_published_wish_is_not_repeated() {
        for line in sources().iter().flat_map(|source| &source.lines) {
            assert!(!of(line, &programme()).contains("話を\t聴いてほしい"));
        }
    }
}
