"use strict";
// The workbench: shows the findings of the report, takes decisions about them, and keeps these in the browser or, where
// the page is served, with the server. Whatever comes from a document goes into the page as text, never as markup.

const $ = (id) => document.getElementById(id);
const { key, files, strings } = JSON.parse($("content").textContent);
const served = document.body.hasAttribute("data-served");
const PAGE = 250; // findings on one page, so that any report opens and scrolls at once
const MARGIN = 10000; // UTF-16 units of unchanged text in one row; what is more is left out in its middle
const NAMES = { applied: "changed", proposed: "proposed", flagged: "needs a human", rejected: "rejected", suppressed: "suppressed" };
const VERDICTS = { accept: "Accepted", reject: "Rejected", edit: "Your wording" };
const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

const findings = []; // every finding, in the order of files and places
const byName = new Map(); // path -> id -> finding
files.forEach((file, f) => {
  const own = new Map();
  file.findings.forEach((finding, k) => {
    Object.assign(finding, { f, k, file });
    for (const field of ["rule", "message", "why"]) finding[field] = strings[finding[field]];
    findings.push(finding);
    own.set(finding.id, finding);
  });
  byName.set(file.path, own);
});
const waits = (finding) => finding.state === "proposed" || finding.state === "flagged";
const total = findings.filter(waits).length;

// ---- Decisions: finding -> decision, in the order made

let decided = new Map();
let steps = []; // what `u` takes back: the findings of each step
const open = (finding) => waits(finding) && !decided.has(finding);
const find = (decision) => byName.get(decision.path)?.get(decision.finding);

function decide(wanted, name, more = {}) {
  const made = wanted.map((finding) => ({ path: finding.file.path, finding: finding.id, decision: name, ...more }));
  made.forEach(take);
  if (name !== "undo") steps.push(wanted);
  keep(made);
  redraw(wanted);
}

function take(decision) {
  const finding = find(decision);
  if (!finding) return false;
  decided.delete(finding);
  if (decision.decision !== "undo") decided.set(finding, decision);
  return true;
}

function valid(list) {
  return Array.isArray(list) && list.every((d) => d && typeof d.path === "string" && typeof d.finding === "string" &&
    ["accept", "reject", "edit", "undo"].includes(d.decision) && (d.decision !== "edit" || typeof d.text === "string") &&
    (d.old === undefined || typeof d.old === "string") && (d.offset === undefined || Number.isInteger(d.offset)));
}

// ---- Where decisions are kept

const place = "cleantext:" + key;
let unsaved = []; // made here, not yet acknowledged by the server
let known = 0; // decisions of the server that this tab has seen
let sending = null; // the exchange with the server that is under way

function keep(made) {
  if (served) { unsaved.push(...made); send(); return; }
  try {
    localStorage.setItem(place, JSON.stringify([...decided.values()]));
  } catch (error) {
    say("This browser keeps nothing: export your decisions before you close the page.");
  }
}

function restore(text) {
  let list = null;
  try { list = JSON.parse(text || "[]"); } catch (error) { return; }
  if (!valid(list)) return;
  decided = new Map();
  list.forEach(take);
}

async function ask(path, body) {
  const options = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body };
  const answer = await fetch(path, { cache: "no-store", ...options });
  if (!answer.ok) throw new Error((await answer.text()) || answer.statusText);
  return answer.json();
}

function send() {
  return sending ??= exchange().finally(() => { sending = null; });
}

async function exchange() {
  try {
    while (unsaved.length) {
      const made = unsaved.slice();
      await ask("decisions", JSON.stringify(made));
      unsaved.splice(0, made.length);
    }
    await receive();
    $("done").removeAttribute("data-unsaved");
    if ($("said").dataset.lost) { say(""); delete $("said").dataset.lost; }
  } catch (error) {
    if (unsaved.length) $("done").setAttribute("data-unsaved", "");
    say(unsaved.length ? `${counted(unsaved.length, "decision")} not saved yet: the server does not answer. Leave this page open; it tries again.`
      : "The server does not answer.");
    $("said").dataset.lost = "1";
  }
}

async function receive() {
  const news = await ask("decisions?since=" + known);
  known = news.count;
  const changed = news.decisions.filter(take).map(find);
  unsaved.forEach(take);
  if (changed.length) redraw([...new Set(changed)]);
}

