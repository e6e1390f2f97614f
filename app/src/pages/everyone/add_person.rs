//! Taking a link that was pasted, as in an app on the home screen, where no link opens.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::components::{Button, ButtonKind, TextField, TextKind};
use crate::messages::people as say;

/// A field for a link and a button.
#[component]
pub fn AddPerson() -> impl IntoView {
    let navigate = use_navigate();
    let pasted = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let open = Callback::new(move |()| match secret_of(&pasted.get_untracked()) {
        Some(secret) => {
            // The page of the link takes it out of the address at once.
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            navigate(&format!("/link#{secret}"), options);
        }
        None => error.set(Some(say::PASTE_WRONG.to_owned())),
    });
    view! {
        <TextField
            label=say::PASTE
            hint=say::PASTE_HINT
            kind=TextKind::Words
            value=pasted
            error=error
            on_input=move |text| {
                error.set(None);
                pasted.set(text);
            }
            on_enter=open
        />
        <div>
            <Button kind=ButtonKind::Secondary on_press=open>{say::PASTE_OPEN}</Button>
        </div>
    }
}

/// The part behind `#` of a link, if it can be a secret.
fn secret_of(pasted: &str) -> Option<String> {
    let (_, secret) = pasted.trim().split_once("/link#")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (!secret.is_empty() && secret.chars().all(plain)).then(|| secret.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_link_has_a_secret() {
        assert_eq!(secret_of(" https://otozure.example/link#aB-9_x\n").as_deref(), Some("aB-9_x"));
        assert_eq!(secret_of("https://otozure.example/link#"), None);
        assert_eq!(secret_of("aB-9_x"), None);
        assert_eq!(secret_of("https://otozure.example/link#a b"), None);
    }
}
