// What is pasted, before the editor reads it: Word draws its lists with bullets in paragraphs, and
// others say in styles what is bold. The editor and the server clean the rest.

const NUMBER = /^\s*[(（]?(?:\d+|[a-zA-Z]|[ivxIVX]+|[一二三四五六七八九十]+)[.)、．）]/

// Even a document that is never shown obeys the policy of the page and would report each style.
function withoutStyles(html) {
  return html
    .replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="))
}

function styleOf(element) {
  return element.dataset.style ?? ""
}

function takeBullet(paragraph) {
  const drawn = [...paragraph.querySelectorAll("span")].find((each) =>
    /mso-list:\s*ignore/i.test(styleOf(each)),
  )
  drawn?.remove()
  return NUMBER.test(drawn?.textContent ?? "") ? "ol" : "ul"
}

function placeFor(paragraph, tag, lists) {
  const depth = Number(/level(\d)/i.exec(styleOf(paragraph))[1])
  const isOver = (each) => each.depth > depth || (each.depth === depth && each.tag !== tag)
  while (lists.length && isOver(lists.at(-1))) lists.pop()
  if (!lists.length || lists.at(-1).depth < depth) {
    const list = paragraph.ownerDocument.createElement(tag)
    if (lists.length) lists.at(-1).list.lastElementChild.append(list)
    else paragraph.before(list)
    lists.push({ depth, tag, list })
  }
  return lists.at(-1).list
}

function makeLists(page) {
  let lists = []
  for (const paragraph of page.querySelectorAll("p")) {
    if (!/mso-list:\s*\S+\s+level\d/i.test(styleOf(paragraph))) continue
    // A list ends where something else stands between.
    if (lists[0]?.list !== paragraph.previousElementSibling) lists = []
    const list = placeFor(paragraph, takeBullet(paragraph), lists)
    const item = page.createElement("li")
    item.append(paragraph)
    list.append(item)
  }
}

function makeBold(page) {
  for (const each of page.querySelectorAll("[data-style]")) {
    if (each.matches("b, strong") && /font-weight:\s*(?:normal|400)/i.test(styleOf(each))) {
      each.replaceWith(...each.childNodes)
    } else if (each.matches("span") && /font-weight:\s*(?:bold|[6-9]00)/i.test(styleOf(each))) {
      const strong = page.createElement("strong")
      strong.append(...each.childNodes)
      each.append(strong)
    }
  }
}

export function prepare(html) {
  const page = new DOMParser().parseFromString(withoutStyles(html), "text/html")
  makeLists(page)
  makeBold(page)
  return page.body.innerHTML
}
