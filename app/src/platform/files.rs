//! Giving a person a file, and taking one. A saved file is the only way out of a browser; in an app from the home
//! screen of an iPad a download traps the person, so there the share sheet is used.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, HtmlAnchorElement};

use super::js;

/// Offers bytes as a file; `false` if the browser did not take it.
pub async fn offer(name: &str, bytes: &[u8]) -> bool {
    let parts = [Uint8Array::from(bytes)];
    let shared = if is_of_home_screen() { share(name, &parts).await } else { None };
    match shared {
        Some(shared) => shared.is_ok(),
        None => download(name, &parts).is_some(),
    }
}

/// Offers a file of these parts to wherever a person keeps such things: by the share sheet where there is one for
/// files, or else as a download. `false` if they put the sheet away, or the browser did not take it. Call it from a
/// press of a button.
pub async fn offer_anywhere(name: &str, parts: &[Uint8Array]) -> bool {
    match share(name, parts).await {
        Some(Ok(())) => true,
        Some(Err(error)) if js::error_name(&error) == "AbortError" => false,
        // The sheet took nothing: where a download traps nobody, it is the other way.
        Some(Err(_)) if is_of_home_screen() => false,
        Some(Err(_)) | None => download(name, parts).is_some(),
    }
}

/// The bytes of a file that a person chose; none if it cannot be read.
pub async fn read(file: &File) -> Option<Uint8Array> {
    let bytes = js::call_async(file, "arrayBuffer", &[]).await.ok()?;
    Some(Uint8Array::new(&bytes))
}

/// Only the apps of an iPhone's or iPad's home screen have this property set.
fn is_of_home_screen() -> bool {
    let navigator = web_sys::window().map(|window| window.navigator());
    let standalone = navigator.and_then(|navigator| js::get(&navigator, "standalone").ok()?.as_bool());
    standalone.unwrap_or(false)
}

/// The share sheet; `None` where there is none for files.
async fn share(name: &str, parts: &[Uint8Array]) -> Option<Result<(), JsValue>> {
    let window = web_sys::window()?;
    let navigator: JsValue = window.navigator().into();
    let kind = js::object(&[("type", type_of(name).into())]);
    let made = js::get(&window, "File").ok()?;
    let file = js_sys::Reflect::construct(&made.into(), &Array::of3(&list(parts), &name.into(), &kind)).ok()?;
    let data = js::object(&[("files", Array::of1(&file).into())]);
    let can = js::call(&navigator, "canShare", std::slice::from_ref(&data)).ok()?;
    can.as_bool().filter(|can| *can)?;
    Some(js::call_async(&navigator, "share", &[data]).await.map(drop))
}

fn download(name: &str, parts: &[Uint8Array]) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let kind = js::object(&[("type", type_of(name).into())]);
    let made = js::get(&window, "Blob").ok()?;
    let blob = js_sys::Reflect::construct(&made.into(), &Array::of2(&list(parts), &kind)).ok()?;
    let addresses = js::get(&window, "URL").ok()?;
    let address = js::call(&addresses, "createObjectURL", &[blob]).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address.as_string()?);
    link.set_download(name);
    link.click();
    // The address is let go by the browser with the page; the click reads it later than now.
    Some(())
}

/// What a browser takes a file for: a calendar is offered to the calendar, everything else is kept as it is.
fn type_of(name: &str) -> &'static str {
    if name.ends_with(".ics") { "text/calendar" } else { "application/octet-stream" }
}

fn list(parts: &[Uint8Array]) -> Array {
    parts.iter().map(JsValue::from).collect()
}
