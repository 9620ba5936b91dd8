/* The focal point of a picture: a click on it writes the two numbers, and they move the mark. */

const picture = document.querySelector(".field-shown .picture-shown");
const fields = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));

if (picture && fields.every(Boolean)) {
  const frame = document.createElement("span");
  const mark = document.createElement("span");
  frame.className = "focal-frame";
  mark.className = "focal-mark";
  picture.replaceWith(frame);
  frame.append(picture, mark);

  const show = () => {
    const [x, y] = fields.map((field) => Math.min(100, Math.max(0, Number(field.value) || 0)));
    mark.style.insetInlineStart = `${x}%`;
    mark.style.insetBlockStart = `${y}%`;
  };

  frame.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    fields[0].value = Math.round(((event.clientX - box.left) / box.width) * 100);
    fields[1].value = Math.round(((event.clientY - box.top) / box.height) * 100);
    show();
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
}
