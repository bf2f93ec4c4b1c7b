// The map of one row: the point is dragged, or moved by the arrow keys; the drawing is zoomed and shifted by its viewBox.

export function map({ send }) {
  const svg = document.getElementById("map"), point = document.getElementById("point"), circle = document.getElementById("circle");
  const where = document.getElementById("where"), squeeze = Number(svg.dataset.squeeze), radii = JSON.parse(svg.dataset.radii);
  let at = { lat: Number(svg.dataset.lat), lon: Number(svg.dataset.lon) }, moved = false;

  const view = () => svg.viewBox.baseVal;
  const size = new Map([...svg.querySelectorAll("[r], [font-size]")].filter((one) => one !== circle)
    .map((one) => [one, { r: one.getAttribute("r"), font: one.getAttribute("font-size"), dx: one.getAttribute("dx"), dy: one.getAttribute("dy") }]));
  const first = view().height, widest = first * Number(svg.dataset.wider);

  function draw() {
    point.querySelectorAll("circle").forEach((one) => { one.setAttribute("cx", at.lon * squeeze); one.setAttribute("cy", -at.lat); });
    circle.setAttribute("cx", at.lon * squeeze);
    circle.setAttribute("cy", -at.lat);
    point.setAttribute("aria-valuenow", at.lat.toFixed(4));
    point.setAttribute("aria-valuetext", `${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`);
    where.textContent = `${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`;
  }
  function precision(value) {
    circle.setAttribute("r", radii[value] ?? 0);
  }
  function show() {
    for (const one of [point, circle]) one.removeAttribute("visibility");
  }
  function move(lat, lon) {
    at = { lat: Math.max(-90, Math.min(90, lat)), lon: Math.max(-180, Math.min(180, lon)) };
    moved = true;
    draw();
  }
  async function save() {
    if (!moved) return;
    moved = false;
    await send({ latitude: at.lat.toFixed(4).replace(/\.?0+$/, ""), longitude: at.lon.toFixed(4).replace(/\.?0+$/, "") });
  }
  function set(lat, lon) {
    at = { lat, lon };
    moved = false;
    show();
    draw();
    const box = view();
    const x = lon * squeeze, y = -lat;
    if (x < box.x || x > box.x + box.width || y < box.y || y > box.y + box.height) pan(x - box.x - box.width / 2, y - box.y - box.height / 2);
  }
  function pan(dx, dy) {
    view().x += dx;
    view().y += dy;
  }
  function zoom(factor, x = view().x + view().width / 2, y = view().y + view().height / 2) {
    const box = view();
    if (box.height * factor < 0.05 || box.height * factor > widest) return;
    box.x = x - (x - box.x) * factor;
    box.y = y - (y - box.y) * factor;
    box.width *= factor;
    box.height *= factor;
    for (const [one, was] of size) {
      const scale = box.height / first;
      if (was.r) one.setAttribute("r", was.r * scale);
      if (was.font) for (const [name, value] of [["font-size", was.font], ["dx", was.dx], ["dy", was.dy]]) if (value) one.setAttribute(name, value * scale);
    }
  }
  const onMap = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());

  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    const start = onMap(event);
    held = { point: Boolean(event.target.closest("#point")), x: start.x, y: start.y };
    svg.setPointerCapture(event.pointerId);
    if (held.point) point.focus();
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = onMap(event);
    if (held.point) move(-now.y, now.x / squeeze);
    else pan(held.x - now.x, held.y - now.y);
  });
  const drop = () => { if (held?.point) save(); held = null; };
  svg.addEventListener("pointerup", drop);
  svg.addEventListener("pointercancel", drop);
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const spot = onMap(event);
    zoom(event.deltaY > 0 ? 1.25 : 0.8, spot.x, spot.y);
  }, { passive: false });
  point.addEventListener("keydown", (event) => {
    const step = view().height / (event.shiftKey ? 12 : 120);
    const ways = { ArrowUp: [step, 0], ArrowDown: [-step, 0], ArrowLeft: [0, -step], ArrowRight: [0, step] };
    if (ways[event.key]) {
      event.preventDefault();
      move(at.lat + ways[event.key][0], at.lon + ways[event.key][1] / squeeze);
    } else if (event.key === "Enter") {
      event.preventDefault();
      save();
    }
  });
  point.addEventListener("blur", save);
  document.getElementById("zoom-in").addEventListener("click", () => zoom(0.7));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1.4));
  document.getElementById("set-point")?.addEventListener("click", (event) => {
    event.target.remove();
    show();
    move(at.lat, at.lon);
    save();
  });
  draw();
  return { set, precision };
}