const fresh = () => [...decided.values()];

function exported() {
  const content = JSON.stringify({ schema: "cleantext-decisions/1", report: key, decisions: fresh() }, null, 1) + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = "decisions.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(`${counted(decided.size, "decision")} exported to decisions.json.`);
}

async function imported(file) {
  let content = null;
  try { content = JSON.parse(await file.text()); } catch (error) { /* said below */ }
  if (content?.schema !== "cleantext-decisions/1" || !valid(content.decisions)) {
    say(`${visible(file.name)} holds no decisions (cleantext-decisions/1).`);
    return;
  }
  const mine = content.decisions.filter((decision) => find(decision));
  mine.forEach(take);
  steps.push([...new Set(mine.map(find))]);
  keep(mine);
  draw();
  const strange = content.decisions.length - mine.length;
  say(`${counted(mine.length, "decision")} imported${strange ? `; ${strange} about findings that are not in this report left out` : ""}.`);
}

// ---- Text

const escaped = (character) => {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  const code = character.codePointAt(0);
  const hex = code.toString(16);
  return short ?? (code < 256 ? "\\x" + hex.padStart(2, "0") : code < 65536 ? "\\u" + hex.padStart(4, "0") : "\\U" + hex.padStart(8, "0"));
};
const visible = (text) => text.replace(UNSEEN, escaped);
const lines = (text) => text.split(/\r\n|\r|\n/).map(visible).join("\n");
const counted = (number, one) => number.toLocaleString("en") + " " + (number === 1 ? one : one + "s");
const middleOut = (text, most) => text.length <= most ? text : text.slice(0, most / 2) + " […] " + text.slice(-most / 2);

function node(tag, attributes, ...inner) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...inner);
  return element;
}

const spoken = (word) => node("span", { class: "sr" }, word);
const removed = (text, kind, more) => node("del", { class: kind, ...more }, spoken("[removed: "), lines(middleOut(text, MARGIN)), spoken("] "));
const added = (text, kind, more) => node("ins", { class: kind, ...more }, spoken("[inserted: "), lines(middleOut(text, MARGIN)), spoken("] "));

// ---- One row: a line of the text and the notes on it

function row(file, number) {
  const [start, end, first, last] = file.rows[number];
  const own = file.findings.slice(first, last);
  const prose = node("p", { class: "prose", dir: "auto" }, ...pieces(file, start, end, own));
  const element = node("div", { class: "row" + (own.length ? "" : " calm"), "data-row": number }, prose);
  if (own.length) element.append(node("div", { class: "notes" }, ...own.map(note)));
  return element;
}

// An own wording replaces what it names; marks that it touches go with it.
function changes(file, start, end, own) {
  const list = [];
  const clear = (s, e) => list.every((c) => e <= c.start || c.end <= s) ;
  for (const finding of own.filter((f) => decided.get(f)?.decision === "edit").reverse()) {
    const { text, old, offset } = decided.get(finding);
    const from = old === undefined ? finding.start : walk(file.text, finding.start, offset || 0);
    const to = old === undefined ? finding.end : from + old.length;
    if (from >= start && to <= end && clear(from, to)) {
      list.push({ start: from, end: to, text, about: [finding.k], kind: "own", gone: true });
    }
  }
  for (const [s, e, text, about, applied] of file.marks) {
    if (s < start || s > end || !clear(s, e)) continue;
    const ways = about.map((k) => decided.get(file.findings[k])?.decision);
    if (ways.includes("edit") && !ways.includes("reject") && list.some((c) => about.some((k) => c.about.includes(k)))) continue;
    const kind = ways.includes("reject") ? "refused" : applied || ways.every((way) => way === "accept") ? "applied" : "proposed";
    list.push({ start: s, end: e, text, about, kind, gone: kind !== "refused" });
  }
  return list.sort((a, b) => a.start - b.start || a.end - b.end);
}

