// What is shown: one file, a stretch of its rows at a time, in one of several views, and where one is in it.
import { $, files, order, places, waiting, waits } from "./content.js";
import { sameChange } from "./bulk.js";
import { card, ownCard, sureness } from "./card.js";
import { decided, open, openPlace, outcome, way } from "./decisions.js";
import { placesIn, row, rowKey, touched, written } from "./drawing.js";
import { counted, lines, node, visible } from "./text.js";

const PAGE = 250; // places on one page, so that any report opens and scrolls at once
const VIEW = "cleantext:view";
export const VIEWS = { edit: "Edit", clean: "Clean text", side: "Side by side", changes: "Only changes" };

export let fitting = []; // places, in the order in which one goes through them
let where = new Map(); // place -> its number in `fitting`
export let current = null; // a place, or a free edit
export let shownFile = null;
export let spot = null; // the sentence one stands in: { file, row, start, end }
export let writing = null; // what is being written: { file, row, start, end, element }
let view = "edit";
let stretches = []; // of the shown file: { from, to } in its rows
let page = 0;
const keys = new WeakMap(); // what each drawn row looks like

export const currentView = () => view;
export const wants = () => Object.fromEntries(new FormData($("filters")));

export function fits(place, want) {
  return place.findings.some((finding) => (!want.rule || want.rule === finding.rule) && (!want.pack || want.pack === finding.pack) &&
    (!want.state || want.state === finding.state)) && (!want.file || Number(want.file) === place.f) &&
    (!want.decision || want.decision === (way(place) || (waits(place.findings[0]) ? "open" : ""))) &&
    (!want.sure || sureness(place) >= Number(want.sure) / 100);
}

// Look again at the filters, and show what fits.
export function narrow() {
  const want = wants();
  const narrowing = Object.entries(want).filter(([name, value]) => value && name !== "order").length;
  fitting = places.filter((place) => fits(place, want));
  if (want.order) fitting.sort((a, b) => (want.order === "surest" ? sureness(b) - sureness(a) : sureness(a) - sureness(b)) || a.number - b.number);
  where = new Map(fitting.map((place, i) => [place, i]));
  $("narrowed").textContent = narrowing ? ` (${narrowing})` : "";
  $("count").textContent = counted(fitting.length, "place");
  $("nothing").hidden = fitting.length > 0 || !places.length;
  if (shownFile) fill();
}

// Show a file, and the stretch of it that holds the row.
export function show(file, row = 0) {
  if (file !== shownFile) {
    shownFile = file;
    stretches = view === "clean" ? [{ from: 0, to: file.rows.length }] : [...inStretches(file)];
    page = -1;
  }
  const to = Math.max(0, stretches.findIndex(({ from, to }) => from <= row && row < to));
  if (to !== page) { page = to; fill(); }
}

function* inStretches(file) {
  let from = 0, size = 0;
  for (const [row, [start, end]] of file.rows.entries()) {
    const more = placesIn(file, row).length + (end - start) / 4000;
    if (size && size + more > PAGE) {
      yield { from, to: row };
      [from, size] = [row, 0];
    }
    size += more;
  }
  yield { from, to: file.rows.length };
}

export function turn(to) {
  page = to;
  fill();
  $("text").scrollIntoView();
}

export function fill() {
  const file = shownFile;
  const { from, to } = stretches[page] || { from: 0, to: 0 };
  $("text").dataset.file = file.f;
  $("shown").replaceChildren(head(file, from > 0), ...(file.error ? [node("p", { class: "banner" }, visible(file.error))] : []), ...rows(file, from, to));
  const pager = $("pager");
  pager.hidden = stretches.length < 2;
  pager.replaceChildren(
    node("button", { type: "button", "data-page": page - 1, disabled: page === 0 }, "Previous page"),
    ` page ${page + 1} of ${stretches.length} `,
    node("button", { type: "button", "data-page": page + 1, disabled: page + 1 === stretches.length }, "Next page"));
  mark();
  listed();
}

function head(file, later) {
  const verdict = file.verdict ? [node("p", { class: "banner", role: "note" }, upper(visible(file.verdict)) + ".")] : [];
  const own = view !== "clean" ? [] : [node("p", { class: "acts" }, node("button", { type: "button", id: "copy", class: "yes" }, "Copy the text"), node("button", { type: "button", id: "download" }, "Download")),
    ...(file.plain ? [] : [node("p", { class: "fine" }, "The prose alone: the copy that is written keeps the document’s markup.")])];
  const columns = view === "side" ? [node("p", { class: "row columns", "aria-hidden": "true" }, node("span", {}, "Source"), node("span", {}, "What will be written"))] : [];
  const legend = view === "edit" && !later && file.places.length ? [node("p", { class: "fine legend" }, node("del", { class: "applied" }, "removed"), " ", node("ins", { class: "applied" }, "added"), " ",
    node("span", { class: "sample proposed" }, "proposed"), " ", node("span", { class: "sample flagged" }, "needs you"), "  Double-click a sentence to change it.")] : [];
  return node("div", { class: "head" }, node("h2", {}, node("bdi", {}, visible(file.path)), later ? " (continued)" : ""),
    node("p", { class: "fine", "data-facts": file.f }, facts(file)), ...legend, ...verdict, ...own, ...columns);
}

