// What the relay sent to a device, byte for byte, and how ids travel in it.

// Keeps every byte that the relay sends to a device.
export function listen(device) {
  device.received = [];
  device.context.on("page", watch);
  for (const page of device.context.pages()) watch(page);
  function watch(page) {
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => device.received.push(Buffer.from(payload))));
  }
}

// Whether a text, or bytes, stand in anything that a device received.
export function hasReceived(device, what) {
  return device.received.some((frame) => frame.includes(Buffer.from(what)));
}

// The 16 bytes of a document's id, as they travel (base58 with a checksum of four bytes behind).
export function idBytes(id) {
  const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const number = [...id].reduce((sum, digit) => sum * 58n + BigInt(digits.indexOf(digit)), 0n);
  return Buffer.from(number.toString(16).padStart(40, "0"), "hex").subarray(0, 16);
}