// `count` characters on from `at`, or back.
function walk(text, at, count) {
  for (; count > 0; count--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  for (; count < 0; count++) at -= at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : 1;
  return at;
}

function* pieces(file, start, end, own) {
  const marked = new Set(file.marks.flatMap((mark) => mark[3]));
  const spots = own.filter((f) => !marked.has(f.k) || f.state === "flagged");
  let at = start;
  for (const change of [...changes(file, start, end, own), null]) {
    const stop = change ? change.start : end;
    if (stop > at) yield* plain(file, at, stop, spots);
    if (!change) break;
    const old = file.text.slice(change.start, change.end);
    const about = { "data-about": change.about.join(" ") };
    if (!change.gone) {
      yield node("span", { class: "refused", ...about }, lines(middleOut(old, MARGIN)));
    } else {
      if (old) yield removed(old, change.kind, about);
      if (change.text) yield added(change.text, change.kind, about);
    }
    at = Math.max(at, change.end);
  }
}

function* plain(file, start, end, spots) {
  const near = spots.filter((f) => f.start <= end && f.end >= start);
  const cuts = [...new Set([start, end, ...near.flatMap((f) => [f.start, f.end])])].filter((x) => x >= start && x <= end);
  cuts.sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const text = lines(middleOut(file.text.slice(cuts[i], cuts[i + 1]), MARGIN));
    const over = near.filter((f) => f.start <= cuts[i] && cuts[i + 1] <= f.end);
    if (!over.length) { yield text; continue; }
    const kind = over.every((f) => decided.has(f)) ? "settled" : "flagged";
    yield node("mark", { class: kind, "data-about": over.map((f) => f.k).join(" ") }, text);
  }
}

function note(finding) {
  const decision = decided.get(finding);
  const way = decision?.decision;
  const name = `n${finding.f}-${finding.k}`;
  const element = node("article", {
    class: `note ${finding.state}${way ? " decided " + way : ""}`, id: name, tabindex: "0", "aria-labelledby": name + "-what",
    "data-rule": finding.rule, "data-severity": finding.severity, "data-state": finding.state, "data-decision": way || "open",
  }, node("p", { class: "what", id: name + "-what" }, visible(finding.message), spoken(`, ${way ? VERDICTS[way] : NAMES[finding.state]}`)));
  if (way === "edit") {
    element.append(change([[decision.old ?? finding.file.text.slice(finding.start, finding.end), decision.text]], "own"));
  } else if (finding.changes.length) {
    element.append(change(finding.changes, finding.state === "applied" ? "applied" : "proposed"));
  }
  element.append(node("p", { class: "why" }, visible(finding.why)));
  if (finding.others.length) {
    element.append(node("p", { class: "others" }, "Or: ", ...finding.others.flatMap(([, text], i) => [
      button(`${i + 1} ${visible(middleOut(text, 80)) ? "“" + visible(middleOut(text, 80)) + "”" : "delete"}`, "other", { "data-other": i }), " ",
    ])));
  }
  element.append(acts(finding, way));
  element.append(node("p", { class: "fine" },
    [way && VERDICTS[way], NAMES[finding.state] + (finding.fix ? ", " + finding.fix : ""), finding.severity, visible(finding.rule),
      "line " + finding.at, finding.sure < 1 && Math.round(100 * finding.sure) + " % sure"].filter(Boolean).join(" · ")));
  return element;
}

function change(pairs, kind) {
  const element = node("p", { class: "change", dir: "auto" });
  for (const [old, text] of pairs.slice(0, 6)) {
    if (old) element.append(removed(middleOut(old, 400), kind), " ");
    if (text) element.append(added(middleOut(text, 400), kind), " ");
  }
  if (pairs.length > 6) element.append(`and ${counted(pairs.length - 6, "more place")}`);
  return element;
}

const button = (label, act, more) => node("button", { type: "button", "data-act": act, ...more }, label);

function acts(finding, way) {
  const kept = finding.state === "applied";
  const pressed = (name) => ({ "aria-pressed": way === name ? "true" : "false", "aria-keyshortcuts": name[0] });
  const bar = node("p", { class: "acts" });
  if (finding.fix) bar.append(button(kept ? "Keep" : "Accept", "accept", pressed("accept")), " ");
  bar.append(button(kept ? "Take back" : finding.fix ? "Reject" : "Leave as it is", "reject", pressed("reject")), " ");
  bar.append(button(finding.fix ? "Edit" : "Write your own", "edit", pressed("edit")), " ");
  if (way) bar.append(button("Undo", "undo", { "aria-keyshortcuts": "u" }));
  return bar;
}

