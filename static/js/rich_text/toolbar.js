// The toolbar above an editor: one stop of the Tab key, the arrow keys move within it.

// What a button shows, what it does, and when it is pressed.
const BUTTONS = [
  ["bold", "B", (chain) => chain.toggleBold(), ["bold"]],
  ["italic", "I", (chain) => chain.toggleItalic(), ["italic"]],
  ["heading2", "H2", (chain) => chain.toggleHeading({ level: 2 }), ["heading", { level: 2 }]],
  ["heading3", "H3", (chain) => chain.toggleHeading({ level: 3 }), ["heading", { level: 3 }]],
  ["heading4", "H4", (chain) => chain.toggleHeading({ level: 4 }), ["heading", { level: 4 }]],
  ["bulletList", "•", (chain) => chain.toggleBulletList(), ["bulletList"]],
  ["orderedList", "1.", (chain) => chain.toggleOrderedList(), ["orderedList"]],
  ["blockquote", "“”", (chain) => chain.toggleBlockquote(), ["blockquote"]],
  ["link", null, null, ["link"]],
  ["footnote", null, null, ["footnote"]],
  ["table", null, (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  ["picture", null, null],
  ["clear", "⌫", (chain) => chain.unsetAllMarks().clearNodes()],
  ["undo", "↶", (chain) => chain.undo()],
  ["redo", "↷", (chain) => chain.redo()],
]
const TABLE_BUTTONS = [
  ["addRow", null, (chain) => chain.addRowAfter()],
  ["deleteRow", null, (chain) => chain.deleteRow()],
  ["addColumn", null, (chain) => chain.addColumnAfter()],
  ["deleteColumn", null, (chain) => chain.deleteColumn()],
  ["headerRow", null, (chain) => chain.toggleHeaderRow()],
  ["headerColumn", null, (chain) => chain.toggleHeaderColumn()],
  ["deleteTable", null, (chain) => chain.deleteTable()],
]

async function editLink(editor, { labels, dialogs, isAddress }) {
  const address = await dialogs.askAddress(labels, editor.getAttributes("link").href ?? "", isAddress)
  if (address === null) return editor.commands.focus()
  const chain = editor.chain().focus().extendMarkRange("link")
  if (address === "") return chain.unsetMark("link").run()
  if (!editor.state.selection.empty || editor.isActive("link")) {
    return chain.setMark("link", { href: address }).run()
  }
  const marks = [{ type: "link", attrs: { href: address } }]
  return editor.chain().focus().insertContent({ type: "text", text: address, marks }).run()
}

async function editFootnote(editor, { labels, dialogs }) {
  if (editor.isActive("footnote")) {
    return editor.chain().focus().extendMarkRange("footnote").unsetMark("footnote").run()
  }
  const key = crypto.getRandomValues(new Uint32Array(1))[0]
  if (!editor.state.selection.empty) {
    return editor.chain().focus().setMark("footnote", { key }).run()
  }
  const text = await dialogs.askNote(labels)
  if (text === null) return editor.commands.focus()
  const marks = [{ type: "footnote", attrs: { key } }]
  return editor.chain().focus().insertContent({ type: "text", text, marks }).run()
}

async function insertPicture(editor, { labels, dialogs, pictures }) {
  const id = await dialogs.askPicture(labels, pictures)
  if (id === null) return editor.commands.focus()
  return editor.chain().focus().insertContent({ type: "picture", attrs: { id } }).run()
}

const QUESTIONS = { link: editLink, footnote: editFootnote, picture: insertPicture }

function button([name, sign, command, active], editor, context) {
  const made = document.createElement("button")
  made.type = "button"
  made.tabIndex = -1
  made.dataset.command = name
  made.title = context.labels[name]
  // Who speaks to the page says what is seen: the name holds the sign, where it can be said.
  const isSaid = /[\p{L}\p{N}]/u.test(sign ?? "")
  made.ariaLabel = isSaid ? `${context.labels[name]} (${sign})` : context.labels[name]
  made.textContent = sign ?? context.labels[name]
  // The selection in the text stays where it is.
  made.addEventListener("mousedown", (event) => event.preventDefault())
  made.addEventListener("click", () => {
    if (command) command(editor.chain().focus()).run()
    else QUESTIONS[name](editor, context)
  })
  made.update = () => {
    if (active) made.ariaPressed = String(editor.isActive(...active))
  }
  return made
}

function group(specifications, editor, context) {
  const made = document.createElement("div")
  made.className = "rich-text-tools"
  made.append(...specifications.map((each) => button(each, editor, context)))
  return made
}

function moveFocus(event, toolbar) {
  const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const shown = [...toolbar.querySelectorAll("button")].filter((each) => !each.closest("[hidden]"))
  const place = shown.indexOf(document.activeElement) + step
  const next = Number.isFinite(step)
    ? shown.at(place % shown.length)
    : shown.at(step > 0 ? -1 : 0)
  for (const each of shown) each.tabIndex = each === next ? 0 : -1
  next.focus()
}

export function build(editor, config, dialogs, isAddress) {
  const context = { ...config, dialogs, isAddress }
  const toolbar = document.createElement("div")
  toolbar.className = "rich-text-toolbar"
  toolbar.role = "toolbar"
  const table = group(TABLE_BUTTONS, editor, context)
  table.role = "group"
  table.ariaLabel = config.labels.tableTools
  toolbar.append(group(BUTTONS, editor, context), table)
  toolbar.ariaLabel = `${config.labels.toolbar}: ${editor.view.dom.ariaLabel}`
  const first = toolbar.querySelector("button")
  first.tabIndex = 0
  toolbar.addEventListener("keydown", (event) => moveFocus(event, toolbar))
  // In a table the Tab key goes from cell to cell: this is the way out.
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.key === "F10" && event.altKey) {
      event.preventDefault()
      toolbar.querySelector('[tabindex="0"]').focus()
    }
  })
  const update = () => {
    table.hidden = !editor.isActive("table")
    // Where the one stop of the Tab key has just been hidden, the first button is it again.
    if (!toolbar.querySelector('div:not([hidden]) > [tabindex="0"]')) first.tabIndex = 0
    for (const each of toolbar.querySelectorAll("button")) each.update()
  }
  editor.on("transaction", update)
  update()
  return toolbar
}
