// Fields of the admin that come without a name of their own get that of their label.

const labelOf = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`);
  if (label && !label.id) label.id = `${select.id}-label`;
  return label;
};

const name = (select) => {
  const label = labelOf(select);
  const container = select.nextElementSibling;
  if (!label || !container?.matches(".select2")) return;
  for (const each of container.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
    const shown = container.querySelector(".select2-selection__rendered");
    each.setAttribute("aria-labelledby", shown?.id ? `${label.id} ${shown.id}` : label.id);
  }
  container.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
};

const nameAll = (root) => {
  for (const each of root.querySelectorAll(".admin-autocomplete")) name(each);
};

document.addEventListener("formset:added", ({ target }) => setTimeout(() => nameAll(target)));

// A date and its time are two inputs under one name, each after a word of its own.
for (const each of document.querySelectorAll("p.datetime input")) {
  const title = each.closest(".form-row, .flex-container")?.querySelector("label, legend");
  const words = [title?.textContent, each.previousSibling?.textContent];
  each.ariaLabel = words.map((word) => word?.trim()).filter(Boolean).join(" ");
}

// The search of a list is named by a picture, in English in every language; its button knows the word.
const search = document.querySelector("#changelist-search");
if (search) {
  const word = search.querySelector("[type=submit]").value;
  search.querySelector("#searchbar").ariaLabel = word;
  search.querySelector("label img").alt = word;
}

// jQuery calls in the order in which it was asked: the admin's own script has made the fields by then.
window.django?.jQuery?.(() => {
  nameAll(document);
  // The field in the list that has just opened.
  window.django.jQuery(document).on("select2:open", ({ target }) => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    field?.setAttribute("aria-labelledby", labelOf(target)?.id ?? "");
  });
});
