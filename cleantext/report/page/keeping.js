// Where decisions are kept: in the browser under the report's hash or, where the page is served, with the server.
// A report in several pages keeps those of all pages together.
import { $, find, key, part, served } from "./content.js";
import { decided, forget, steps, take, valid } from "./decisions.js";
import { counted, visible } from "./text.js";

const place = "cleantext:" + key;
const says = $("said");
let others = []; // decisions about findings of the report's other pages
let unsaved = []; // made here, not yet acknowledged by the server
let known = 0; // decisions of the server that this tab has seen
let sending = null; // the exchange with the server that is under way
let changed = () => {}; // told when something was decided elsewhere

export function say(text) {
  says.textContent = text;
  says.style.animation = "none";
  void says.offsetHeight; // the fading begins anew
  says.style.animation = "";
}
const fresh = () => [...others, ...decided.values()];

export function keep(made) {
  if (served) { unsaved.push(...made); send(); return; }
  try {
    localStorage.setItem(place, JSON.stringify(fresh()));
  } catch (error) {
    say("This browser keeps nothing: export your decisions before you close the page.");
  }
}

function restore(text) {
  let list = null;
  try { list = JSON.parse(text || "[]"); } catch (error) { return; }
  if (!valid(list)) return;
  forget();
  others = list.filter((decision) => !take(decision));
}

export function start(redraw) {
  changed = redraw;
  if (served) {
    send();
    setInterval(send, 2000);
    addEventListener("focus", send);
    addEventListener("beforeunload", (event) => { if (unsaved.length) event.preventDefault(); });
  } else {
    try { restore(localStorage.getItem(place)); } catch (error) { /* said when there is something to keep */ }
    addEventListener("storage", (event) => { if (event.key === place) { restore(event.newValue); changed(); } });
  }
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
    if (says.dataset.lost) { say(""); delete says.dataset.lost; }
  } catch (error) {
    if (unsaved.length) $("done").setAttribute("data-unsaved", "");
    say(unsaved.length ? `${counted(unsaved.length, "decision")} not saved yet: the server does not answer. Leave this page open; it tries again.`
      : "The server does not answer.");
    says.dataset.lost = "1";
  }
}

async function receive() {
  const news = await ask("decisions?since=" + known);
  known = news.count;
  const about = news.decisions.filter(take).map(find);
  unsaved.forEach(take);
  if (about.length) changed();
}

// Write the copies: what the server says of them, or null where decisions could not be saved before.
export async function writeCopies() {
  do await send(); while (unsaved.length && !says.dataset.lost);
  return unsaved.length ? null : ask("finish", "{}");
}

// Give the server a text or a file, to be examined; then the page is made anew.
export async function addText(name, blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  await ask("texts", JSON.stringify({ name, content: btoa(text) }));
}

export function exported() {
  const content = JSON.stringify({ schema: "cleantext-decisions/2", report: key, decisions: fresh() }, null, 1) + "\n";
  download("decisions.json", content, "application/json");
  say(`${counted(fresh().length, "decision")} exported to decisions.json.`);
}

export function download(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export async function imported(file) {
  let content = null;
  try { content = JSON.parse(await file.text()); } catch (error) { /* said below */ }
  if (!/^cleantext-decisions\/[12]$/.test(content?.schema) || !valid(content.decisions)) {
    say(`${visible(file.name)} holds no decisions (cleantext-decisions/2).`);
    return;
  }
  const before = new Map(decided);
  const mine = content.decisions.filter(take);
  steps.push([...new Set(mine.map(find))].map((subject) => [subject, before.get(subject)]));
  const strange = content.decisions.filter((decision) => !find(decision));
  if (part) others.push(...strange);
  keep(mine);
  changed();
  const left = part ? "kept for the other pages" : "left out";
  say(`${counted(mine.length, "decision")} imported${strange.length ? `; ${strange.length} about findings that are not in this report ${left}` : ""}.`);
}
