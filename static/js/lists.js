// A list with filters refreshes in place. Without this file the same links and form load the page.

const source = document.currentScript ?? document.querySelector("script[data-htmx]");
const status = document.querySelector("#list-status");
let openFacets = [];

// htmx is fetched when somebody is about to use the filters, not for those who only read.
const fetchHtmx = () => {
  if (document.querySelector(`script[src="${source.dataset.htmx}"]`)) return;
  const script = document.createElement("script");
  script.src = source.dataset.htmx;
  document.head.append(script);
};
for (const sign of ["pointerover", "focusin", "touchstart"]) {
  document.querySelector("#list").addEventListener(sign, fetchHtmx, { once: true, passive: true });
}

// The address shall say what is chosen and nothing else.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData.entries()]) {
    if (value === "") detail.formData.delete(name);
  }
});

// An address that names a filter of nobody's is answered with the reason, which is shown as well.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status === 400) {
    detail.shouldSwap = true;
    detail.isError = false;
  }
  openFacets = [...document.querySelectorAll("#list details[open]")].map((each) => each.id);
});

// At once after the swap, so that the focus is nowhere for no moment.
document.addEventListener("htmx:afterSwap", () => {
  for (const id of openFacets) document.getElementById(id)?.setAttribute("open", "");
  const results = document.querySelector("#results");
  if (status.textContent !== results.textContent) status.textContent = results.textContent.trim();
  if (document.activeElement === document.body) results.focus({ preventScroll: true });
});

// Where the network fails, the browser itself shall follow the address.
document.addEventListener("htmx:sendError", ({ detail }) => {
  window.location.assign(detail.requestConfig?.path ?? window.location.href);
});
