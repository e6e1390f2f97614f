//! What counts as alike, as a table, and what holds for any two names.

use proptest::prelude::*;

use super::*;

fn asked<'a>(hospital: &'a HospitalId, name: &'a str, kana: &'a str, ward: &'a str) -> Asked<'a> {
    Asked { hospital: Some(hospital), name, kana, ward, open: true }
}

#[test]
fn names_are_alike_after_their_writing_is_made_one() {
    use Likeness::*;
    let mihon: HospitalId = "mihon".parse().unwrap();
    let known = asked(&mihon, "見本 髙子", "みほん たかこ", "東3病棟");
    for (name, kana, ward, alike) in [
        ("見本　高子", "ミホンタカコ", "東３病棟", vec![SameName, SameKana, SameWard]),
        ("見本高子", "", "", vec![SameName]),
        ("", "みほん　たかこ", "", vec![SameKana]),
        ("見本 高代", "みほん たかよ", "", vec![SimilarName, SimilarKana]),
        ("見本", "みほん", "", vec![SimilarName, SimilarKana]),
        ("見本", "", "東3病棟", vec![SimilarName, SameWard]),
        ("例示 太郎", "れいじ たろう", "東3病棟", vec![]),
        ("", "", "東3病棟", vec![]),
        ("見", "", "", vec![]),
    ] {
        assert_eq!(likeness(&known, &asked(&mihon, name, kana, ward)), alike, "{name} {kana} {ward}");
    }
}

#[test]
fn another_hospital_or_a_closed_request_is_no_duplicate() {
    let (mihon, reiji): (HospitalId, HospitalId) = ("mihon".parse().unwrap(), "reiji".parse().unwrap());
    let one = asked(&mihon, "見本 はな", "みほん はな", "1");
    assert!(!likeness(&one, &one).is_empty());
    assert!(likeness(&one, &asked(&reiji, "見本 はな", "みほん はな", "1")).is_empty());
    assert!(likeness(&one, &Asked { open: false, ..one }).is_empty());
    assert!(likeness(&Asked { open: false, ..one }, &one).is_empty());
    let nowhere = Asked { hospital: None, ..one };
    assert!(likeness(&nowhere, &nowhere).is_empty());
}

#[test]
fn the_likeliest_comes_first() {
    let mihon: HospitalId = "mihon".parse().unwrap();
    let new = asked(&mihon, "見本 はな", "みほん はな", "東1");
    let others = [
        (1, asked(&mihon, "見本 はる", "みほん はる", "東1")),
        (2, asked(&mihon, "例示 あおい", "れいじ あおい", "東1")),
        (3, asked(&mihon, "見本　花", "ミホン ハナ", "東1")),
        (4, asked(&mihon, "見本はな", "みほんはな", "西2")),
    ];
    let ranked: Vec<_> = duplicates(&new, others).into_iter().map(|found| found.key).collect();
    assert_eq!(ranked, [4, 3, 1]);
}

proptest! {
    #[test]
    fn likeness_is_the_same_from_both_sides(
        names in proptest::array::uniform2("[あ-お見本花]{0,5}"),
        kana in proptest::array::uniform2("[あ-お]{0,5}"),
        wards in proptest::array::uniform2("[東西][12]"),
    ) {
        let mihon: HospitalId = "mihon".parse().unwrap();
        let one = asked(&mihon, &names[0], &kana[0], &wards[0]);
        let other = asked(&mihon, &names[1], &kana[1], &wards[1]);
        prop_assert_eq!(likeness(&one, &other), likeness(&other, &one));
    }

    #[test]
    fn one_slip_of_the_pen_keeps_a_name_alike(
        name in "[あいうえおかきくけこ]{3,8}", at in any::<prop::sample::Index>(), slip in "[さしすせそ]",
    ) {
        let mut other: Vec<char> = name.chars().collect();
        let at = at.index(other.len());
        other[at] = slip.chars().next().unwrap();
        let other: String = other.into_iter().collect();
        let mihon: HospitalId = "mihon".parse().unwrap();
        let alike = likeness(&asked(&mihon, &name, "", ""), &asked(&mihon, &other, "", ""));
        prop_assert_eq!(alike, vec![Likeness::SimilarName]);
    }
}
