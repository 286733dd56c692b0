// A row, a line of a file's text, as decided so far: what is carried out, what is proposed, and where to look.
import { $, files, strings } from "./content.js";
import { decided, open, outcome } from "./decisions.js";
import { SpanIndex, clash } from "./spans.js";
import { added, applied, lines, node, removed, spoken } from "./text.js";

// `spot`: the sentence that one stands in. `form`: { start, end, element } while a part of the row is being written.
export function row(file, number, view, spot, form) {
  const [start, end] = file.rows[number];
  const own = placesIn(file, number);
  const heard = { old: [spoken("[source:] ")], new: [spoken("[copy:] ")], both: [] };
  const prose = (side, from = start, to = end) => node("p", { class: "prose " + side, dir: "auto" }, ...heard[side], ...pieces(file, from, to, own, side, spot));
  const [, kind, label] = /^(heading|list item|cell|)(?:: )?(.*)$/s.exec(strings[file.rows[number][4]] ?? "");
  const element = node("div", { class: ["row", own.length ? "" : "calm", kind.split(" ").pop()].filter(Boolean).join(" "), "data-row": number });
  if (label) element.append(node("p", { class: "place", dir: "auto" }, label));
  if (form) element.append(...(form.start > start ? [prose("both", start, form.start)] : []), form.element, ...(form.end < end ? [prose("both", form.end, end)] : []));
  else if (view === "side") element.append(prose("old"), prose("new"));
  else element.append(prose("both"));
  return element;
}

export function placesIn(file, number) {
  file.byRow ??= Map.groupBy ? Map.groupBy(file.places, (place) => place.row) : grouped(file.places);
  return file.byRow.get(number) || [];
}

function grouped(list) {
  const found = new Map();
  for (const place of list) found.set(place.row, [...(found.get(place.row) || []), place]);
  return found;
}

// What a row looks like: two rows with the same key are drawn alike.
export function rowKey(file, number) {
  const [start, end] = file.rows[number];
  return JSON.stringify([
    marksIn(file, start, end).map(({ start, end, text, kind }) => [start, end, text, kind]),
    placesIn(file, number).map((place) => place.findings.map((finding) => [decided.get(finding)?.decision, open(finding)])),
  ]);
}

// Whether a row gains or loses more than a line end beside it.
export const touched = (file, start, end) => marksIn(file, start, end).some((mark) => mark.text || Math.max(mark.start, start) < Math.min(mark.end, end));

// A row as it will be written.
export function written(file, start, end) {
  const edits = outcome(file).carried.filter((edit) => edit.start >= start && edit.start <= end && (edit.end <= end || edit.start < end));
  return applied(file.text, start, Math.max(end, ...edits.map((edit) => edit.end)), edits);
}

// ---- Changes in the text: what will be carried out, and what is proposed where nothing else stands in its way.

function marks(file) {
  const now = outcome(file);
  if (now.marks) return now.marks;
  const list = [];
  const taken = new SpanIndex();
  const put = (span, about, kind) => { const mark = { ...span, about, kind }; list.push(mark); taken.add(mark, mark); };
  const carried = new SpanIndex(); // in whole words where these stand clear of what else is carried out
  for (const wish of now.chosen) for (const edit of wish.edits) carried.add(edit, wish);
  for (const wish of now.chosen) {
    const clear = wish.words.every((word) => !taken.near(word, clash).length && carried.near(word, clash).every((other) => other === wish));
    for (const { start, end, text, about, own } of clear ? wish.words : wish.edits) put({ start, end, text }, about, own ? "own" : "applied");
  }
  for (const place of file.places) for (const finding of byLikelihood(place)) {
    if (finding.state !== "proposed" || !open(finding)) continue;
    const clear = (edits) => edits.every((edit) => !taken.near(edit, clash).length);
    const shown = [finding.words, finding.edits].find(clear);
    for (const { start, end, text } of shown || []) put({ start, end, text }, [finding], "proposed");
  }
  list.sort((a, b) => a.start - b.start || a.end - b.end);
  now.shown = new Set(list.flatMap((mark) => mark.about));
  return now.marks = list;
}

