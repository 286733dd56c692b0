// What is shown: the findings that fit the filters, a page of files at a time, as one of several views.
import { $, card, files, findings, named, total, waits } from "./content.js";
import { decided, open } from "./decisions.js";
import { changes, row, rowKey, touched } from "./drawing.js";
import { counted, node, visible } from "./text.js";

const PAGE = 250; // findings on one page, so that any report opens and scrolls at once
const VIEW = "cleantext:view";

export let fitting = []; // findings
export let current = null; // a finding
let pages = [[]]; // of each page: stretches { f, from, to } of the rows of files
let page = 0;
const keys = new WeakMap(); // what each drawn row looks like

export const wants = () => Object.fromEntries(new FormData($("filters")));

export function fits(finding, want) {
  return (!want.file || Number(want.file) === finding.f) && (!want.rule || want.rule === finding.rule) &&
    (!want.severity || want.severity === finding.severity) && (!want.state || want.state === finding.state) &&
    (!want.decision || want.decision === (decided.get(finding)?.decision || (waits(finding) ? "open" : ""))) &&
    (!want.words || spelled(finding).includes(want.words.toLowerCase()));
}

const spelled = (finding) => finding.spelled ??= [finding.message, finding.rule, finding.why, finding.file.path,
  finding.file.text.slice(finding.start, finding.end), ...changes(finding).flat()].join("\n").toLowerCase();

export function draw() {
  const want = wants();
  const narrowed = Boolean(want.rule || want.severity || want.state || want.decision || want.words);
  fitting = findings.filter((finding) => fits(finding, want));
  const fit = new Set(fitting);
  pages = [[]];
  let inPage = 0;
  files.forEach((file, f) => {
    if (want.file && Number(want.file) !== f) return;
    for (const { from, to, size } of stretches(file, fit, narrowed)) {
      if (inPage && inPage + size > PAGE) { pages.push([]); inPage = 0; }
      pages[pages.length - 1].push({ f, from, to });
      inPage += size;
    }
  });
  document.body.dataset.view = want.view;
  document.body.classList.toggle("only", want.view === "changes" || narrowed);
  $("count").textContent = counted(fitting.length, "finding");
  $("nothing").hidden = fitting.length > 0 || !findings.length;
  turn(Math.min(page, pages.length - 1));
  tell();
}

// A file as stretches of rows that fit on a page: most often one. None where filters leave nothing of it.
function* stretches(file, fit, narrowed) {
  let from = 0, size = 0;
  for (const [row, [start, end, first, last]] of file.rows.entries()) {
    let more = narrowed ? 0 : (end - start) / 4000;
    for (let k = first; k < last; k++) if (fit.has(file.findings[k])) more += 1;
    if (size && size + more > PAGE) {
      yield { from, to: row, size };
      [from, size] = [row, 0];
    }
    size += more;
  }
  if (size || !narrowed) yield { from, to: file.rows.length, size };
}

export function turn(to) {
  page = to;
  fill(pages[page]);
  const pager = $("pager");
  pager.hidden = pages.length < 2;
  pager.replaceChildren(
    node("button", { type: "button", "data-page": page - 1, disabled: page === 0 }, "Previous page"),
    ` page ${page + 1} of ${pages.length} `,
    node("button", { type: "button", "data-page": page + 1, disabled: page + 1 === pages.length }, "Next page"));
}

function fill(shown) {
  const want = wants();
  $("shown").replaceChildren(...shown.map((stretch) => section(stretch, want)));
  mark();
}

export function first() {
  page = 0;
  draw();
}

// On paper there are no pages to turn: everything that fits is there.
export function printing(begins) {
  if (pages.length < 2) return;
  const all = [];
  for (const { f, from, to } of pages.flat()) {
    if (all.length && all[all.length - 1].f === f) all[all.length - 1].to = to;
    else all.push({ f, from, to });
  }
  fill(begins ? all : pages[page]);
}

function section({ f, from, to }, want) {
  const file = files[f];
  const head = node("summary", {}, node("h2", {}, node("bdi", {}, visible(file.path))), " ",
    node("span", { class: "fine", "data-facts": f }, facts(file)), from ? " (continued)" : "");
  const element = node("details", { class: "file", id: "file-" + f, "data-file": f, open: true }, head);
  const only = document.body.classList.contains("only");
  file.rows.slice(from, to).forEach(([start, end, first, last], i) => {
    const bare = first === last;
    if (bare && (only || !file.text.slice(start, end).trim()) && !touched(file, start, end)) return;
    if (only && !bare && !file.findings.slice(first, last).some((finding) => fits(finding, want))) return;
    element.append(drawn(file, from + i, want));
  });
  return element;
}

