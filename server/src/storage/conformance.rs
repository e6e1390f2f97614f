//! What every store must keep, as functions to call: SQLite's tests and the simulated network's
//! memory call the same ones, so that no promise can be missed. They panic where a promise is
//! broken, as tests do, and must never be called by the relay itself.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code that more than one crate calls"
)]

mod care;
mod credentials;
mod documents;
mod feed;
mod feed_random;
mod figures;
pub(super) mod fixture;
mod heard;
mod ledger;
mod members;
mod passkeys;
mod purge;
mod reminders;
mod sign_ins;
mod whole;

use std::sync::Arc;

use futures::future::BoxFuture;

use super::Storage;

/// One promise: its name, and the function that breaks if an empty store does not keep it.
pub type Promise = (&'static str, fn(Arc<dyn Storage>) -> BoxFuture<'static, ()>);

macro_rules! promises {
    ($($module:ident::$name:ident),+ $(,)?) => {
        &[$((stringify!($name), |store| Box::pin($module::$name(store)))),+]
    };
}

/// Every promise. Each is to be given an empty store of its own.
pub const PROMISES: &[Promise] = promises![
    documents::a_batch_is_stored_whole_and_read_back,
    documents::a_judgement_that_no_longer_holds_stores_nothing,
    documents::one_refused_batch_harms_no_other,
    documents::an_actor_stays_with_its_author_and_without_a_gap,
    documents::a_document_is_born_once_with_a_change_and_ties,
    documents::a_pull_comes_in_parts_and_ends_with_the_right,
    documents::what_is_refused_is_kept_apart,
    documents::figures_are_replaced_with_their_document,
    feed::the_feed_tells_each_member_what_they_may_read_in_order,
    feed::pages_end_at_their_limits_and_the_next_begins_there,
    feed::a_grant_brings_everything_before_it_once,
    feed::a_loss_is_told_to_those_who_could_read,
    feed::who_brings_what_they_may_not_read_is_told,
    feed::a_new_office_or_role_opens_what_was_there_before,
    feed::a_cursor_of_a_lost_future_is_not_known,
    feed::more_than_a_page_holds_is_named_and_not_carried,
    feed::rows_for_others_count_as_read,
    feed::an_ended_member_is_served_nothing,
    feed_random::devices_that_follow_the_feed_hold_what_they_may_read,
    purge::what_is_purged_leaves_a_tombstone_and_nothing_else,
    purge::who_could_read_what_is_purged_is_told_once,
    purge::nothing_is_written_to_what_is_purged,
    figures::lines_are_told_to_the_prefecture_and_an_imports_to_coordinators,
    figures::a_source_is_told_whole_each_time_it_changes_and_when_it_ends,
    figures::a_document_that_moves_is_told_of_its_new_office,
    figures::a_changed_role_forgets_and_gives_anew,
    figures::what_an_ended_document_left_is_told_to_its_office,
    care::a_call_that_is_due_is_told_to_the_coordinators_of_the_visitors_offices_alone,
    care::a_visitor_who_moves_takes_their_calls_along,
    care::a_call_that_is_due_goes_with_its_document,
    figures::figures_share_pages_and_a_large_source_stands_alone,
    figures::more_lines_than_a_device_can_be_told_are_refused,
    heard::who_may_see_a_new_row_is_named_and_hardly_anybody_else,
    heard::those_who_have_ended_are_told_apart,
    members::a_member_is_changed_and_counted,
    members::names_are_for_those_who_share_a_document,
    credentials::a_link_works_once_before_its_end,
    credentials::a_device_stays_itself_for_its_own_member_alone,
    credentials::a_token_stands_for_its_member_until_it_ends,
    credentials::ending_a_device_ends_what_came_in_by_it,
    sign_ins::looking_at_a_link_leaves_it_as_it_is,
    sign_ins::a_device_is_enrolled_with_its_keys_and_a_pledge,
    sign_ins::a_right_proof_begins_the_only_session_of_its_device,
    sign_ins::wrong_proofs_in_a_row_lock_a_device_until_a_new_link,
    sign_ins::a_new_proof_takes_the_place_of_the_one_before,
    sign_ins::who_has_ended_comes_in_by_nothing,
    sign_ins::a_session_ends_unused_and_in_any_case,
    sign_ins::a_secret_is_good_until_another_one_of_its_session_is_shown,
    sign_ins::sessions_are_listed_and_ended_by_their_owner_alone,
    passkeys::a_passkey_is_put_and_taken_away_by_both_factors,
    passkeys::a_managed_device_has_no_passkey_and_a_new_enrolment_takes_it_away,
    passkeys::a_passkey_begins_the_only_session_of_its_own_device_while_it_stands,
    reminders::a_subscription_is_its_devices_and_ends_with_it,
    reminders::a_device_is_reminded_of_a_day_once,
    reminders::a_members_own_visits_are_looked_through_and_nobody_elses,
    ledger::the_access_log_is_a_chain_in_the_order_of_writing,
    ledger::the_access_log_is_looked_through_by_whose_and_when,
    ledger::the_ledger_says_what_each_device_last_said_of_itself,
    ledger::a_lost_device_has_ended_and_is_remembered_with_who_said_so,
    whole::a_store_is_one_prefectures,
    whole::the_receipt_key_stays,
    whole::an_import_replaces_its_own_lines_alone,
    whole::a_sound_store_says_that_all_is_well,
];
