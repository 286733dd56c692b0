// The end: the text as it will be written, what Finish will do, and where the copies are.
import { $, files, places, served } from "./content.js";
import { decided, openPlace, outcome, way } from "./decisions.js";
import { download, exported, say, writeCopies } from "./keeping.js";
import { applied, counted, node, visible } from "./text.js";
import { go, nextOpen } from "./views.js";

const LINKED = 50; // copies that are linked

export const copyOf = (file) => applied(file.text, 0, file.text.length, outcome(file).carried);
// Its name; of a document with markup the page knows only the prose.
const nameOf = (file) => file.path.split(/[\\/]/).pop() + (file.plain ? "" : ".txt");

export async function copyText(file) {
  try {
    await navigator.clipboard.writeText(copyOf(file));
    say("Copied: the text as it will be written.");
  } catch (error) {
    say("This browser does not let the page copy: select the text and copy it, or download it.");
  }
}

export function downloadText(file) {
  download(nameOf(file), copyOf(file), "text/plain;charset=utf-8");
  say(`${visible(nameOf(file))} downloaded.`);
}

// What was decided so far, in words.
export function summary() {
  const number = { accept: 0, reject: 0, edit: 0, open: 0, applied: 0 };
  for (const place of places) {
    const made = way(place);
    if (made) number[made] += 1;
    else if (openPlace(place)) number.open += 1;
    else if (place.findings[0].state === "applied") number.applied += 1;
  }
  for (const subject of decided.keys()) if (subject.state === "free") number.edit += 1;
  const done = [number.accept && `${number.accept.toLocaleString("en")} accepted`, number.edit && `${number.edit.toLocaleString("en")} in your own words`,
    number.reject && `${number.reject.toLocaleString("en")} left as ${number.reject === 1 ? "it was" : "they were"}`].filter(Boolean);
  return [
    done.length ? done.join(", ") + "." : "Nothing was decided yet.",
    number.applied && `${counted(number.applied, "sure change")} that you did not look at ${number.applied === 1 ? "stays" : "stay"} in.`,
    number.open && `${counted(number.open, "undecided place")} ${number.open === 1 ? "stays" : "stay"} as in the source.`,
  ].filter(Boolean);
}

export function askToFinish() {
  const undecided = nextOpen();
  $("finish-body").replaceChildren(...summary().map((line) => node("p", {}, line)),
    ...(served ? [] : [node("p", {}, "Export the decisions, and run ", node("code", {}, "cleantext apply report.json decisions.json -o reviewed"), " to write the copies.",
      files.length === 1 ? " Or take the clean text straight from here:" : "")]),
    node("p", { class: "acts" },
      served ? node("button", { type: "button", class: "yes", "data-end": "write" }, `Write ${counted(files.filter((file) => !file.error).length, "copy", "copies")}`)
        : node("button", { type: "button", class: "yes", "data-end": "export" }, "Export decisions"),
      ...(!served && files.length === 1 ? [node("button", { type: "button", "data-end": "copy" }, "Copy the text"), node("button", { type: "button", "data-end": "download" }, "Download the text")] : []),
      node("button", { type: "button", "data-end": "on" }, undecided ? "Go on deciding" : "Close")));
  $("finish-box").showModal();
}

export async function end(name) {
  if (name === "copy") { $("finish-box").close(); await copyText(files[0]); }
  if (name === "download") { $("finish-box").close(); downloadText(files[0]); }
  if (name === "export") { $("finish-box").close(); exported(); }
  if (name === "on") { $("finish-box").close(); const next = nextOpen(); if (next) go(next); }
  if (name === "write") await finish();
}

async function finish() {
  try {
    const written = await writeCopies();
    if (!written) return;
    const told = `${counted(written.copies, "reviewed copy", "reviewed copies")} written to ${visible(written.output)}.`;
    const links = written.links.slice(0, LINKED).map(([name, address]) => node("li", {}, node("a", { href: address, target: "_blank", rel: "noreferrer" }, node("bdi", {}, visible(name)))));
    $("finish-body").replaceChildren(node("p", {}, told), node("ul", { class: "copies" }, ...links),
      ...written.remarks.map((remark) => node("p", { class: "left" }, visible(remark))),
      node("p", { class: "acts" }, node("button", { type: "button", "data-end": "on" }, nextOpen() ? "Go on deciding" : "Close")));
    say(told);
  } catch (error) {
    $("finish-body").prepend(node("p", { class: "left" }, "The copies were not written: " + visible(error.message)));
  }
}