// ---- What is shown: the findings that fit the filters, a page of files at a time

let fitting = []; // findings
let pages = [[]]; // of each page: files
let page = 0;
let current = null; // a finding
const wants = () => Object.fromEntries(new FormData($("filters")));

function fits(finding, want) {
  return (!want.file || Number(want.file) === finding.f) && (!want.rule || want.rule === finding.rule) &&
    (!want.severity || want.severity === finding.severity) && (!want.state || want.state === finding.state) &&
    (!want.decision || want.decision === (decided.get(finding)?.decision || (waits(finding) ? "open" : ""))) &&
    (!want.words || [finding.message, finding.rule, finding.why, finding.file.path, finding.file.text.slice(finding.start, finding.end),
      ...finding.changes.flat()].some((text) => text.toLowerCase().includes(want.words.toLowerCase())));
}

function draw() {
  const want = wants();
  const narrowed = Boolean(want.rule || want.severity || want.state || want.decision || want.words);
  fitting = findings.filter((finding) => fits(finding, want));
  const numbers = new Map();
  for (const finding of fitting) numbers.set(finding.f, (numbers.get(finding.f) || 0) + 1);
  pages = [[]];
  let inPage = 0;
  files.forEach((file, f) => {
    if ((want.file && Number(want.file) !== f) || (narrowed && !numbers.has(f))) return;
    const size = (numbers.get(f) || 0) + (narrowed ? 0 : file.text.length / 4000);
    if (inPage && inPage + size > PAGE) { pages.push([]); inPage = 0; }
    pages[pages.length - 1].push(f);
    inPage += size;
  });
  document.body.classList.toggle("only", $("only").checked || narrowed);
  $("count").textContent = counted(fitting.length, "finding");
  $("nothing").hidden = fitting.length > 0 || !findings.length;
  turn(Math.min(page, pages.length - 1));
  tell();
}

function turn(to) {
  page = to;
  const want = wants();
  $("shown").replaceChildren(...pages[page].map((f) => section(f, want)));
  const pager = $("pager");
  pager.hidden = pages.length < 2;
  pager.replaceChildren(
    node("button", { type: "button", "data-page": page - 1, disabled: page === 0 }, "Previous page"),
    ` page ${page + 1} of ${pages.length} `,
    node("button", { type: "button", "data-page": page + 1, disabled: page + 1 === pages.length }, "Next page"));
  mark();
}

function section(f, want) {
  const file = files[f];
  const waiting = file.findings.filter(open).length;
  const head = node("summary", {}, node("h2", {}, node("bdi", {}, visible(file.path))), " ",
    node("span", { class: "fine", "data-facts": f }, facts(file, waiting)));
  const element = node("details", { class: "file", id: "file-" + f, "data-file": f, open: true }, head);
  const only = document.body.classList.contains("only");
  file.rows.forEach(([start, end, first, last], number) => {
    if (first === last && (only || !file.text.slice(start, end).trim()) && !touched(file, start, end)) return;
    if (only && last > first && !file.findings.slice(first, last).some((finding) => fits(finding, want))) return;
    const built = row(file, number);
    for (const shown of built.querySelectorAll(".note")) shown.hidden = !fits(named(shown), want);
    element.append(built);
  });
  return element;
}

const touched = (file, start, end) => file.marks.some((mark) => mark[0] >= start && mark[0] <= end);
const facts = (file, waiting) => `${counted(file.findings.length, "finding")}, ${waiting} open`;
const named = (element) => { const [f, k] = element.id.slice(1).split("-").map(Number); return files[f].findings[k]; };
const card = (finding) => document.getElementById(`n${finding.f}-${finding.k}`);

