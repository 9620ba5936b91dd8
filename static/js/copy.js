// Buttons that copy a text of the page: data-copies names the element, data-done says that it is done.

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copies).innerText.trim();
    await navigator.clipboard.writeText(text.replace(/\s*\[\d+\]/g, ""));
    document.querySelector(`[data-told-by="${button.dataset.copies}"]`).textContent = button.dataset.done;
    button.querySelector("span").textContent = button.dataset.done;
  });
}
