// Suggestions under a search box: the combobox of the ARIA practices. Without this file it is a form.

const DELAY = 120;

const shortEnough = (text) => /\p{Script=Han}/u.test(text) || text.length >= 2;

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${number}`;
    this.list.role = "listbox";
    this.list.ariaLabel = input.dataset.suggestionsLabel;
    this.list.hidden = true;
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.role = "status";
    input.after(this.list, this.status);
    input.role = "combobox";
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", (event) => this.typed(event));
    input.addEventListener("compositionend", () => this.ask());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.follow(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  // An input method that is still composing has written nothing yet.
  typed(event) {
    if (!event.isComposing) this.ask();
  }

  ask() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (!shortEnough(text)) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.fetch(text), DELAY);
  }

  async fetch(text) {
    this.request = new AbortController();
    const address = `${this.input.dataset.suggestions}?q=${encodeURIComponent(text)}`;
    try {
      const response = await fetch(address, { signal: this.request.signal });
      if (response.ok) this.show((await response.json()).suggestions);
    } catch {
      // Typed on, or no network: the form still searches.
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((each, number) => this.option(each, number)));
    this.select(-1);
    const isShown = suggestions.length > 0 && document.activeElement === this.input;
    this.list.hidden = !isShown;
    this.input.setAttribute("aria-expanded", String(isShown));
    const { suggestionsCount, suggestionsNone } = this.input.dataset;
    this.status.textContent = isShown ? suggestionsCount.replace("{n}", suggestions.length) : suggestionsNone;
  }

  option(suggestion, number) {
    const option = document.createElement("li");
    option.role = "option";
    option.id = `${this.list.id}-${number}`;
    option.dataset.address = suggestion.address;
    option.ariaSelected = "false";
    const title = document.createElement("span");
    title.lang = suggestion.lang;
    title.textContent = suggestion.title;
    const kind = document.createElement("span");
    kind.className = "suggestion-kind";
    kind.textContent = suggestion.kind;
    option.append(title, kind);
    return option;
  }

  pressed(event) {
    // Safari sends the key that ends a composition with this code.
    if (event.isComposing || event.keyCode === 229 || this.list.hidden) return;
    const count = this.options.length;
    const moves = {
      ArrowDown: (this.selected + 2) % (count + 1) - 1,
      ArrowUp: (this.selected + 1 + count) % (count + 1) - 1,
    };
    if (event.key in moves) {
      event.preventDefault();
      this.select(moves[event.key]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.selected >= 0) {
      event.preventDefault();
      this.follow(this.options[this.selected]);
    }
  }

  select(number) {
    this.selected = number;
    this.options.forEach((each, place) => (each.ariaSelected = String(place === number)));
    const option = this.options[number];
    if (option) {
      this.input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  follow(option) {
    if (option) window.location.assign(option.dataset.address);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.select(-1);
  }
}

document.querySelectorAll("[data-suggestions]").forEach((input, number) => new Suggestions(input, number));