const upper = (text) => text[0].toUpperCase() + text.slice(1);

function* rows(file, from, to) {
  if (view === "clean") { yield clean(file); return; }
  const want = wants();
  for (let number = from; number < to; number++) {
    const [start, end] = file.rows[number];
    const bare = !placesIn(file, number).length;
    if (bare && (view === "changes" || !file.text.slice(start, end).trim()) && !touched(file, start, end) && writing?.row !== number) continue;
    if (view === "changes" && !touched(file, start, end) && !placesIn(file, number).some((place) => fits(place, want) && waits(place.findings[0]))) continue;
    yield drawn(file, number);
  }
}

// The copy as it will be written, a line a paragraph.
function clean(file) {
  const whole = written(file, 0, file.text.length);
  return node("div", { class: "clean" }, ...whole.split(/\r\n|\r|\n/).map((line) => node("p", { class: "prose", dir: "auto" }, lines(line))));
}

function drawn(file, number) {
  const built = row(file, number, view, spot?.row === number ? spot : null, writing?.file === file && writing.row === number ? writing : null);
  keys.set(built, rowKey(file, number));
  return built;
}

function facts(file) {
  const left = file.places.filter(openPlace).length;
  const damaged = file.damage ? `, ${Math.round(100 * file.damage)} % of its sentences damaged` : "";
  return left ? `${counted(left, "place")} to decide${damaged}` : `Nothing left to decide here${damaged}`;
}

// Draw one row again, whatever it looks like.
export function redrawRow(number) {
  $("shown").querySelector(`[data-row="${number}"]`)?.replaceWith(drawn(shownFile, number));
  mark();
}

// Draw again the rows that changed, keeping what is being written.
export function redraw() {
  if (!shownFile) return;
  if (view === "clean") fill();
  else for (const element of $("shown").querySelectorAll("[data-row]")) {
    const number = Number(element.dataset.row);
    if (keys.get(element) !== rowKey(shownFile, number) && writing?.row !== number) element.replaceWith(drawn(shownFile, number));
  }
  const told = $("shown").querySelector("[data-facts]");
  if (told) told.textContent = facts(shownFile);
  mark();
  listed();
}

// ---- How far one is

let left = new Map(); // file -> places left to decide there

function listed() {
  left = new Map();
  for (const place of waiting) if (openPlace(place)) left.set(place.f, (left.get(place.f) || 0) + 1);
  const all = [...left.values()].reduce((a, b) => a + b, 0);
  $("progress").value = waiting.length ? waiting.length - all : 1;
  $("done").textContent = `${(waiting.length - all).toLocaleString("en")} of ${waiting.length.toLocaleString("en")} decided`;
  $("bar-done").textContent = $("done").textContent;
  for (const element of $("list").children) {
    const f = Number(element.dataset.file);
    const number = left.get(f) || 0;
    const file = files[f];
    const told = file.error ? "not read" : number ? `${number} left` : "done";
    if (element.dataset.told !== told) { element.dataset.told = told; element.lastChild.textContent = told; }
    element.setAttribute("aria-current", file === shownFile ? "true" : "false");
  }
}

export function listFiles() {
  $("list").replaceChildren(...order.map((f) => node("button", { type: "button", "data-file": f }, node("bdi", {}, visible(files[f].path.slice(common))), node("span", { class: "fine" }))));
}

// How much of all paths is the folder that they share.
const common = files.length < 2 ? 0 : files.reduce((shared, { path }) => {
  let at = 0;
  while (at < shared.length && shared[at] === path[at]) at += 1;
  return shared.slice(0, at);
}, files[0].path).replace(/[^\\/]*$/, "").length;

// ---- Where one is

export function go(place, quiet = false) {
  if (!place) return;
  current = place;
  if (view === "clean") choose("edit");
  const file = place.file;
  show(file, place.row ?? rowAt(file, place.start));
  mark();
  const element = marksOf(place)[0] || $("shown").querySelector(`[data-row="${place.row}"]`);
  if (element) bring(element);
  beside();
  if (!quiet) $("card")?.focus({ preventScroll: true });
}

