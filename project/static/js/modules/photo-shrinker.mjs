import { isLarge, shrunkSize } from "../lib/photo.mjs";

const INK = [11, 116, 105];
const NEAR = 4;

/* Makes a photo smaller before it is sent: phones take pictures that are larger than a site accepts.
   What cannot be shrunk here is sent as it is, and the server says what is wrong with it. */
export default class PhotoShrinker {
  constructor(root) {
    this.input = root.querySelector('input[type="file"]');
    this.note = root.querySelector("[data-note]");
    this.form = this.input.form;
    this.work = null;
    this.isHeld = false;
  }

  start() {
    this.input.addEventListener("change", () => this.take());
    this.form.addEventListener("submit", (event) => this.hold(event));
    if (this.input.files.length) this.take(); // chosen before this module had come
  }

  take() {
    const [file] = this.input.files;
    this.note.textContent = "";
    this.work = file && isLarge(file) ? this.shrink(file) : null;
  }

  async shrink(file) {
    try {
      const blob = await shrunk(file);
      if (this.input.files[0] !== file || blob.size >= file.size) return;
      const files = new DataTransfer();
      const name = `${file.name.replace(/\.[^.]*$/, "")}.jpg`;
      files.items.add(new File([blob], name, { type: blob.type }));
      this.input.files = files.files;
      this.note.textContent = this.note.dataset.text;
    } catch {
      // Not a picture to this browser, or too little memory: the server decides.
    }
  }

  /* Whoever sends the form meanwhile sends it a moment later. */
  async hold(event) {
    if (!this.work) return;
    event.preventDefault();
    if (this.isHeld) return;
    this.isHeld = true;
    await this.work;
    this.work = null;
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
