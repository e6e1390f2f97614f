//! What a page of tables counts: the address, the day, whose facts, the programme. Everything is
//! derived from the store and the address; it must never hold a figure of its own.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use shared::domain::{ProgrammeData, Role};
use shared::report::{Report, ReportKind};
use shared::time::Day;

use super::address::{Address, Place};
use super::counted::size;
use super::scope::{Facts, Scope};
use crate::messages::figures as say;
use crate::store::use_store;

/// What is counted. `Copy`; made once a page.
#[derive(Clone, Copy)]
pub struct Counting {
    /// What the address says.
    pub address: Memo<Address>,
    /// The day that the tables are true for.
    pub as_of: Memo<Day>,
    /// Whose facts.
    pub scope: Memo<Scope>,
    /// The facts.
    pub facts: Memo<Arc<Facts>>,
    /// Whether there is something to count from: a table before that would claim zeros.
    pub arrived: Memo<bool>,
    /// The programme, with the offices of the scope alone; none until it has come.
    pub programme: Memo<Option<Arc<ProgrammeData>>>,
    go: StoredValue<Box<dyn Fn(String, bool)>, LocalStorage>,
}

impl Counting {
    /// What this page counts.
    pub fn new() -> Counting {
        let store = use_store();
        // The router gives a page of the same route no new query: only the location's is always today's.
        let query = use_location().query;
        let address = Memo::new(move |_| query.with(|query| Address::read(|name| query.get_str(name))));
        let as_of = Memo::new(move |_| address.with(|address| address.as_of).unwrap_or_else(|| store.today.get()));
        let scope = Memo::new(move |_| {
            let (role, offices) = store
                .me
                .with(|me| me.as_ref().map(|me| (me.role, me.offices.clone())))
                .unwrap_or((Role::Visitor, Vec::new()));
            match (role, address.with(|address| address.office.clone())) {
                (Role::Prefecture, None) => Scope::Everything,
                (Role::Prefecture, Some(office)) => Scope::Offices(vec![office]),
                _ => Scope::Offices(offices),
            }
        });
        let facts =
            Memo::new(move |_| store.figures.with(|sources| scope.with(|scope| Arc::new(scope.facts(sources)))));
        let programme = Memo::new(move |_| {
            let programme = store.programme.get()?;
            Some(Arc::new(scope.with(|scope| scope.programme(&programme))))
        });
        let arrived = Memo::new(move |_| {
            // Without a single source the relay alone knows that there is none.
            programme.with(Option::is_some)
                && (store.caught_up.get() || store.figures.with(|sources| !sources.is_empty()))
        });
        let navigate = use_navigate();
        let go = move |href: String, replace: bool| {
            navigate(&href, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
        };
        Counting { address, as_of, scope, facts, arrived, programme, go: StoredValue::new_local(Box::new(go)) }
    }

    /// A table; none until the programme has come.
    pub fn report(self, kind: ReportKind) -> Memo<Option<Arc<Report>>> {
        Memo::new(move |_| {
            let programme = self.programme.get()?;
            let made = self.facts.with(|facts| Report::make(kind, &facts.lines, &programme, self.as_of.get()));
            Some(Arc::new(made))
        })
    }

    /// How many facts a table leaves out because nothing tells their office.
    pub fn left_out(self, kind: ReportKind) -> usize {
        self.programme.with(|programme| {
            let made = |programme: &ProgrammeData| {
                self.facts.with(|facts| Report::make(kind, &facts.without_office, programme, self.as_of.get()))
            };
            programme.as_ref().map_or(0, |programme| size(&made(programme)))
        })
    }

    /// Goes to another address of these pages, in the place of this one: no step of a day and no
    /// closed cell fills the history.
    pub fn replace(self, place: Place, address: &Address) {
        self.go.try_with_value(|go| go(address.href(place), true));
    }

    /// Whose facts, in words.
    pub fn whose(self) -> String {
        match self.scope.get() {
            Scope::Everything => say::EVERY_OFFICE.to_owned(),
            Scope::Offices(offices) => {
                let name = |id: &shared::ids::OfficeId| {
                    let known = self.programme.get();
                    known
                        .as_ref()
                        .and_then(|programme| programme.office(id))
                        .map_or_else(|| id.to_string(), |office| office.short.clone())
                };
                say::offices(&offices.iter().map(name).collect::<Vec<_>>())
            }
        }
    }

    /// What stands over the tables: the year, the day, whose.
    pub fn caption(self) -> String {
        let day = self.as_of.get();
        say::caption(&day.fiscal_year().label(), &day.japanese(), &self.whose())
    }

    /// What stands over one table. Courses are the prefecture's, whoever looks.
    pub fn caption_of(self, kind: ReportKind) -> String {
        match kind {
            ReportKind::Training => {
                let day = self.as_of.get();
                say::caption(&day.fiscal_year().label(), &day.japanese(), say::EVERY_OFFICE)
            }
            _ => self.caption(),
        }
    }
}
