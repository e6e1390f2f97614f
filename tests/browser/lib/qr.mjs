// Reads what a QR code on the screen says, from its picture, as a camera does.

import jsQR from "jsqr";

export async function readQrCode(element) {
  const picture = (await element.screenshot()).toString("base64");
  const { width, height, pixels } = await element.page().evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data, width, height } = canvas.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let at = 0; at < data.length; at += 8_192) text += String.fromCharCode(...data.subarray(at, at + 8_192));
    return { width, height, pixels: btoa(text) };
  }, picture);
  return jsQR(Uint8ClampedArray.from(Buffer.from(pixels, "base64")), width, height)?.data;
}
