/* Saving by keyboard: each button names its key, pressed together with Ctrl or Command. */

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) {
    return;
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const button = document.querySelector(`.desk-buttons [data-key="${CSS.escape(key)}"]`);
  if (button) {
    event.preventDefault();
    button.form.requestSubmit(button);
  }
});
