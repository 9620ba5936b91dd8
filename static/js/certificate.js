// Checks the signature of a certificate, in the browser alone: the address's part behind "#" is never sent.
// Its form is told in china_center/certification/signing.py; the page holds the public keys.

const FORM = "ICMACC1";
const FIELDS = ["form", "code", "number", "kind", "holder", "cityEn", "cityZh", "programEn", "programZh", "issued", "expires", "key"];
const PARTS = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{86})$/;

const section = document.querySelector("[data-signature]");
const keys = new Map(JSON.parse(section.dataset.signature).keys.map((key) => [key.kid, key]));
const isChinese = document.documentElement.lang.startsWith("zh");

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

// Returns [name of the result, what the signature says or undefined].
async function judged(fragment) {
  const parts = PARTS.exec(fragment);
  if (!parts) return ["malformed"];
  const [payload, signature] = parts.slice(1).map(bytesOf);
  const lines = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(payload).split("\n");
  if (lines[0] !== FORM || lines.length !== FIELDS.length) return ["malformed"];
  const said = Object.fromEntries(FIELDS.map((field, index) => [field, lines[index]]));
  if (!keys.has(said.key)) return ["unknown-key"];
  const key = await imported(keys.get(said.key));
  if (!key) return ["old-browser"];
  const isRight = await crypto.subtle.verify("Ed25519", key, signature, payload);
  return isRight ? ["right", said] : ["wrong"];
}

// Returns null where the browser lacks Ed25519, or the page did not come over a secure way.
async function imported({ kty, crv, x }) {
  try {
    return await crypto.subtle.importKey("jwk", { kty, crv, x }, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}

function show(result, said) {
  for (const part of section.querySelectorAll("[data-result]")) part.hidden = part.dataset.result !== result;
  if (said) tell(said);
}

function tell(said) {
  const place = isChinese ? said.cityZh || said.cityEn : said.cityEn || said.cityZh;
  const isRecognition = said.kind === "G";
  write("holder", isRecognition ? place : said.holder);
  write("place", isRecognition ? "" : place);
  write("program", isChinese ? said.programZh || said.programEn : said.programEn || said.programZh);
  write("number", said.number);
  write("code", said.code.replace(/.{4}(?=.)/g, "$& "));
  write("issued", dayInWords(said.issued));
  write("expires", said.expires && dayInWords(said.expires));
  for (const kind of section.querySelectorAll("[data-kind]")) kind.hidden = kind.dataset.kind !== said.kind;
  section.querySelector("[data-expired]").hidden = !said.expires || said.expires >= today();
  const online = section.querySelector("[data-online]");
  online.dataset.start ??= online.getAttribute("href");
  online.href = /^[0-9A-F]{20}$/.test(said.code) ? `${online.dataset.start}${said.code}/` : online.dataset.start;
}

// What is empty is told by the words of its row, or the row is not shown.
function write(name, text) {
  const row = section.querySelector(`[data-row=${name}]`);
  const empty = row.querySelector("[data-when-empty]");
  const value = row.querySelector("[data-value]");
  value.textContent = text;
  // The text may be in the language that the page is not in.
  value.lang = /\p{Script=Han}/u.test(text) ? "zh-Hans" : "en";
  if (empty) empty.hidden = Boolean(text);
  else row.hidden = !text;
}

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function dayInWords(day) {
  const date = new Date(`${day}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) ? day : date.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
}

async function check(address) {
  const fragment = address.slice(address.indexOf("#") + 1).trim();
  if (!fragment) return show("none");
  try {
    show(...(await judged(fragment)));
  } catch {
    show("malformed");
  }
}

document.querySelector("[data-without-script]").hidden = true;
section.hidden = false;
section.querySelector("[data-paste]").addEventListener("submit", (event) => {
  event.preventDefault();
  check(section.querySelector("textarea").value);
});
addEventListener("hashchange", () => check(location.hash));
check(location.hash);
