// Find: in the whole text of every file, as it is and as it will be written.
import { $, files, order } from "./content.js";
import { outcome } from "./decisions.js";
import { applied, counted } from "./text.js";
import { current, go, rowAt, show, shownFile, stand } from "./views.js";

const MOST = 10000; // hits that are counted
let hits = []; // { file, start, end } in the source
let at = -1;
let cameFrom = null; // where one was before looking
let pattern = null;

const highlights = window.CSS?.highlights;

export function look(words) {
  cameFrom ??= { file: shownFile, current, top: scrollY };
  pattern = words.trim() ? new RegExp(words.trim().replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu") : null;
  hits = [];
  at = -1;
  if (pattern) for (const f of order) { hits.push(...hitsIn(files[f])); if (hits.length > MOST) break; }
  tellHits();
  highlight();
}

function hitsIn(file) {
  const found = [...file.text.matchAll(pattern)].map((hit) => ({ file, start: hit.index, end: hit.index + hit[0].length }));
  const { carried } = outcome(file);
  if (!carried.length) return found;
  const starts = new Set(found.map((hit) => hit.start));
  for (const hit of applied(file.text, 0, file.text.length, carried).matchAll(pattern)) {
    const start = inSource(carried, hit.index);
    if (!starts.has(start)) found.push({ file, start, end: Math.max(start, inSource(carried, hit.index + hit[0].length)) });
  }
  return found.sort((a, b) => a.start - b.start);
}

// The place in the source of a place in the copy.
function inSource(carried, place) {
  let by = 0;
  for (const edit of carried) {
    const start = edit.start + by;
    if (place < start) break;
    if (place < start + edit.text.length) return edit.start;
    by += edit.text.length - (edit.end - edit.start);
  }
  return place - by;
}

export function onHit(by) {
  if (!hits.length) return;
  const next = at < 0 ? hits.findIndex((hit) => hit.file === shownFile) : at + by;
  at = ((at < 0 ? Math.max(0, next) : next) + hits.length) % hits.length;
  const { file, start } = hits[at];
  stand(null);
  show(file, rowAt(file, start));
  tellHits();
  highlight();
}

// Everything as it was before one looked.
export function forgetHits() {
  $("find").reset();
  [hits, at, pattern] = [[], -1, null];
  tellHits();
  highlight();
  if (!cameFrom) return;
  const { file, current: place, top } = cameFrom;
  cameFrom = null;
  if (place) go(place);
  else show(file);
  scrollTo(0, top);
}

const tellHits = () => { $("hits").textContent = !pattern ? "" : at < 0 ? counted(hits.length, "place") : `${at + 1} of ${hits.length}`; };

// Mark what is found in the text that is shown: without what is struck out, and without what is put in.
export function highlight() {
  if (!highlights) return;
  highlights.clear();
  if (!pattern) return;
  const all = [];
  for (const prose of $("shown").querySelectorAll(".prose")) for (const without of prose.querySelector("del, ins") ? ["del", "ins"] : ["del"]) {
    const nodes = [];
    const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement.closest(".sr, " + without)) continue;
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    const spotOf = (place, end) => { const [from, own] = nodes.findLast(([from]) => (end ? from < place : from <= place)); return [own, place - from]; };
    for (const hit of text.matchAll(pattern)) {
      const range = new Range();
      range.setStart(...spotOf(hit.index, false));
      range.setEnd(...spotOf(hit.index + hit[0].length, true));
      all.push(range);
    }
  }
  highlights.set("found", new Highlight(...all));
  const here = at < 0 ? null : nearest(all, hits[at].start);
  if (!here) return;
  highlights.set("found-here", new Highlight(here));
  const { top, bottom } = here.getBoundingClientRect();
  if (top < 90 || bottom > innerHeight - 120) scrollBy(0, top - innerHeight / 3);
}

function nearest(ranges, start) {
  const away = (range) => {
    const element = range.startContainer.parentElement;
    const known = element.closest("[data-at]") || element.previousElementSibling?.closest("[data-at]");
    return known ? Math.abs(Number(known.dataset.at) + range.startOffset - start) : Infinity;
  };
  return ranges.reduce((best, range) => !best || away(range) < away(best) ? range : best, null);
}
