// Text of documents on its way into the page: as text, never as markup, and with what can't be seen spelled out.

const UNSEEN = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;
const MARGIN = 10000; // UTF-16 units of text in one piece; what is more is left out in its middle

const escaped = (character) => {
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  const code = character.codePointAt(0);
  const hex = code.toString(16);
  return short ?? (code < 256 ? "\\x" + hex.padStart(2, "0") : code < 65536 ? "\\u" + hex.padStart(4, "0") : "\\U" + hex.padStart(8, "0"));
};
const middleOut = (text, most) => text.length <= most ? text : text.slice(0, most / 2) + " […] " + text.slice(-most / 2);
export const visible = (text) => text.replace(UNSEEN, escaped);
export const lines = (text, most = MARGIN) => middleOut(text, most).split(/\r\n|\r|\n/).map(visible).join("\n");
export const counted = (number, one, many = one + "s") => number.toLocaleString("en") + " " + (number === 1 ? one : many);

export function node(tag, attributes, ...inner) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...inner);
  return element;
}

export const spoken = (word) => node("span", { class: "sr" }, word);
export const removed = (text, kind, more) => node("del", { class: kind, ...more }, spoken("[removed: "), text, spoken("] "));
export const added = (text, kind, more) => node("ins", { class: kind, ...more }, spoken("[inserted: "), text, spoken("] "));

// `count` characters on from `at`, or back, where a character beyond U+FFFF is two units.
export function walk(text, at, count) {
  for (; count > 0; count--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  for (; count < 0; count++) at -= at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : 1;
  return at;
}

// How many characters from one place on to another; negative where that lies before it.
export const characters = (text, from, to) => from <= to ? [...text.slice(from, to)].length : -[...text.slice(to, from)].length;

export function applied(text, start, end, edits) {
  let done = "";
  let at = start;
  for (const edit of edits) {
    done += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return done + text.slice(at, end);
}
