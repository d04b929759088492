// SPDX-License-Identifier: MIT
// The picture of the port space: 256 x 256 cells, a cell a port, port 0 at the top left.

const map = (() => {
  const SIDE = 256;
  const MOST_RINGS = 300;        // more would hide the ports
  const EDGE = 12;               // what the canvas of the rings has beyond the cells, as in page.css
  const box = document.getElementById('map'), cells = document.getElementById('cells'), marks = document.getElementById('marks');
  const tip = document.getElementById('tip'), cellsContext = cells.getContext('2d'), marksContext = marks.getContext('2d');
  let found = null;              // of each port, the status of the rows that were found; null: no search
  let cursor = -1;               // the port that the arrow keys are at
  let onPick = () => {};

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const channels = text => [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));    // of "#rrggbb"

  function drawCells() {
    const image = cellsContext.createImageData(SIDE, SIDE), pixels = new DataView(image.data.buffer);
    const back = channels(colour('none')), full = STATUSES.map(status => channels(colour(status)));
    const dim = full.map(one => one.map((value, i) => Math.round(back[i] + (value - back[i]) * 0.25)));
    const [bright, pale] = [full, dim].map(list => list.map(([r, g, b]) => (r << 24 | g << 16 | b << 8 | 255) >>> 0));
    for (let port = 0; port < PORTS; port++)
      pixels.setUint32(port * 4, found ? (found[port] ? bright[found[port]] : pale[statusOfPort[port]]) : bright[statusOfPort[port]]);
    cellsContext.putImageData(image, 0, 0);
  }

  // Ports that were found, as ranges within a line of cells: [first, last].
  function runs() {
    const list = [];
    for (let port = 0; found && port < PORTS && list.length <= MOST_RINGS; port++) {
      const last = list[list.length - 1];
      if (found[port] && last && last[1] === port - 1 && port % SIDE !== 0)
        last[1] = port;
      else if (found[port])
        list.push([port, port]);
    }
    return list;
  }

  // A ring around cells, with an edge of the page's colour so that it is visible on any.
  function ring(first, last, cell, size, strokes) {
    const around = Math.max(size, cell);
    const x = (first % SIDE) * cell, y = Math.floor(first / SIDE) * cell, width = (last - first + 1) * cell;
    marksContext.beginPath();
    marksContext.roundRect(x - around, y - around, width + 2 * around, cell + 2 * around, around + cell / 2);
    for (const [strokeStyle, lineWidth] of strokes) {
      Object.assign(marksContext, {strokeStyle, lineWidth});
      marksContext.stroke();
    }
  }

  function drawMarks() {
    const scale = devicePixelRatio || 1, side = box.clientWidth, edge = [colour('back'), 4];
    const accent = [edge, [colour('accent'), 2]], text = [edge, [colour('text'), 2]];
    marks.width = marks.height = Math.round((side + 2 * EDGE) * scale);
    marksContext.scale(scale, scale);
    marksContext.translate(EDGE, EDGE);
    const list = runs();
    if (list.length <= MOST_RINGS)
      list.forEach(([first, last]) => ring(first, last, side / SIDE, 4, accent));
    if (cursor >= 0)
      ring(cursor, cursor, side / SIDE, 7, text);
  }

  function draw() {
    drawCells();
    drawMarks();
  }

  function portAt(event) {
    const area = cells.getBoundingClientRect();
    const place = (at, start, size) => Math.max(0, Math.min(SIDE - 1, Math.floor((at - start) / size * SIDE)));
    return place(event.clientY, area.top, area.height) * SIDE + place(event.clientX, area.left, area.width);
  }

  // Shows a port's rows beside its cell; -1 hides them.
  function showTip(port) {
    tip.hidden = port < 0;
    if (port < 0)
      return;
    const lines = rowsOfPort[port].slice(0, 6).map(row => element('div', {},
      element('b', {}, isolated(row.name || STATUS_TEXT[STATUSES[row.status]])), row.transport && ' ' + shown(row.transport)));
    const left = rowsOfPort[port].length - lines.length;
    tip.replaceChildren(element('div', {}, `Port ${port}, ${rangeOf(port)}`),
      ...(lines.length ? lines : [element('div', {}, 'no row')]), left > 0 ? `and ${left} more` : '');
    const cell = box.clientWidth / SIDE, x = (port % SIDE) * cell, y = Math.floor(port / SIDE) * cell;
    const fits = x + 14 + tip.offsetWidth <= box.clientWidth;
    tip.style.left = `${fits ? x + 14 : Math.max(0, x - tip.offsetWidth - 10)}px`;
    tip.style.top = `${Math.max(0, Math.min(y + 12, box.clientHeight - tip.offsetHeight))}px`;
  }

  function onKey(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SIDE, ArrowDown: SIDE, PageUp: -16 * SIDE, PageDown: 16 * SIDE}[event.key];
    const edge = {Home: 0, End: PORTS - 1}[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      showTip(-1);
      onPick(-1);
      document.getElementById('q').focus();
    } else if (event.key === 'Enter' && cursor >= 0) {
      onPick(cursor);
    } else if (step !== undefined || edge !== undefined) {
      const next = edge ?? (cursor < 0 ? 0 : cursor + step);
      event.preventDefault();
      if (next >= 0 && next < PORTS)
        cursor = next;
      drawMarks();
      showTip(cursor);
    }
  }

  box.addEventListener('pointermove', event => showTip(portAt(event)));
  box.addEventListener('pointerleave', () => showTip(-1));
  box.addEventListener('click', event => onPick(portAt(event)));
  box.addEventListener('keydown', onKey);
  box.addEventListener('blur', () => showTip(-1));
  new ResizeObserver(drawMarks).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  for (const port of [0, 8192, 16384, 24576, 32768, 40960, 49152, 57344]) {
    const label = element('span', {}, String(port));
    label.style.top = `${port / PORTS * 100}%`;
    document.getElementById('axis').append(label);
  }
  document.getElementById('legend').append(...STATUSES.slice().reverse()
    .filter(status => statusOfPort.includes(STATUSES.indexOf(status)))
    .map(status => element('li', {className: status}, STATUS_TEXT[status])));

  return {
    // Highlights these rows; null: none. pick(port) is called when one is picked, -1 for none.
    show(results, pick) {
      onPick = pick;
      found = results && new Uint8Array(PORTS);
      for (const row of results || [])
        for (let port = row.first; port <= row.last; port++)
          found[port] = Math.max(found[port], row.status);
      draw();
    },
    // Marks a port.
    point(port) {
      cursor = port;
      drawMarks();
    },
  };
})();
