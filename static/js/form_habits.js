// Forms that lose nothing: what is typed stays in the browser until it is saved, and leaving asks.
// Ctrl+S saves and stays, Ctrl+Enter saves. Whoever has the same form open is named.

const KEEP_DAYS = 14
const SAVE_AFTER = 500
const PING_EVERY = 20_000
const SUBMITTED = "form-habits:submitted"
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "judged_versions"])

const habits = document.querySelector("[data-form-habits]")
const form = habits.closest("form")
const key = `draft:${habits.dataset.owner}:${location.pathname}`

// [name, value, label] of everything that can be typed or chosen; files cannot be kept.
function values() {
  const found = []
  for (const each of form.elements) {
    if (!each.name || each.disabled || LEFT_OUT.has(each.name)) continue
    if (["file", "submit", "button", "password"].includes(each.type)) continue
    if (["checkbox", "radio"].includes(each.type)) {
      if (each.checked) found.push([each.name, each.value])
    } else if (each.tagName === "SELECT") {
      for (const option of each.selectedOptions) found.push([each.name, option.value, option.text])
    } else {
      found.push([each.name, each.value])
    }
  }
  return found
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

function seenOf(list) {
  return list.find(([name]) => name === "seen_versions")?.[1] ?? ""
}

// Hidden fields change by themselves; only what a person can see counts as typed.
function typed(list) {
  return JSON.stringify(list.filter(([name]) => name !== "seen_versions"))
}

let start = typed(values())
let isLeaving = false
let timer = 0

const isDirty = () => typed(values()) !== start

function keep() {
  if (isLeaving) return
  if (isDirty()) {
    const draft = { at: Date.now(), values: values() }
    try {
      localStorage.setItem(key, JSON.stringify(draft))
    } catch {
      // No room: the form works as forms always did.
    }
  } else {
    localStorage.removeItem(key)
  }
}

function keepSoon() {
  clearTimeout(timer)
  timer = setTimeout(keep, SAVE_AFTER)
}

// Rows

function addRows(draft) {
  for (const [name, value] of draft) {
    const prefix = name.match(/^(.+)-TOTAL_FORMS$/)?.[1]
    if (!prefix) continue
    const total = form.elements[name]
    const add = document.querySelector(`#${CSS.escape(prefix)}-group .add-row a`)
    for (let left = Number(value) - Number(total?.value); add && left > 0; left -= 1) add.click()
  }
}

function choose(select, chosen) {
  for (const [, value, label] of chosen) {
    if (![...select.options].some((option) => option.value === value)) {
      select.append(new Option(label, value))
    }
  }
  const wanted = new Set(chosen.map(([, value]) => value))
  for (const option of select.options) option.selected = wanted.has(option.value)
  const jQuery = window.django?.jQuery
  if (jQuery) jQuery(select).trigger("change")
}

function restore(draft) {
  addRows(draft.values)
  const byName = Map.groupBy
    ? Map.groupBy(draft.values, ([name]) => name)
    : draft.values.reduce(
        (map, each) => map.set(each[0], [...(map.get(each[0]) ?? []), each]),
        new Map(),
      )
  for (const each of form.elements) {
    if (!each.name || LEFT_OUT.has(each.name) || /-(TOTAL|INITIAL)_FORMS$/.test(each.name)) continue
    const chosen = byName.get(each.name) ?? []
    if (["file", "submit", "button", "password"].includes(each.type)) continue
    if (["checkbox", "radio"].includes(each.type)) {
      each.checked = chosen.some(([, value]) => value === each.value)
    } else if (each.tagName === "SELECT") {
      choose(each, chosen)
    } else if (chosen.length) {
      each.value = chosen[0][1]
      each.dispatchEvent(new Event("rich-text:set"))
    }
  }
  keepSoon()
}

function offer(draft) {
  const note = habits.querySelector("[data-draft-note]")
  const words = note.querySelector("[data-draft-text]")
  const moment = new Date(draft.at).toLocaleString(document.documentElement.lang || undefined)
  words.textContent = words.dataset.words.replace("{date}", moment)
  note.querySelector("[data-draft-older]").hidden = seenOf(draft.values) === seenOf(values())
  note.hidden = false
  note.querySelector("[data-draft-restore]").addEventListener("click", () => {
    restore(draft)
    note.hidden = true
  })
  note.querySelector("[data-draft-discard]").addEventListener("click", () => {
    localStorage.removeItem(key)
    note.hidden = true
  })
}

// A form that comes back with errors holds all that was typed already.
const comesBack = form.querySelector(".errornote, .errorlist, .conflicts") !== null
const submitted = sessionStorage.getItem(SUBMITTED)
sessionStorage.removeItem(SUBMITTED)
if (submitted && !comesBack && document.querySelector(".messagelist .success")) {
  localStorage.removeItem(submitted)
}
const draft = read()
if (draft && Date.now() - draft.at > KEEP_DAYS * 24 * 3600 * 1000) {
  localStorage.removeItem(key)
} else if (draft && !comesBack && typed(draft.values) !== start) {
  offer(draft)
}
// What came back has not been saved: leaving it asks from the beginning.
if (comesBack) start = ""

form.addEventListener("input", keepSoon)
form.addEventListener("change", keepSoon)
window.django?.jQuery?.(form).on("change", "select", keepSoon)
document.addEventListener("formset:added", keepSoon)
document.addEventListener("formset:removed", keepSoon)
form.addEventListener("submit", () => {
  keep()
  isLeaving = true
  sessionStorage.setItem(SUBMITTED, key)
})
addEventListener("pagehide", keep)
addEventListener("beforeunload", (event) => {
  if (!isLeaving && isDirty()) event.preventDefault()
})

// Saving by keyboard

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return
  const names = { s: "_continue", enter: "_save" }
  const button = form.querySelector(`[type=submit][name=${names[event.key.toLowerCase()]}]`)
  if (button) {
    event.preventDefault()
    form.requestSubmit(button)
  }
})

// Who else is here

const address = habits.dataset.presence
async function ping() {
  if (document.hidden) return
  const token = form.elements.csrfmiddlewaretoken.value
  const headers = { "X-CSRFToken": token, "X-Courtesy": "1" }
  try {
    const response = await fetch(address, { method: "POST", headers, redirect: "error" })
    if (!response.ok) return
    const { others } = await response.json()
    const note = habits.querySelector("[data-presence-note]")
    note.textContent = others.map((name) => note.dataset.one.replace("{name}", name)).join(" ")
    note.hidden = others.length === 0
  } catch {
    // A courtesy: nothing hangs on it.
  }
}
if (address) {
  ping()
  setInterval(ping, PING_EVERY)
}
