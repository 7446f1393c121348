/**
 * Keys the client makes, so that a request sent twice is recognised: UUIDs of version 4.
 */

/**
 * Make a new key.
 *
 * `randomUUID` exists only in secure contexts; a phone that opens the site over plain HTTP in
 * the local network has `getRandomValues` alone.
 * @param {Pick<Crypto, "getRandomValues"> & Partial<Pick<Crypto, "randomUUID">>} [source]
 * @returns {string} 36 characters
 */
export function newKey(source = globalThis.crypto) {
  if (typeof source.randomUUID === "function") return source.randomUUID();
  const bytes = source.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80; // the variant of RFC 9562
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}
