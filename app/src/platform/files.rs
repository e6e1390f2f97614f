//! Giving a person a file. A saved file is the only way out of a browser; in an app from the home
//! screen of an iPad a download traps the person, so there the share sheet is used.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlAnchorElement;

use super::js;

/// Offers bytes as a file; `false` if the browser did not take it.
pub async fn offer(name: &str, bytes: &[u8]) -> bool {
    match share(name, bytes).await {
        Some(shared) => shared,
        None => download(name, bytes).is_some(),
    }
}

/// The share sheet; `None` where it is not the way.
async fn share(name: &str, bytes: &[u8]) -> Option<bool> {
    let window = web_sys::window()?;
    let navigator: JsValue = window.navigator().into();
    // Only the apps of an iPhone's or iPad's home screen have this property set.
    js::get(&navigator, "standalone").ok()?.as_bool().filter(|standalone| *standalone)?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let kind = js::object(&[("type", "application/octet-stream".into())]);
    let made = js::get(&window, "File").ok()?;
    let file = js_sys::Reflect::construct(&made.into(), &Array::of3(&parts, &name.into(), &kind)).ok()?;
    let data = js::object(&[("files", Array::of1(&file).into())]);
    let can = js::call(&navigator, "canShare", std::slice::from_ref(&data)).ok()?;
    can.as_bool().filter(|can| *can)?;
    Some(js::call_async(&navigator, "share", &[data]).await.is_ok())
}

fn download(name: &str, bytes: &[u8]) -> Option<()> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let parts = Array::of1(&Uint8Array::from(bytes));
    let made = js::get(&window, "Blob").ok()?;
    let blob = js_sys::Reflect::construct(&made.into(), &Array::of1(&parts)).ok()?;
    let addresses = js::get(&window, "URL").ok()?;
    let address = js::call(&addresses, "createObjectURL", &[blob]).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&address.as_string()?);
    link.set_download(name);
    link.click();
    // The address is let go by the browser with the page; the click reads it later than now.
    Some(())
}