// The findings of a place, those first that wait, can be carried out, and are sure.
export function byLikelihood(place) {
  return place.ranked ??= [...place.findings].sort((a, b) => (b.edits.length > 0) - (a.edits.length > 0) || b.sure - a.sure);
}

// The marks that touch a row; they don't overlap, so that their ends are in order too.
function marksIn(file, start, end) {
  const list = marks(file);
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].end < start) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (; low < list.length && list[low].start <= end; low++) found.push(list[low]);
  return found;
}

const named = (about) => about.some((subject) => subject.place)
  ? { "data-place": [...new Set(about.filter((subject) => subject.place).map(({ place }) => place.k))].join(" ") } : { "data-free": about[0]?.id };

function* pieces(file, start, end, own, side, spot) {
  const shown = marksIn(file, start, end);
  const spots = own.flatMap(({ findings }) => findings).filter((finding) => !outcome(file).shown.has(finding) || finding.state === "flagged" && open(finding));
  const cuts = { spots, spot: spot?.file === file ? spot : null };
  let at = start;
  for (const mark of shown) {
    const [from, to] = [Math.max(mark.start, start), Math.min(mark.end, end)];
    if (from < at || from > end) continue;
    if (from > at) yield* plain(file, at, from, cuts);
    const about = named(mark.about);
    const waiting = mark.kind === "proposed";
    if (to > from && waiting && side !== "both") yield node("span", { class: "waiting", "data-at": from, ...about }, lines(file.text.slice(from, to)));
    else if (to > from && side !== "new") yield removed(lines(file.text.slice(from, to)), mark.kind, { "data-at": from, ...about });
    if (mark.text && mark.start >= start && side !== "old" && !(waiting && side === "new")) yield added(lines(mark.text), mark.kind, about);
    at = Math.max(at, to);
  }
  if (end > at) yield* plain(file, at, end, cuts);
}

function* plain(file, start, end, { spots, spot }) {
  const near = spots.filter((f) => f.start <= end && f.end >= start);
  const around = spot ? [spot, ...near] : near;
  const cuts = [...new Set([start, end, ...around.flatMap((f) => [f.start, f.end])])].filter((x) => x >= start && x <= end);
  cuts.sort((a, b) => a - b);
  for (let i = 0; i + 1 < cuts.length; i++) {
    const text = lines(file.text.slice(cuts[i], cuts[i + 1]));
    const inside = (f) => f.start <= cuts[i] && cuts[i + 1] <= f.end;
    const over = near.filter(inside);
    const here = spot && inside(spot) ? " spot" : "";
    if (!over.length) { yield node("span", { "data-at": cuts[i], class: here.trim() || null }, text); continue; }
    yield node("mark", { class: (over.some(open) ? "flagged" : "settled") + here, "data-at": cuts[i], ...named(over) }, text);
  }
}

// ---- What is selected, as text: as it will be written, without labels and without what is struck out.

export function selected(range) {
  const shown = document.createElement("div");
  shown.append(range.cloneContents());
  for (const column of shown.querySelectorAll(".row:has(.new) .old")) column.remove();
  for (const rest of shown.querySelectorAll(".head, .place, .sr, ins.proposed, del:not(.proposed), form, button, nav")) rest.remove();
  const rows = [...shown.querySelectorAll("[data-row]")];
  if (!rows.length) return [...shown.querySelectorAll(".prose")].map((line) => line.textContent).join("\n") || shown.textContent;
  const file = files[Number($("text").dataset.file)];
  return rows.map((element, i) => {
    const number = Number(element.dataset.row);
    const next = rows[i + 1] && file.rows[Number(rows[i + 1].dataset.row)];
    const gap = next ? file.text.slice(file.rows[number][1], next[0]).replace(/\r\n?/g, "\n").replace(/[^\n]/g, "") || "\n" : "";
    return element.textContent + gap;
  }).join("");
}
