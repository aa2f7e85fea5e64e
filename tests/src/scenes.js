// Draws pictures as somebody's camera might have taken them, and drops their files on an element.
const [target, names] = arguments;
const done = arguments[arguments.length - 1];
const hues = [205, 28, 150, 340, 52, 265, 190, 12, 95, 310, 225, 40];
function scene(index) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 800 });
  const pen = canvas.getContext("2d");
  const hue = hues[index % hues.length];
  const sky = pen.createLinearGradient(0, 0, 0, 520);
  sky.addColorStop(0, `hsl(${hue} 35% 62%)`);
  sky.addColorStop(1, `hsl(${hue} 30% 88%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 1200, 800);
  pen.fillStyle = `hsl(${(hue + 180) % 360} 60% 82%)`;
  pen.beginPath();
  pen.arc(200 + ((index * 263) % 800), 160 + (index % 3) * 60, 60, 0, 7);
  pen.fill();
  for (const [layer, light] of [[0, 58], [1, 46], [2, 34]]) {
    pen.fillStyle = `hsl(${(hue + 40 * layer) % 360} 22% ${light}%)`;
    pen.beginPath();
    pen.moveTo(0, 800);
    for (let x = 0; x <= 1200; x += 40) {
      pen.lineTo(x, 380 + 110 * layer + Math.sin(x / (90 + 40 * layer) + index * 1.7 + layer) * (70 - 15 * layer));
    }
    pen.lineTo(1200, 800);
    pen.fill();
  }
  return canvas;
}
Promise.all(
  names.map((name, index) =>
    new Promise((resolve) => scene(index).toBlob(resolve, "image/jpeg", 0.85)).then((blob) => new File([blob], name, { type: "image/jpeg" })),
  ),
).then((files) => {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  for (const kind of ["dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
  }
  done(files.length);
}, (error) => done(String(error)));