function bring(element) {
  const top = element.getBoundingClientRect().top + scrollY;
  if (innerWidth < 900 && top < 0.4 * innerHeight) scrollTo(0, 0); // above the card already: the file's name stays in sight
  else element.scrollIntoView({ block: innerWidth < 900 ? "start" : "center" });
}

export function rowAt(file, at) {
  let low = 0, high = file.rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (file.rows[middle][0] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function stand(place) {
  current = place || null;
  mark();
}

const marksOf = (place) => [...$("shown").querySelectorAll(place.state === "free" ? `[data-free="${place.id}"]` : `[data-place~="${place.k}"]`)];

function mark() {
  for (const element of $("shown").querySelectorAll(".here")) element.classList.remove("here");
  const held = $("side").contains(document.activeElement);
  const there = current && current.file === shownFile && (current.state !== "free" || decided.has(current)) && view !== "clean";
  const opened = Boolean($("side").querySelector("details.why[open]")) && $("card")?.dataset.number === String(current?.number);
  const built = there ? (current.state === "free" ? ownCard(current) : card(current, sameChange(current).length)) : null;
  if (built) built.dataset.number = current.number;
  $("side").replaceChildren(...(built ? [built] : []));
  $("bar").querySelector("[data-act=accept]").disabled = !built?.querySelector("[data-act=accept]");
  if (!built) return;
  if (opened) built.querySelector("details").open = true;
  for (const element of marksOf(current)) element.classList.add("here");
  beside();
  if (held) built.focus({ preventScroll: true });
}

// The card beside its place, and never below the end of the text.
function beside() {
  const element = $("card");
  if (!element) return;
  const target = marksOf(current)[0] || writing?.element || $("shown").querySelector(`[data-row="${current.row}"]`);
  const top = target ? target.getBoundingClientRect().top - $("side").getBoundingClientRect().top - 12 : 0;
  element.style.setProperty("--top", `${Math.max(0, top)}px`);
}
addEventListener("resize", beside);

export function step(by) {
  const at = where.get(current) ?? (by > 0 ? -1 : fitting.length);
  go(fitting[at + by] || fitting[at] || current);
}

// The next open place, from the first one on where none follows; undefined where none is open.
export function nextOpen() {
  const at = where.get(current) ?? -1;
  for (let i = at + 1; i < fitting.length; i++) if (openPlace(fitting[i])) return fitting[i];
  return fitting.slice(0, Math.max(0, at + 1)).find(openPlace);
}

// ---- The sentence one stands in

export function standIn(sentence) {
  const before = spot;
  spot = sentence;
  if (before && before.file === shownFile) redrawRow(before.row);
  if (spot && spot.file === shownFile && spot.row !== before?.row) redrawRow(spot.row);
}

export function write(place) {
  const before = writing;
  writing = place;
  document.body.classList.toggle("writing", Boolean(place));
  if (before && before.file === shownFile) redrawRow(before.row);
  if (!place) return;
  if (view === "clean") choose("edit");
  show(place.file, place.row);
  if (!$("shown").querySelector(`[data-row="${place.row}"]`)) fill();
  redrawRow(place.row);
}

// ---- The view that was last chosen

export function choose(name) {
  view = VIEWS[name] ? name : "edit";
  document.body.dataset.view = view;
  for (const radio of document.querySelectorAll("#views input")) radio.checked = radio.value === view;
  try { localStorage.setItem(VIEW, view); } catch (error) { /* the next page begins with the first view */ }
  if (!shownFile) return;
  const [file, row] = [shownFile, current?.file === shownFile ? current.row ?? rowAt(shownFile, current.start) : stretches[page]?.from];
  shownFile = null;
  show(file, row);
  if (current && view !== "clean") go(current, true);
}

export function nextView() {
  const names = Object.keys(VIEWS);
  choose(names[(names.indexOf(view) + 1) % names.length]);
  return VIEWS[view];
}

export function lastView() {
  try { return localStorage.getItem(VIEW) || "edit"; } catch (error) { return "edit"; }
}

// On paper every file is there, with the card of every place below its row.
export function printing(begins) {
  if (!begins) { fill(); return; }
  $("shown").replaceChildren(...order.flatMap((f) => [head(files[f], false), ...files[f].rows.flatMap(([start, end], number) =>
    (placesIn(files[f], number).length || wordsIn(f, start, end) || touched(files[f], start, end)) ? [row(files[f], number, view === "side" ? "side" : "edit"), onPaper(files[f], number)] : [])]));
}

const wordsIn = (f, start, end) => files[f].text.slice(start, end).trim();

function onPaper(file, number) {
  const notes = placesIn(file, number).map((place) => {
    const built = card(place);
    built.removeAttribute("id");
    for (const details of built.querySelectorAll("details")) details.open = true;
    return built;
  });
  return node("div", { class: "notes" }, ...notes);
}
