//! Japanese eras (元号) and the written forms of a day (和暦). It must never invent an era's end:
//! the last one is open, and a new one is a new row here.

use super::{Civil, Day};

/// An era since Japan counts one era a reign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 明治, from 1868-10-23.
    Meiji,
    /// 大正, from 1912-07-30.
    Taisho,
    /// 昭和, from 1926-12-25.
    Showa,
    /// 平成, from 1989-01-08.
    Heisei,
    /// 令和, from 2019-05-01.
    Reiwa,
}

impl Era {
    /// Oldest first.
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// Its letter on forms.
    pub fn letter(self) -> char {
        match self {
            Era::Meiji => 'M',
            Era::Taisho => 'T',
            Era::Showa => 'S',
            Era::Heisei => 'H',
            Era::Reiwa => 'R',
        }
    }

    /// Its first day. For 明治 this is the Gregorian day of the change of era; days before it are
    /// written by the western year.
    pub fn first_day(self) -> Day {
        let (year, month, day) = match self {
            Era::Meiji => (1868, 10, 23),
            Era::Taisho => (1912, 7, 30),
            Era::Showa => (1926, 12, 25),
            Era::Heisei => (1989, 1, 8),
            Era::Reiwa => (2019, 5, 1),
        };
        Day::from_civil(year, month, day).unwrap_or(Day::MAX)
    }

    /// The era of a day and the year within it, from 1; none before 明治.
    pub fn of(day: Day) -> Option<(Era, i32)> {
        let era = Era::ALL.into_iter().rfind(|era| era.first_day() <= day)?;
        Some((era, day.civil().year - era.first_day().civil().year + 1))
    }

    /// The day of an era's year, month and day, if it lies within that era: 平成31年5月1日 does not.
    pub fn day(self, year: i32, month: u8, day: u8) -> Option<Day> {
        let first_year = self.first_day().civil().year;
        let day = Day::from_civil(first_year.checked_add(year)?.checked_sub(1)?, month, day)?;
        (Era::of(day) == Some((self, year))).then_some(day)
    }

    /// `元` for the first year, else the number.
    pub fn year_label(year: i32) -> String {
        match year {
            1 => "元".to_owned(),
            year => year.to_string(),
        }
    }
}

impl Day {
    /// `令和6年12月18日(水)`; a day before 明治 by its western year.
    pub fn japanese(self) -> String {
        let Civil { year, month, day } = self.civil();
        let year = match Era::of(self) {
            Some((era, year)) => format!("{}{}", era.label(), Era::year_label(year)),
            None => year.to_string(),
        };
        format!("{year}年{month}月{day}日({})", self.weekday().label())
    }

    /// `R6/12/18`; a day before 明治 as `1868/1/1`.
    pub fn short(self) -> String {
        let Civil { year, month, day } = self.civil();
        match Era::of(self) {
            Some((era, year)) => format!("{}{year}/{month}/{day}", era.letter()),
            None => format!("{year}/{month}/{day}"),
        }
    }

    /// `12月18日(水)`.
    pub fn month_day(self) -> String {
        let Civil { month, day, .. } = self.civil();
        format!("{month}月{day}日({})", self.weekday().label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn japanese(text: &str) -> String {
        text.parse::<Day>().unwrap().japanese()
    }

    #[test]
    fn eras_change_on_their_day() {
        assert_eq!(japanese("2019-04-30"), "平成31年4月30日(火)");
        assert_eq!(japanese("2019-05-01"), "令和元年5月1日(水)");
        assert_eq!(japanese("1989-01-07"), "昭和64年1月7日(土)");
        assert_eq!(japanese("1989-01-08"), "平成元年1月8日(日)");
        assert_eq!(japanese("1926-12-24"), "大正15年12月24日(金)");
        assert_eq!(japanese("1926-12-25"), "昭和元年12月25日(土)");
        assert_eq!(japanese("1912-07-29"), "明治45年7月29日(月)");
        assert_eq!(japanese("1912-07-30"), "大正元年7月30日(火)");
        assert_eq!(japanese("1868-10-23"), "明治元年10月23日(金)");
        assert_eq!(japanese("1868-10-22"), "1868年10月22日(木)");
        assert_eq!(japanese("2024-12-18"), "令和6年12月18日(水)");
        assert_eq!(japanese("2026-11-23"), "令和8年11月23日(月)");
    }

    #[test]
    fn short_forms_fit_narrow_columns() {
        let day: Day = "2024-12-18".parse().unwrap();
        assert_eq!(day.short(), "R6/12/18");
        assert_eq!(day.month_day(), "12月18日(水)");
        assert_eq!(Day::from_civil(1868, 1, 1).unwrap().short(), "1868/1/1");
    }

    #[test]
    fn a_day_outside_its_era_is_refused() {
        assert_eq!(Era::Heisei.day(31, 5, 1), None);
        assert_eq!(Era::Reiwa.day(1, 4, 30), None);
        assert_eq!(Era::Showa.day(64, 1, 8), None);
        assert_eq!(Era::Reiwa.day(0, 5, 1), None);
        assert_eq!(Era::Reiwa.day(i32::MAX, 5, 1), None);
        assert_eq!(Era::Reiwa.day(6, 2, 30), None);
    }

    #[test]
    fn every_day_since_meiji_comes_back_from_its_era() {
        let mut day = Era::Meiji.first_day();
        while day.civil().year <= 2100 {
            let (era, year) = Era::of(day).unwrap();
            let civil = day.civil();
            assert_eq!(era.day(year, civil.month, civil.day), Some(day));
            day = day.plus_days(1);
        }
    }
}
