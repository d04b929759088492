// SPDX-License-Identifier: MIT
// The picture of the port space: a cell a port, the first at the top left; all ports, or 4,096 of them.

const map = (() => {
  const MOST_RINGS = 300;        // more would hide the ports
  const EDGE = 12;               // what the canvas of the rings has beyond the cells, as in page.css
  const PART = 4096;
  const [box, cells, marks, tip, zoom] = ['map', 'cells', 'marks', 'tip', 'zoom'].map(id => document.getElementById(id));
  const cellsContext = cells.getContext('2d'), marksContext = marks.getContext('2d');
  let first = 0, side = 256;     // the port at the top left, and how many cells a line has
  let found = null;              // of each port, 1 + the status of the groups that were found; null: no search
  let cursor = -1;               // the port that the arrow keys are at
  let onPick = () => {};

  const isIn = port => port >= first && port < first + side * side;
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const channels = text => [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));    // of "#rrggbb"

  function drawCells() {
    const image = cellsContext.createImageData(side, side), pixels = new DataView(image.data.buffer);
    const back = channels(colour('none')), full = STATUSES.map(status => channels(colour(status)));
    const dim = full.map(one => one.map((value, i) => Math.round(back[i] + (value - back[i]) * 0.25)));
    const [bright, pale] = [full, dim].map(list => list.map(([r, g, b]) => (r << 24 | g << 16 | b << 8 | 255) >>> 0));
    for (let i = 0, port = first; i < side * side; i++, port++)
      pixels.setUint32(i * 4, found ? (found[port] ? bright[found[port] - 1] : pale[statusOfPort[port]]) : bright[statusOfPort[port]]);
    cellsContext.putImageData(image, 0, 0);
  }

  // The cells of ports that `has', as [x, y, width] in lines of cells; not many more than `most'.
  function runs(has, most) {
    const list = [];
    for (let i = 0, width = 0; i < side * side && list.length <= most; i++) {
      width = !has(first + i) ? 0 : i % side ? width + 1 : 1;
      if (width === 1)
        list.push([i % side, Math.floor(i / side), 1]);
      else if (width)
        list[list.length - 1][2] = width;
    }
    return list;
  }

  function strokes(...styles) {
    for (const [strokeStyle, lineWidth] of styles) {
      Object.assign(marksContext, {strokeStyle, lineWidth});
      marksContext.stroke();
    }
  }

  // A ring around cells, with an edge of the page's colour so that it is visible on any.
  function ring([x, y, width], cell, size, name) {
    const around = Math.max(size, cell / 2);
    marksContext.beginPath();
    marksContext.roundRect(x * cell - around, y * cell - around, width * cell + 2 * around, cell + 2 * around, around + cell / 2);
    strokes([colour('back'), 4], [colour(name), 2]);
  }

  // Ports without a row are hatched: their colour is close to that of unassigned ones.
  function hatch(cell) {
    const size = side * cell;
    marksContext.save();
    marksContext.beginPath();
    runs(port => statusOfPort[port] === 0, PORTS).forEach(([x, y, width]) => marksContext.rect(x * cell, y * cell, width * cell, cell));
    marksContext.clip();
    marksContext.beginPath();
    for (let x = -size; x < size; x += 8) {
      marksContext.moveTo(x, size);
      marksContext.lineTo(x + size, 0);
    }
    strokes([colour('hatch'), 1]);
    marksContext.restore();
  }

  function lines(cell) {
    marksContext.beginPath();
    for (let i = 1; side < 256 && i < side; i++) {
      marksContext.rect(i * cell, 0, 0, side * cell);
      marksContext.rect(0, i * cell, side * cell, 0);
    }
    strokes([colour('back'), 1]);
    marksContext.beginPath();
    for (const [, low] of Object.values(RANGES).filter(([, port]) => port > first && isIn(port)))
      marksContext.rect(0, (low - first) / side * cell, side * cell, 0);
    strokes([colour('back'), 4], [colour('text'), 2]);
  }

  function drawMarks() {
    const scale = devicePixelRatio || 1, cell = box.clientWidth / side;
    marks.width = marks.height = Math.round((box.clientWidth + 2 * EDGE) * scale);
    marksContext.scale(scale, scale);
    marksContext.translate(EDGE, EDGE);
    hatch(cell);
    lines(cell);
    const ringed = runs(port => found ? found[port] : STATUSES[statusOfPort[port]] === 'local', MOST_RINGS);
    if (ringed.length <= MOST_RINGS)
      ringed.forEach(run => ring(run, cell, 4, found ? 'accent' : 'local'));
    if (isIn(cursor))
      ring([(cursor - first) % side, Math.floor((cursor - first) / side), 1], cell, 7, 'text');
  }

  function draw() {
    drawCells();
    drawMarks();
  }

  // Shows a part of the ports, or with -1 all.
  function show(part) {
    [first, side] = part < 0 ? [0, 256] : [part * PART, 64];
    zoom.value = part;
    cells.width = cells.height = side;
    box.setAttribute('aria-label', `Ports ${first} to ${first + side * side - 1}, ${side} to a line`);
    document.getElementById('axis').replaceChildren(...Array.from({length: 8}, (_, i) => {
      const label = element('span', {}, String(first + i * side * side / 8));
      label.style.top = `${i * 12.5}%`;
      return label;
    }));
    document.getElementById('bands').replaceChildren(...Object.values(RANGES).map(([name, low, high]) => {
      const top = Math.max(0, (low - first) / side / side * 100), bottom = Math.min(100, (high + 1 - first) / side / side * 100);
      const band = element('div', {hidden: top >= bottom, className: bottom - top < 20 ? 'thin' : ''}, element('span', {}, name));
      Object.assign(band.style, {top: `${top}%`, height: `${bottom - top}%`});
      return band;
    }));
    draw();
  }

  // Moves the cursor, and the part that is shown with it.
  function moveTo(port) {
    cursor = port;
    if (port >= 0 && !isIn(port))
      show(Math.floor(port / PART));
    else
      drawMarks();
  }

  function portAt(event) {
    const area = cells.getBoundingClientRect();
    const place = (at, start, size) => Math.max(0, Math.min(side - 1, Math.floor((at - start) / size * side)));
    return first + place(event.clientY, area.top, area.height) * side + place(event.clientX, area.left, area.width);
  }

  // Shows what has a port beside its cell; -1 hides it.
  function showTip(port) {
    tip.hidden = port < 0;
    if (port < 0)
      return;
    const names = groupsOfPort[port].slice(0, 6).map(group => element('div', {},
      element('b', {}, isolated(group.name || KIND_TEXT[group.kind])), ` ${shown(group.transports.join(', '))}`,
      group.kind === 'application' ? ', commonly used' : ''));
    const left = groupsOfPort[port].length - names.length;
    tip.replaceChildren(element('div', {}, `Port ${port}, ${rangeOf(port)}`),
      statusOfPort[port] ? '' : element('div', {}, noRowText(port)), ...names, left > 0 ? `and ${left} more` : '');
    const cell = box.clientWidth / side, x = ((port - first) % side) * cell, y = Math.floor((port - first) / side) * cell;
    const fits = x + cell + 14 + tip.offsetWidth <= box.clientWidth;
    tip.style.left = `${fits ? x + cell + 12 : Math.max(0, x - tip.offsetWidth - 10)}px`;
    tip.style.top = `${Math.max(0, Math.min(y + 12, box.clientHeight - tip.offsetHeight))}px`;
  }

  function onKey(event) {
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side, PageUp: -16 * side, PageDown: 16 * side}[event.key];
    const edge = {Home: 0, End: PORTS - 1}[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      showTip(-1);
      onPick(-1);
      document.getElementById('q').focus();
    } else if (event.key === 'Enter' && cursor >= 0) {
      onPick(cursor);
    } else if (event.key === '+' || event.key === '-') {
      show(event.key === '+' ? Math.floor(Math.max(cursor, 0) / PART) : -1);
    } else if (step !== undefined || edge !== undefined) {
      const next = edge ?? (cursor < 0 ? first : cursor + step);
      event.preventDefault();
      if (next >= 0 && next < PORTS)
        moveTo(next);
      showTip(cursor);
    }
  }

  box.addEventListener('pointermove', event => showTip(portAt(event)));
  box.addEventListener('pointerleave', () => showTip(-1));
  box.addEventListener('click', event => onPick(portAt(event)));
  box.addEventListener('keydown', onKey);
  box.addEventListener('blur', () => showTip(-1));
  zoom.addEventListener('change', () => show(+zoom.value));
  new ResizeObserver(drawMarks).observe(box);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  for (let part = 0; part * PART < PORTS; part++)
    zoom.append(element('option', {value: part}, `${part * PART}–${(part + 1) * PART - 1}`));
  document.getElementById('legend').append(...STATUSES.slice().reverse()
    .filter(status => statusOfPort.includes(STATUSES.indexOf(status)))
    .map(status => element('li', {className: status}, KIND_TEXT[status] || noRowText(statusOfPort.indexOf(0)))));
  show(-1);

  return {
    // Highlights these groups; null: none. pick(port) is called when one is picked, -1 for none.
    show(results, pick) {
      onPick = pick;
      found = results && new Uint8Array(PORTS);
      for (const group of results || [])
        for (let port = group.first; port <= group.last; port++)
          found[port] = Math.max(found[port], 1 + group.status);
      draw();
    },
    // Marks a port.
    point: moveTo,
  };
})();
