//! Hospitals to choose from, and their names.

use leptos::prelude::*;
use shared::domain::Hospital;
use shared::ids::HospitalId;

use crate::components::Entry;
use crate::store::Store;

/// Every hospital of the programme in 五十音順, to be found by name or よみ.
pub fn entries(store: Store) -> Memo<Vec<Entry>> {
    Memo::new(move |_| {
        store.programme.with(|programme| {
            let Some(programme) = programme else {
                return Vec::new();
            };
            let mut hospitals: Vec<_> = programme.hospitals.iter().collect();
            hospitals.sort_by_cached_key(|hospital| hospital.order());
            let area = |hospital: &Hospital| Some(programme.area(hospital.area.as_ref()?)?.name.clone());
            let entry = |hospital: &Hospital| Entry {
                id: hospital.id.to_string(),
                name: hospital.name.clone(),
                yomi: hospital.yomi.clone().unwrap_or_default(),
                detail: area(hospital).unwrap_or_default(),
            };
            hospitals.into_iter().map(entry).collect()
        })
    })
}

/// The name of a hospital; its id while the programme has not come.
pub fn name(store: Store, id: &HospitalId) -> String {
    let named = store.programme.with(|programme| Some(programme.as_ref()?.hospital(id)?.name.clone()));
    named.unwrap_or_else(|| id.to_string())
}
