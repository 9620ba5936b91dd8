// The questions of the editor, each in a native dialog outside the form of the page.

function element(tag, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(tag), attributes)
  made.append(...children)
  return made
}

// Shows a dialog and gives what `submit` returns, or null when it was closed otherwise.
function ask(title, labels, content, submit) {
  return new Promise((resolve) => {
    let answer = null
    const form = element("form", { method: "dialog", noValidate: true })
    const dialog = element("dialog", { className: "rich-text-dialog", ariaLabel: title }, form)
    const cancel = element("button", { type: "button", textContent: labels.cancel })
    const buttons = element("p", { className: "rich-text-dialog-buttons" })
    if (submit) {
      buttons.append(element("button", { type: "submit", textContent: labels.apply }))
    }
    buttons.append(cancel)
    form.append(element("h2", { textContent: title }), ...content, buttons)
    form.addEventListener("submit", (event) => {
      answer = submit?.() ?? null
      if (answer === null) event.preventDefault()
    })
    cancel.addEventListener("click", () => dialog.close())
    dialog.addEventListener("chosen", (event) => {
      answer = event.detail
      dialog.close()
    })
    dialog.addEventListener("close", () => {
      dialog.remove()
      resolve(answer)
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

function field(label, input, help = "") {
  const wrapped = element("label", { textContent: label })
  wrapped.append(input)
  if (help) wrapped.append(element("small", { textContent: help }))
  return wrapped
}

// Gives an address, "" to remove the link, or null.
export function askAddress(labels, value, isAddress) {
  const input = element("input", { type: "text", value, autocomplete: "off", spellcheck: false })
  const error = element("p", { className: "errornote", role: "alert", hidden: true })
  const content = [field(labels.address, input, labels.addressHelp), error]
  if (value) {
    const remove = element("button", { type: "button", textContent: labels.removeLink })
    remove.addEventListener("click", () => {
      remove.dispatchEvent(new CustomEvent("chosen", { detail: "", bubbles: true }))
    })
    content.push(remove)
  }
  return ask(labels.link, labels, content, () => {
    const address = input.value.trim()
    if (isAddress(address)) return address
    error.textContent = labels.addressRefused
    error.hidden = false
    input.ariaInvalid = "true"
    input.focus()
    return null
  })
}

export function askNote(labels) {
  const input = element("textarea", { rows: 3 })
  return ask(labels.footnote, labels, [field(labels.noteText, input)], () => {
    const text = input.value.trim().replace(/\s+/g, " ")
    return text || (input.focus(), null)
  })
}

// Gives the number of a picture, or null.
export function askPicture(labels, address) {
  const input = element("input", { type: "search", autocomplete: "off" })
  const status = element("p", { role: "status" })
  const list = element("ul", { className: "rich-text-pictures" })
  let timer = 0
  const search = () => showPictures(address, input.value, list, status, labels)
  input.addEventListener("input", (event) => {
    clearTimeout(timer)
    if (!event.isComposing) timer = setTimeout(search, 250)
  })
  input.addEventListener("compositionend", search)
  input.addEventListener("keydown", (event) => {
    // Enter searches; one that confirms a candidate of the input method does nothing here.
    if (event.key !== "Enter") return
    event.preventDefault()
    if (!event.isComposing && event.keyCode !== 229) search()
  })
  search()
  return ask(labels.picture, labels, [field(labels.searchPictures, input), status, list], null)
}

async function showPictures(address, words, list, status, labels) {
  let pictures = []
  try {
    const response = await fetch(`${address}?q=${encodeURIComponent(words)}`)
    if (!response.ok) throw new Error(response.statusText)
    pictures = (await response.json()).pictures
    status.textContent = pictures.length ? "" : labels.noPictures
  } catch {
    status.textContent = labels.loadFailed
  }
  list.replaceChildren(...pictures.map((each) => choice(each)))
}

function choice(picture) {
  const image = element("img", { src: picture.address, alt: "", loading: "lazy" })
  const words = element("span", { textContent: `${picture.label} (${picture.state})` })
  const button = element("button", { type: "button" }, image, words)
  button.addEventListener("click", () => {
    button.dispatchEvent(new CustomEvent("chosen", { detail: picture.id, bubbles: true }))
  })
  return element("li", {}, button)
}
