// Makes an editor of every text area marked with data-rich-text, also in rows added later.
// Without this file the text area itself holds the HTML, and the form works as well.

const config = JSON.parse(
  document.querySelector("script[data-rich-text-config]").dataset.richTextConfig,
)
let modules = null

// The modules are imported by their hashed addresses, which only the server knows.
function load() {
  const entries = Object.entries(config.modules)
  modules ??= Promise.all(
    entries.map(async ([name, address]) => [name, await import(address)]),
  ).then(Object.fromEntries)
  return modules
}

function labelOf(textarea) {
  return textarea.labels?.[0]?.textContent.trim().replace(/[:：]$/, "") ?? textarea.name
}

// What assistive technology knows of the text area, for the element that is edited instead.
function attributesFor(textarea) {
  const attributes = {
    class: "rich-text-content",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": labelOf(textarea),
    "aria-keyshortcuts": "Alt+F10",
  }
  for (const name of ["lang", "aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name)
  }
  return attributes
}

async function start(textarea) {
  if (textarea.dataset.richText === "started" || textarea.id.includes("__prefix__")) return
  textarea.dataset.richText = "started"
  const { core, marks, pasting, dialogs, toolbar } = await load()
  const frame = document.createElement("div")
  frame.className = "rich-text-editor"
  textarea.before(frame)
  const editor = new core.Editor({
    element: frame,
    extensions: marks.extensions(core, config),
    content: textarea.value,
    editable: !textarea.disabled && !textarea.readOnly,
    // The policy of the site forbids injected styles; they are in rich_text_editor.css.
    injectCSS: false,
    // What is typed stays as it is typed: no Markdown.
    enableInputRules: false,
    enablePasteRules: false,
    editorProps: {
      attributes: attributesFor(textarea),
      transformPastedHTML: pasting.prepare,
    },
    onUpdate() {
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  frame.prepend(toolbar.build(editor, config, dialogs, marks.isAddress))
  textarea.classList.add("rich-text-source")
  textarea.tabIndex = -1
  textarea.ariaHidden = "true"
  // Somebody else has written the text area: a draft that is put back.
  textarea.addEventListener("rich-text:set", () => editor.commands.setContent(textarea.value))
  // A label, or the link of an error message, leads to the text area.
  textarea.addEventListener("focus", () => editor.commands.focus())
}

function startAll(root) {
  for (const textarea of root.querySelectorAll("textarea[data-rich-text]")) start(textarea)
}

startAll(document)
document.addEventListener("formset:added", (event) => startAll(event.target))
