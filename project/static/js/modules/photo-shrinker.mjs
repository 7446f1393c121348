import { isLarge, shrunkSize } from "../lib/photo.mjs";

const INK = [11, 116, 105];
const NEAR = 4;

/* Makes a photo smaller before it is sent: phones take pictures that are larger than a site accepts.
   What cannot be shrunk here is sent as it is, and the server says what is wrong with it. */
export default class PhotoShrinker {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.work = new Map();
    this.isHeld = false;
  }

  start() {
    this.root.addEventListener("change", ({ target }) => target.type === "file" && this.take(target));
    this.form.addEventListener("submit", (event) => this.hold(event));
    for (const input of this.root.querySelectorAll('input[type="file"]')) {
      if (input.files.length) this.take(input); // chosen before this module had come
    }
  }

  note(input) {
    return (input.closest("[data-photo]") ?? this.root).querySelector("[data-note]");
  }

  take(input) {
    const [file] = input.files;
    this.note(input).textContent = "";
    this.work.delete(input);
    if (!file || !isLarge(file)) return;
    const work = this.shrink(input, file).then(() => {
      if (this.work.get(input) === work) this.work.delete(input);
    });
    this.work.set(input, work);
  }

  async shrink(input, file) {
    try {
      const blob = await shrunk(file);
      if (input.files[0] !== file || blob.size >= file.size) return;
      const files = new DataTransfer();
      const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
      files.items.add(new File([blob], name, { type: blob.type }));
      input.files = files.files;
      const note = this.note(input);
      note.textContent = note.dataset.text;
    } catch {
      // Not a picture to this browser, or too little memory: the server decides.
    }
  }

  /* Whoever sends the form meanwhile sends it a moment later. What is done is not waited for: a form
     that is sent again while it is being sent is not sent at all. */
  async hold(event) {
    if (!this.work.size) return;
    event.preventDefault();
    if (this.isHeld) return;
    this.isHeld = true;
    await Promise.all(this.work.values());
    this.isHeld = false;
    this.form.requestSubmit(event.submitter);
  }
}

async function shrunk(file) {
  // Upright as the camera was held: what is drawn has no note about it any more.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const [width, height] = shrunkSize(picture.width, picture.height);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d", { alpha: false });
  if (!isTrue(pen)) throw new Error("This browser falsifies what is drawn.");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", 0.9);
  });
  if (!blob) throw new Error("No picture came of it.");
  return blob;
}

/* Browsers that hide who they are give back noise instead of what was drawn. */
function isTrue(pen) {
  pen.fillStyle = `rgb(${INK.join(" ")})`;
  pen.fillRect(0, 0, 1, 1);
  const { data } = pen.getImageData(0, 0, 1, 1);
  return INK.every((value, index) => Math.abs(value - data[index]) <= NEAR);
}
