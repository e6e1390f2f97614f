//! Words that stand beside the texts of a document: fields and steps of a request, questions and
//! quotations beside a note, an officer's answer. Refused, they are shown like any other word.

use std::collections::BTreeSet;

use shared::documents::request::{self, Request, StepKind};
use shared::documents::visit::{self, Visit};
use shared::documents::{Document, Stated, aftercare, consult, safeguard};

/// Every such word that stands in a document and not in what is left of it.
pub(super) fn lost(document: &Document, left: Option<&Document>) -> Vec<String> {
    let stays: BTreeSet<String> = left.map(words).unwrap_or_default().into_iter().collect();
    words(document).into_iter().filter(|word| !stays.contains(word)).collect()
}

fn words(document: &Document) -> Vec<String> {
    let of_request = request::read(document).as_ref().map(request_words);
    let of_visit = visit::read(document).as_ref().map(visit_words);
    let of_consult = consult::read(document).map(|consult| {
        let answers = consult.answer.all().iter().map(|said| said.value.reason.clone());
        answers.chain(values("面会に来られそうな人", &consult.who_could_visit)).collect::<Vec<_>>()
    });
    let of_care = aftercare::read(document).map(|care| {
        let call = |call: aftercare::Call| format!("電話（{} {}）: {}", call.day, call.state.label(), call.text);
        care.calls.into_iter().map(call).collect::<Vec<_>>()
    });
    let of_concern = safeguard::read(document).map(|concern| {
        let facts = concern.facts.iter().flat_map(|(field, stated)| values(field.label(), stated));
        let steps = concern.steps.iter().filter(|done| !done.text.is_empty());
        facts.chain(steps.map(|done| format!("{}: {}", done.step.label(), done.text))).collect::<Vec<_>>()
    });
    let of_few = of_care.into_iter().chain(of_concern);
    of_request.into_iter().chain(of_visit).chain(of_consult).chain(of_few).flatten().collect()
}

fn values(label: &str, stated: &Stated<String>) -> Vec<String> {
    stated.all().iter().map(|said| format!("{label}: {}", said.value)).collect()
}

fn request_words(request: &Request) -> Vec<String> {
    use request::RequestField as F;
    let fields = [
        (F::AskedBy, &request.asked_by),
        (F::Name, &request.name),
        (F::Kana, &request.kana),
        (F::Contact, &request.contact),
        (F::Ward, &request.ward),
        (F::WhoCouldVisit, &request.who_could_visit),
    ];
    let fields = fields.into_iter().flat_map(|(field, stated)| values(field.label(), stated));
    let steps = request.steps.iter().filter_map(|step| {
        let words = step_words(&step.kind);
        (!words.is_empty()).then(|| format!("{}（{}）: {words}", step.kind.label(), step.at.label()))
    });
    fields.chain(steps).collect()
}

fn step_words(kind: &StepKind) -> String {
    match kind {
        StepKind::IntentConfirmed { confirmed_by, day, .. } => format!("{} {confirmed_by}", day.japanese()),
        StepKind::Judged { decision, reason, .. } => format!("{} {reason}", decision.label()),
        StepKind::Arranged { words, .. } => words.clone(),
        StepKind::Closed { outcome, told } => format!("{} {told}", outcome.label()),
        StepKind::Answered { answer, .. } => answer.label().to_owned(),
        StepKind::Asked { .. } => String::new(),
        StepKind::Undecided { note, .. }
        | StepKind::Paused { note, .. }
        | StepKind::Resumed { note }
        | StepKind::Reopened { note }
        | StepKind::Called { note }
        | StepKind::VisitEnded { note, .. } => note.clone(),
    }
}

fn visit_words(visit: &Visit) -> Vec<String> {
    let questions = visit.questions.iter().flat_map(|question| {
        let answers = question.answers.iter().map(|answer| format!("答え: {}", answer.text));
        [format!("確かめたいこと: {}", question.asked.text)].into_iter().chain(answers)
    });
    let quotes = visit.quotes.iter().map(|quote| format!("写したことば: {}", quote.quoted.text));
    questions.chain(quotes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::documents::Writer;
    use shared::documents::request::RequestField;
    use shared::ids::{Actor, MemberId};
    use shared::time::Instant;

    #[test]
    fn a_name_and_the_words_of_a_step_are_shown_when_they_are_refused() {
        let writer = Writer { actor: Actor([1; 16]), at: Instant::from_ms(1_734_500_000_000) };
        let mut document = request::create("140007".parse().unwrap(), [7; 16]).unwrap();
        let name = vec![(RequestField::Name, Some("見本 はま".to_owned()))];
        request::put(&mut document, &writer, name).unwrap();
        let left = document.clone();
        let note = "病棟から電話があった".to_owned();
        request::add_step(&mut document, &writer, [2; 16], MemberId([3; 8]), &StepKind::Called { note }).unwrap();
        let all = lost(&document, None).join("\n");
        assert!(all.contains("見本 はま") && all.contains("病棟から電話があった"), "{all}");
        let some = lost(&document, Some(&left)).join("\n");
        assert!(!some.contains("見本 はま") && some.contains("病棟から電話があった"), "{some}");
        assert!(lost(&left, Some(&left)).is_empty());
    }
}