// Draw again the rows that changed, keeping the focus.
function redraw(changed) {
  const inFocus = document.activeElement?.closest?.(".note")?.id;
  for (const f of new Set(changed.map((finding) => finding.f))) {
    const section = document.getElementById("file-" + f);
    if (!section) continue;
    const file = files[f];
    const about = new Set(changed.filter((finding) => finding.f === f).map((finding) => finding.k));
    const places = [...about].map((k) => file.findings[k].start);
    for (const mark of file.marks) if (mark[3].some((k) => about.has(k))) places.push(mark[0]);
    for (const element of section.querySelectorAll(".row")) {
      const number = Number(element.dataset.row);
      const [start, end, first, last] = file.rows[number];
      if (!places.some((at) => at >= start && at <= end)) continue;
      const hidden = new Set([...element.querySelectorAll(".note[hidden]")].map((note) => note.id));
      const built = row(file, number);
      for (const note of built.querySelectorAll(".note")) note.hidden = hidden.has(note.id);
      element.replaceWith(built);
    }
    section.querySelector("[data-facts]").textContent = facts(file, file.findings.filter(open).length);
  }
  if (inFocus) document.getElementById(inFocus)?.focus({ preventScroll: true });
  mark();
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

const say = (text) => { $("said").textContent = text; };

// ---- Going about

function go(finding) {
  if (!finding) return;
  current = finding;
  if (!card(finding)) {
    const to = pages.findIndex((shown) => shown.includes(finding.f));
    if (to < 0) return;
    turn(to);
  }
  const element = card(finding);
  if (!element) return;
  element.closest("details").open = true;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "center" });
  mark();
}

function mark() {
  for (const element of document.querySelectorAll(".here")) element.classList.remove("here");
  if (!current) return;
  document.querySelectorAll(`#file-${current.f} [data-about~="${current.k}"]`).forEach((e) => e.classList.add("here"));
}

function step(by) {
  const shown = fitting.filter((finding) => { const element = card(finding); return !element || (!element.hidden && element.closest("details").open); });
  const at = shown.indexOf(current);
  if (at < 0) return go(by > 0 ? shown[0] : shown[shown.length - 1]);
  go(shown[Math.min(Math.max(at + by, 0), shown.length - 1)]);
}

function nextOpen() {
  const at = current ? findings.indexOf(current) : -1;
  const ahead = (finding) => findings.indexOf(finding) > at;
  const waiting = fitting.filter(open);
  const next = waiting.find(ahead) || waiting[0];
  if (next) go(next);
  else say("Nothing is open here.");
}

function act(finding, name, more) {
  if (!finding) return say("Choose a finding first: j goes to the next.");
  current = finding;
  if (name === "edit") return edit(finding);
  if (name === "undo") return undo(finding);
  if (name === "accept" && !finding.fix) return say("Nothing is proposed here: e to write your own, r to leave it as it is.");
  if (name === "other") {
    const [old, text, offset] = finding.others[more] || [];
    if (old === undefined) return say("There is no such alternative here.");
    decide([finding], "edit", { text, old, offset });
  } else {
    decide([finding], name);
  }
  const waited = fitting.indexOf(finding);
  const next = fitting.slice(waited + 1).find(open);
  say(`${name === "other" ? "Alternative taken" : VERDICTS[name]}.`);
  if (next) go(next);
  else card(finding)?.focus({ preventScroll: true });
}

function undo(finding) {
  const last = steps[steps.length - 1];
  const group = last && (!decided.has(finding) || last.includes(finding)) ? last : decided.has(finding) ? [finding] : null;
  if (!group) return say("Nothing to undo.");
  if (group === last) steps.pop();
  decide(group, "undo");
  say(group.length > 1 ? `${counted(group.length, "decision")} taken back.` : "Decision taken back.");
  go(group[0]);
}

function acceptRule(rule) {
  const want = { ...wants(), rule };
  const group = findings.filter((finding) => open(finding) && finding.state === "proposed" && fits(finding, want));
  if (!group.length) return say(`No open proposal of ${visible(rule)} is shown.`);
  decide(group, "accept");
  say(`${counted(group.length, "proposal")} of ${visible(rule)} accepted; u takes that back.`);
}

