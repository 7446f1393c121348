/* How small a picture may become before it is sent: it will be a square of 250 pixels. */
const SHORT_SIDE = 750;
const LONG_SIDE = 4096;
const SMALL = 500_000; // bytes; what is this small already is sent as it is

/* Whether the file is worth shrinking. A GIF may move; the server takes its first frame. */
export function isLarge(file) {
  return file.size > SMALL && ["image/jpeg", "image/png", "image/webp"].includes(file.type);
}

/* The size to draw the picture in; never larger than it is. */
export function shrunkSize(width, height) {
  const factor = Math.min(
    1,
    SHORT_SIDE / Math.min(width, height),
    LONG_SIDE / Math.max(width, height),
  );
  return [width, height].map((side) => Math.max(1, Math.round(side * factor)));
}
