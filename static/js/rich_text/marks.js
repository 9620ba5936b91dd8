// What a text may consist of: the same as the sanitizer on the server keeps.

// The server decides; this only tells at once what it would refuse.
export function isAddress(text) {
  if (/[\s\\<>"`]/.test(text) || text.length > 2000) return false
  return (
    /^https?:\/\/[^/?#@]+(?:[/?#].*)?$/i.test(text) ||
    /^mailto:[^@?,]+@[^@?,]+/i.test(text) ||
    /^\/(?!\/)/.test(text) ||
    /^#./.test(text)
  )
}

function link(core) {
  return core.Mark.create({
    name: "link",
    priority: 1000,
    inclusive: false,
    addAttributes: () => ({ href: { default: null } }),
    parseHTML: () => [
      { tag: "a[href]", getAttrs: (node) => isAddress(node.getAttribute("href")) && null },
    ],
    renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href }, 0],
  })
}

function footnote(core) {
  return core.Mark.create({
    name: "footnote",
    priority: 1100,
    inclusive: false,
    // Never written: it only keeps two neighboring footnotes apart.
    addAttributes: () => ({
      key: { default: null, parseHTML: () => crypto.getRandomValues(new Uint32Array(1))[0], rendered: false },
    }),
    parseHTML: () => [{ tag: "small.footnote" }],
    renderHTML: () => ["small", { class: "footnote" }, 0],
  })
}

function picture(core, config) {
  return core.Node.create({
    name: "picture",
    group: "block",
    atom: true,
    draggable: true,
    addAttributes: () => ({
      id: {
        default: null,
        parseHTML: (node) => node.getAttribute("data-picture"),
        renderHTML: ({ id }) => ({ "data-picture": id }),
      },
    }),
    parseHTML: () => [{ tag: "img[data-picture]" }],
    renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
    addNodeView: () => ({ node }) => ({ dom: pictureView(node.attrs.id, config) }),
  })
}

// A picture as the editor shows it; its number stands in place of a description.
function pictureView(id, config) {
  const figure = document.createElement("figure")
  const image = document.createElement("img")
  image.alt = `${config.labels.picture} ${id}`
  image.addEventListener("error", () => {
    figure.textContent = `${image.alt}: ${config.labels.pictureMissing}`
  })
  image.src = config.preview.replace(/\/0\//, `/${Number(id)}/`)
  figure.append(image)
  return figure
}

export function extensions(core, config) {
  return [
    core.Document,
    core.Text,
    core.Paragraph,
    core.HardBreak,
    core.Heading.configure({ levels: [2, 3, 4] }),
    core.BulletList,
    core.OrderedList,
    core.ListItem,
    core.Blockquote,
    core.HorizontalRule,
    core.Bold,
    core.Italic,
    core.Subscript,
    core.Superscript,
    core.Table.configure({ resizable: false }),
    core.TableRow,
    core.TableHeader,
    core.TableCell,
    core.History,
    core.Gapcursor,
    core.Dropcursor,
    link(core),
    footnote(core),
    picture(core, config),
  ]
}