function edit(finding) {
  const element = card(finding);
  if (!element || element.querySelector("form")) return;
  const before = decided.get(finding);
  const own = before?.decision === "edit" && before.old !== undefined ? before : null;
  const [start, end, offset] = finding.scope;
  const old = own ? own.old : finding.file.text.slice(start, end);
  const ends = old.match(/\r\n|\r|\n/)?.[0] || "\n";
  const box = node("textarea", { rows: 4, dir: "auto", spellcheck: "true", "aria-label": "Your wording" });
  box.value = own ? own.text : finding.draft ?? old;
  const form = node("form", { class: "own" }, box, node("p", { class: "acts" },
    node("button", { type: "submit" }, "Save"), " ", node("button", { type: "button", "data-act": "cancel" }, "Cancel")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.replace(/\n/g, ends);
    form.remove();
    decide([finding], "edit", { text, old, offset: own ? own.offset ?? 0 : offset });
    say("Your wording is kept.");
    const next = fitting.slice(fitting.indexOf(finding) + 1).find(open);
    go(next || finding);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); }
    if (event.key === "Escape") { form.remove(); go(finding); }
  });
  element.querySelector(".acts").before(form);
  box.style.height = "auto";
  box.focus();
  box.setSelectionRange(0, 0);
}

// ---- Keys, clicks, forms

const COMMANDS = {
  j: () => step(1), k: () => step(-1), n: nextOpen,
  a: () => act(current, "accept"), r: () => act(current, "reject"), e: () => act(current, "edit"), u: () => undo(current),
  A: () => current ? acceptRule(current.rule) : say("Choose a finding first: j goes to the next."),
  "/": () => $("filters").elements.words.focus(), "?": () => $("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("help").open || !$("letters").checked) return;
  if (/^(SELECT|TEXTAREA)$/.test(event.target.tagName) || (event.target.tagName === "INPUT" && /^(search|text)$/.test(event.target.type))) {
    if (event.key === "Escape" && event.target.type === "search") event.target.blur();
    return;
  }
  const command = COMMANDS[event.key] || (/^[1-9]$/.test(event.key) && (() => act(current, "other", Number(event.key) - 1)));
  if (!command) return;
  event.preventDefault();
  command();
});
$("files").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  if (pressed?.dataset.page) { turn(Number(pressed.dataset.page)); $("files").scrollIntoView(); return; }
  const element = event.target.closest(".note");
  if (!element) return;
  const finding = named(element);
  current = finding;
  mark();
  if (pressed?.dataset.act === "cancel") { pressed.closest("form").remove(); go(finding); }
  else if (pressed?.dataset.act) act(finding, pressed.dataset.act, Number(pressed.dataset.other));
});
$("files").addEventListener("focusin", (event) => {
  const element = event.target.closest(".note");
  if (element) { current = named(element); mark(); }
});
document.querySelector("header").addEventListener("click", (event) => {
  const rule = event.target.closest("[data-accept-rule]")?.dataset.acceptRule;
  if (rule) acceptRule(rule);
  const to = event.target.closest("a[href^='#file-']")?.getAttribute("href").slice(6);
  if (to !== undefined && !document.getElementById("file-" + to)) {
    $("filters").elements.file.value = to;
    draw();
  }
});
$("filters").addEventListener("input", () => { page = 0; draw(); });
$("filters").addEventListener("submit", (event) => { event.preventDefault(); step(1); });
$("next").addEventListener("click", nextOpen);
$("export").addEventListener("click", exported);
$("import").addEventListener("change", (event) => { if (event.target.files[0]) imported(event.target.files[0]); event.target.value = ""; });
$("keys").addEventListener("click", () => $("help").showModal());
addEventListener("beforeunload", (event) => { if (unsaved.length) event.preventDefault(); });

if (served) {
  $("finish").hidden = false;
  $("finish").addEventListener("click", async () => {
    do await send(); while (unsaved.length && !$("said").dataset.lost);
    if (unsaved.length) return;
    try {
      const written = await ask("finish", "{}");
      say([`${counted(written.copies, "reviewed copy").replace("copys", "copies")} written to ${visible(written.output)}.`, ...written.remarks.map(visible)].join(" "));
    } catch (error) {
      say("The copies were not written: " + visible(error.message));
    }
  });
  draw();
  send();
  setInterval(send, 2000);
  addEventListener("focus", send);
} else {
  try { restore(localStorage.getItem(place)); } catch (error) { /* said when there is something to keep */ }
  addEventListener("storage", (event) => { if (event.key === place) { restore(event.newValue); draw(); } });
  draw();
}
