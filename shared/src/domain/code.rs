//! What every closed list of the programme has: a code that is stored and sent and never changes,
//! and a Japanese label that people read. It must never store or send a label.

/// Defines a closed list with `ALL`, `code`, `from_code`, `label` and serde by code.
macro_rules! codes {
    (
        $(#[$doc:meta])*
        $name:ident, $noun:literal {
            $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $label:literal;)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in the order forms and tables print them.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The code that is stored and sent.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)+
                }
            }

            /// The value of a code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code {
                    $($code => Some($name::$variant),)+
                    _ => None,
                }
            }

            /// What people read, in Japanese.
            pub fn label(self) -> &'static str {
                match self {
                    $($name::$variant => $label,)+
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                struct Code;
                impl serde::de::Visitor<'_> for Code {
                    type Value = $name;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str(concat!($noun, "（次のどれか:", $(" ", $code,)+ "）"))
                    }
                    fn visit_str<E: serde::de::Error>(self, code: &str) -> Result<$name, E> {
                        $name::from_code(code).ok_or_else(|| {
                            E::invalid_value(serde::de::Unexpected::Str(code), &self)
                        })
                    }
                }
                d.deserialize_str(Code)
            }
        }
    };
}
pub(super) use codes;

#[cfg(test)]
mod tests {
    use crate::domain::*;

    macro_rules! check {
        ($($name:ident)+) => {
            $(
                let mut seen = std::collections::BTreeSet::new();
                for value in $name::ALL {
                    assert!(seen.insert(value.code()) && seen.insert(value.label()));
                    assert_eq!($name::from_code(value.code()), Some(*value));
                    let json = serde_json::to_string(value).unwrap();
                    assert_eq!(json, format!("\"{}\"", value.code()));
                    assert_eq!(serde_json::from_str::<$name>(&json).unwrap(), *value);
                }
                assert_eq!($name::from_code(""), None);
                let refused = serde_json::from_str::<$name>("\"nothing\"").unwrap_err();
                assert!(refused.to_string().contains("次のどれか"), "{refused}");
            )+
        };
    }

    #[test]
    fn every_code_is_one_value_and_travels() {
        check!(AdmissionType Category Content IntentMethod IntentProblem Next Outcome PairProblem);
        check!(AdmittedFor AgeBand ArrangeProblem ConsultAnswer Decision DispatchWarning ExtraProblem ExtraReason JudgementProblem);
        check!(LastOutsideVisit Likeness PauseReason RequestChannel RequestState VisitOutcome);
        check!(CallState CareWish ConsentTo Face Feeling HandbookKind Level SafeguardStep);
        check!(HalfDay TrainingKind);
        check!(PairWarning RepeatWish Role Standing Target TrainingRoute TrainingStage VisitColumn);
    }
}
