//! The rule that every limit of the protocol is tested where it begins to bite.

use super::Rule;
use super::source::{Finding, Source};

/// Where the limits stand.
const LIMITS: &str = "shared/src/protocol/limits.rs";

/// Each limit and the test that reaches it: what is at the limit is taken, what is one beyond is not.
const EDGES: &[(&str, &str)] = &[
    ("FRAME_BYTES_MAX", "a_frame_is_at_most_as_large_as_its_limit"),
    ("CHANGE_BYTES_MAX", "a_change_and_their_number_are_limited"),
    ("OPERATIONS_MAX", "the_limit_of_operations_is_met_at_its_edge"),
    ("PREDECESSORS_MAX", "what_the_operations_of_a_change_replace_is_limited_at_its_edge"),
    ("PUSH_OPERATIONS_MAX", "the_operations_of_a_push_are_limited_at_their_edge"),
    ("DEPENDENCIES_MAX", "dependencies_are_limited"),
    ("PUSH_CHANGES_MAX", "the_number_of_changes_of_a_push_is_limited_at_its_edge"),
    ("PUSH_BYTES_MAX", "the_bytes_of_a_push_are_limited_at_their_edge"),
    ("DOCUMENT_CHANGES_MAX", "the_changes_and_bytes_of_a_document_are_limited_at_their_edge"),
    ("DOCUMENT_BYTES_MAX", "the_changes_and_bytes_of_a_document_are_limited_at_their_edge"),
    ("TEXT_UNITS_MAX", "a_text_reaches_its_limit_and_goes_no_further"),
    ("SCALAR_BYTES_MAX", "a_value_or_key_over_its_limit_is_refused_at_its_edge"),
    ("ROOT_BYTES_MAX", "the_largest_root_fits_its_limit_and_nothing_larger_is_read"),
    ("KEY_BYTES_MAX", "a_value_or_key_over_its_limit_is_refused_at_its_edge"),
    ("PUSHES_IN_FLIGHT_MAX", "more_pushes_than_the_window_holds_close_the_connection"),
    ("FEED_PAGE_BYTES_MAX", "a_page_is_never_asked_larger_than_its_limit"),
    ("FEED_PAGE_ROWS_MAX", "the_rows_and_changes_of_a_page_are_limited_at_their_edge"),
    ("FEED_PAGE_CHANGES_MAX", "the_rows_and_changes_of_a_page_are_limited_at_their_edge"),
    ("FIGURES_LINES_MAX", "the_lines_of_a_source_and_the_bytes_of_figures_are_limited"),
    ("FIGURES_BYTES_MAX", "the_lines_of_a_source_and_the_bytes_of_figures_are_limited"),
    ("OFFER_DOCUMENTS_MAX", "heads_and_documents_of_an_offer_are_limited"),
    ("HEADS_MAX", "a_document_gets_no_more_heads_than_somebody_can_write_on_from"),
    ("QUESTIONS_IN_FLIGHT_MAX", "pulls_and_offers_without_an_answer_are_limited"),
    ("RECEIPTS_MAX", "the_receipts_of_a_push_are_limited_at_their_edge"),
    ("SOCKET_QUEUE_MAX", "a_socket_that_takes_nothing_is_closed_and_catches_up"),
    ("CONNECTIONS_PER_MEMBER_MAX", "a_member_has_so_many_connections_and_a_place_comes_back"),
    ("HANDSHAKES_MAX", "of_the_unknown_there_are_so_many_and_a_place_comes_back"),
    ("HANDSHAKES_PER_ADDRESS_MAX", "one_address_has_its_share_and_keeps_nobody_else_out"),
    ("PUSHES_BYTES_PER_MEMBER_MAX", "one_member_holds_so_many_bytes_and_gives_them_back"),
    ("DOCUMENTS_PER_MEMBER_MAX", "a_member_begins_so_many_documents_and_no_more"),
    ("REFUSED_CHANGES_MAX", "the_quarantine_takes_so_many_changes_and_so_many_bytes"),
    ("REFUSED_BYTES_MAX", "the_quarantine_takes_so_many_changes_and_so_many_bytes"),
    ("PING_MS", "a_ping_goes_out_in_time_and_silence_ends_the_line"),
    ("SILENCE_MS_MAX", "a_silent_device_is_closed_and_a_sign_of_life_is_answered"),
    ("HANDSHAKE_MS_MAX", "a_handshake_that_is_not_done_in_time_is_closed"),
    ("RETRY_MS_MIN", "waits_between_attempts_grow_and_are_bounded"),
    ("RETRY_MS_MAX", "waits_between_attempts_grow_and_are_bounded"),
    ("ENVELOPE_TEXT_BYTES_MAX", "a_text_of_the_envelope_is_limited"),
    ("PEOPLE_MAX", "the_names_in_a_message_are_limited_at_their_edge"),
    ("REFUSED_PAGES_MAX", "an_answer_without_an_end_ends_all_the_same_and_says_so"),
    ("OPEN_DOCUMENTS_MAX", "opening_over_the_rate_or_too_many_closes"),
    ("PRESENT_MAX", "many_others_are_told_in_frames_that_can_be_read"),
    ("PRESENCE_SECTION_BYTES_MAX", "a_place_is_limited_at_its_edges"),
    ("PRESENCE_MS", "words_over_the_rate_are_dropped_and_the_line_stays"),
    ("PRESENCE_BURST_MAX", "words_over_the_rate_are_dropped_and_the_line_stays"),
    ("PRESENCE_SILENCE_MS_MAX", "a_document_of_whose_person_nothing_is_said_counts_as_left_until_they_speak"),
    ("RIGHTS_MAX", "the_rights_in_a_message_are_limited_at_their_edge"),
    ("AUTH_MS", "a_connection_is_asked_after_a_while_and_goes_on_with_a_fresh_ticket"),
    ("PARCEL_BYTES_MAX", "a_parcel_holds_so_many_changes_and_bytes_and_the_next_begins"),
    ("PARCEL_CHANGES_MAX", "a_parcel_holds_so_many_changes_and_bytes_and_the_next_begins"),
    ("ACTS_MAX", "what_was_done_without_a_network_is_told_later_with_both_clocks"),
    ("PARCELS_MAX", "only_the_device_itself_delivers_and_so_many_at_once"),
    ("DELIVERY_BYTES_MAX", "only_the_device_itself_delivers_and_so_many_at_once"),
    ("AUTH_ANSWER_MS_MAX", "no_answer_a_wrong_one_and_one_that_nobody_asked_for_close"),
];