function drawn(file, number, want) {
  const built = row(file, number, want.view);
  for (const note of built.querySelectorAll(".note")) note.hidden = !fits(named(note), want);
  keys.set(built, rowKey(file, number));
  return built;
}

const facts = (file) => `${counted(file.findings.length, "finding")}, ${file.findings.filter(open).length} open`;

// Draw again the rows that changed in the files of these findings, keeping the focus, what is hidden, and what is
// being written.
export function redraw(changed = findings) {
  const focused = document.activeElement;
  const inFocus = focused?.closest?.(".note")?.id;
  const want = wants();
  for (const f of new Set(changed.map((finding) => finding.f))) {
    const section = document.getElementById("file-" + f);
    if (!section) continue;
    for (const element of section.querySelectorAll(".row")) {
      const number = Number(element.dataset.row);
      if (keys.get(element) === rowKey(files[f], number)) continue;
      const hidden = new Set([...element.querySelectorAll(".note[hidden]")].map((note) => note.id));
      const built = drawn(files[f], number, want);
      for (const note of built.querySelectorAll(".note")) note.hidden = hidden.has(note.id);
      const forms = [...element.querySelectorAll(".note > form")].map((form) => [form.parentElement.id, form]);
      element.replaceWith(built);
      for (const [id, form] of forms) document.getElementById(id).querySelector(".acts").before(form);
    }
    section.querySelector("[data-facts]").textContent = facts(files[f]);
  }
  mark();
  if (focused?.isConnected) focused.focus({ preventScroll: true });
  else if (inFocus) document.getElementById(inFocus)?.focus({ preventScroll: true });
  tell();
}

function tell() {
  const waiting = new Map();
  let left = 0;
  for (const finding of findings) if (open(finding)) { left += 1; waiting.set(finding.f, (waiting.get(finding.f) || 0) + 1); }
  $("progress").value = total ? total - left : 1;
  $("done").textContent = `${(total - left).toLocaleString("en")} of ${total.toLocaleString("en")} decided`;
  for (const cell of document.querySelectorAll("[data-open]")) cell.textContent = waiting.get(Number(cell.dataset.open)) || 0;
}

// ---- Where one is

export function go(finding) {
  if (!finding) return;
  current = finding;
  if (!card(finding)) {
    const to = pages.findIndex((shown) => shown.some(({ f, from, to }) => f === finding.f && from <= finding.row && finding.row < to));
    if (to < 0) return;
    turn(to);
  }
  const element = card(finding);
  if (!element) return;
  element.closest("details").open = true;
  mark();
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
}

export function stand(finding) {
  current = finding || null;
  mark();
}

function mark() {
  for (const element of document.querySelectorAll(".here")) element.classList.remove("here");
  if (!current) return;
  card(current)?.classList.add("here");
  document.querySelectorAll(`#file-${current.f} [data-about~="${current.k}"]`).forEach((element) => element.classList.add("here"));
}

export function step(by) {
  const passed = (finding) => { const element = card(finding); return element && (element.hidden || !element.closest("details").open); };
  let at = fitting.indexOf(current);
  if (at < 0) at = by > 0 ? -1 : fitting.length;
  do at += by; while (fitting[at] && passed(fitting[at]));
  go(fitting[at] || current);
}

// The next open finding that is shown, from the first one on where none follows; undefined where none is open.
export function nextOpen() {
  const waiting = fitting.filter(open);
  return waiting.find((finding) => finding.number > (current?.number ?? -1)) || waiting[0];
}

// ---- The view that was last chosen

export function choose(view) {
  const { elements } = $("filters");
  elements.view.value = view;
  if (elements.view.value !== view) elements.view.value = "notes";
  try { localStorage.setItem(VIEW, view); } catch (error) { /* the next page begins with the first view */ }
  draw();
  if (current) go(current);
  else if (view === "reading") stand(nextOpen()); // this view shows no other note
}

export function nextView() {
  const names = [...$("filters").elements.view.options].map((option) => option.value);
  choose(names[(names.indexOf(wants().view) + 1) % names.length]);
  return $("filters").elements.view.selectedOptions[0].text;
}

export function lastView() {
  try { return localStorage.getItem(VIEW) || "notes"; } catch (error) { return "notes"; }
}
