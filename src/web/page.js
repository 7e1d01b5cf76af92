// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Shows the curves of the chosen run as they grow, and sends what is drawn to its model.
 *
 * @module
 */

/**
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`Cannot find ${kind.name} "${id}"`);
  return found;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {CanvasRenderingContext2D}
 */
function drawingOn(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("Cannot draw: the browser has no 2d canvas");
  return context;
}

const run = element("run", HTMLSelectElement);
const state = element("state", HTMLOutputElement);
const curves = element("curves", HTMLElement);
const draw = element("draw", HTMLElement);
const sheet = element("sheet", HTMLCanvasElement);
const file = element("file", HTMLInputElement);
const shown = element("shown", HTMLCanvasElement);
const named = element("class", HTMLOutputElement);
const probabilities = element("probabilities", HTMLUListElement);
const pen = drawingOn(sheet);

/** Width of the pen: an eighth of a digit's height, as in MNIST. */
const PEN = 20;

/** What is under way: one thing after another, so that no older answer comes over a newer one. */
let underWay = Promise.resolve();

/**
 * Does something once what is under way is done, and says where the state stands what went wrong in it.
 *
 * @param {() => Promise<void>} action
 */
function attempt(action) {
  underWay = underWay.then(action).then(
    () => state.value = "",
    (error) => state.value = error instanceof Error ? error.message : String(error),
  ).then(() => {});
}

/**
 * @param {string} path
 * @param {RequestInit} [init]
 */
async function ask(path, init) {
  const response = await fetch(path, init);
  if (response.ok) return response;
  const { error } = await response.json();
  throw new Error(error);
}

/** @param {string} path */
function ofRun(path) {
  return `${path}?${new URLSearchParams({ run: run.value })}`;
}

/** Names of the classes of the chosen run's data. @type {string[]} */
let classNames = [];

async function showRuns() {
  /** @type {string[]} */
  const names = await (await ask("runs")).json();
  const chosen = run.value;
  run.replaceChildren(...names.map((name) => new Option(name, name)));
  // The newest comes first, and stays chosen until another one is.
  run.value = names.includes(chosen) && run.dataset["kept"] === "yes" ? chosen : names[0] ?? "";
  if (names.length === 0) {
    draw.hidden = true;
    curves.replaceChildren("No run has ended an epoch yet");
    return;
  }
  /** @type {{ classNames: string[], drawable: boolean }} */
  const data = await (await ask(ofRun("data"))).json();
  classNames = data.classNames;
  draw.hidden = !data.drawable;
  curves.innerHTML = await (await ask(ofRun("curves"))).text();
}

/** The picture that was sent last, to be sent again when the model changes. @type {Blob | null} */
let picture = null;

async function classify() {
  if (!picture || draw.hidden) return;
  const response = await ask(ofRun("classify"), {
    method: "POST",
    headers: { "content-type": "image/png" },
    body: picture,
  });
  /** @type {{ class: number | null, unsure: boolean, probabilities: number[], pixels: number[] }} */
  const answer = await response.json();
  if (answer.class === null) named.value = "blank";
  else named.value = nameOf(answer.class) + (answer.unsure ? ", unsure" : "");
  probabilities.replaceChildren(...answer.probabilities.map(bar));
  const image = new ImageData(28, 28);
  answer.pixels.forEach((value, i) => image.data.set([255, 255, 255, 255 * value], 4 * i));
  drawingOn(shown).putImageData(image, 0, 0);
}

async function showAll() {
  await showRuns();
  await classify();
}

/** @param {number} label */
function nameOf(label) {
  return classNames[label] ?? String(label);
}

/**
 * @param {number} probability
 * @param {number} label
 */
function bar(probability, label) {
  const item = document.createElement("li");
  const meter = document.createElement("meter");
  meter.value = probability;
  item.append(nameOf(label), meter, probability.toFixed(4));
  return item;
}

function clear() {
  picture = null;
  pen.fillStyle = "white";
  pen.fillRect(0, 0, sheet.width, sheet.height);
  named.value = "";
  probabilities.replaceChildren();
  drawingOn(shown).clearRect(0, 0, shown.width, shown.height);
}

/** @param {PointerEvent} event */
function place(event) {
  const { width } = sheet.getBoundingClientRect();
  const scale = sheet.width / width;
  return /** @type {const} */ ([event.offsetX * scale, event.offsetY * scale]);
}

sheet.addEventListener("pointerdown", (event) => {
  sheet.setPointerCapture(event.pointerId);
  pen.lineWidth = PEN;
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(...place(event));
  pen.lineTo(...place(event));
  pen.stroke();
});
sheet.addEventListener("pointermove", (event) => {
  if (!sheet.hasPointerCapture(event.pointerId)) return;
  pen.lineTo(...place(event));
  pen.stroke();
});
sheet.addEventListener("pointerup", () => {
  sheet.toBlob((blob) => {
    picture = blob;
    attempt(classify);
  });
});
element("clear", HTMLButtonElement).addEventListener("click", clear);
file.addEventListener("change", () => {
  picture = file.files?.[0] ?? null;
  // The same file may be chosen again.
  file.value = "";
  attempt(classify);
});
run.addEventListener("change", () => {
  run.dataset["kept"] = "yes";
  attempt(showAll);
});

const events = new EventSource("events");
events.addEventListener("open", () => attempt(showAll));
events.addEventListener("changed", () => attempt(showAll));
events.addEventListener("error", () => state.value = "The server does not answer");

clear();
