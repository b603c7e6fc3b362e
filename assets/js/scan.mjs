// QR codes by zxing: in the camera's picture, or in a photograph. Loaded when somebody scans.

const PAUSE = 120;
const LARGEST = 4096;
const OPTIONS = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 1 };

let library;

/** The reader, which is fetched once; `addresses` are those of its module and its WebAssembly. */
function reader({ reader: module, wasm }) {
  library ??= import(module).then(async (zxing) => {
    await zxing.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
    return zxing;
  });
  library.catch(() => { library = undefined; });
  return library;
}

function pixels(source, width, height) {
  const scale = Math.min(1, LARGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height].map((side) => Math.round(side * scale));
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(source, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}

async function text(image, { readBarcodes }) {
  const [code] = await readBarcodes(image, OPTIONS);
  return code?.isValid ? code.text : undefined;
}

/** What the QR in a picture file says, or undefined. Throws for a file that is no picture. */
export async function still(file, addresses) {
  const [zxing, picture] = await Promise.all([reader(addresses), createImageBitmap(file)]);
  return text(pixels(picture, picture.width, picture.height), zxing);
}

/**
 * Shows the camera in a <video> until it sees a QR, then calls `found`. Resolves to a stop; throws
 * where there is no camera, no permission or no reader.
 */
export async function watch(video, addresses, found) {
  const zxing = await reader(addresses);
  const wish = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wish });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  video.srcObject = stream;
  await video.play();
  look(video, stream, zxing).then((seen) => seen && found(seen), stop);
  return stop;
}

async function look(video, stream, zxing) {
  while (stream.active) {
    if (video.videoWidth) {
      const seen = await text(pixels(video, video.videoWidth, video.videoHeight), zxing);
      if (seen && stream.active) return seen;
    }
    await new Promise((resume) => { setTimeout(resume, PAUSE); });
  }
  return undefined;
}