/// Every limit has a test.
pub const EVERY_LIMIT_HAS_A_TEST: Rule = Rule {
    says: "every limit of the protocol is named, with the test at its edge, in xtask/src/tidy/edges.rs",
    why: "reaching a limit is an ordinary event, and an answer that nobody ever saw is a guess",
    find: |sources| untested(sources, EDGES),
};

fn untested(sources: &[Source], edges: &[(&str, &str)]) -> Vec<Finding> {
    let Some(limits) = sources.iter().find(|source| source.path == LIMITS) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, line) in limits.text.lines().enumerate() {
        let Some(name) = line.strip_prefix("pub const ").and_then(|rest| rest.split(':').next()) else {
            continue;
        };
        let Some((_, test)) = edges.iter().find(|(limit, _)| *limit == name) else {
            found.push(limits.finding(at + 1, format!("{name} has no test at its edge")));
            continue;
        };
        let heading = format!("fn {test}(");
        let is_there = |source: &&Source| source.path.ends_with(".rs") && source.text.contains(&heading);
        match sources.iter().find(is_there) {
            None => found.push(limits.finding(at + 1, format!("{name}: there is no test {test}"))),
            Some(source) if !source.text.contains(name) => {
                found.push(source.finding(1, format!("{test} does not name {name}")));
            }
            Some(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::source::planted;
    use super::*;

    #[test]
    fn a_limit_without_a_test_at_its_edge_is_found() {
        let limits = planted(LIMITS, "/// Most.\npub const MOST: usize = 1;\n");
        let test = planted("tests/relay/limits.rs", "fn reaches_it() { limits::MOST; }");
        let other = planted("tests/relay/limits.rs", "fn reaches_it() {}");
        let found = |sources: &[Source], edges: &[(&str, &str)]| untested(sources, edges).len();
        assert_eq!(found(&[limits, test], &[("MOST", "reaches_it")]), 0);
        let limits = || planted(LIMITS, "pub const MOST: usize = 1;\n");
        assert_eq!(found(&[limits()], &[("MOST", "reaches_it")]), 1, "no such test");
        assert_eq!(found(&[limits(), other], &[("MOST", "reaches_it")]), 1, "a test of something else");
        assert_eq!(found(&[limits()], &[]), 1, "not in the table");
    }
}
