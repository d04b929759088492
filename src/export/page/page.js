// SPDX-License-Identifier: MIT
// The page: the search, which is kept in its address, and what the parts show.

const controls = Object.fromEntries(['q', 'transport', 'range', 'status'].map(id => [id, document.getElementById(id)]));
const state = {q: '', transport: '', range: '', status: '', port: -1};

function writeAddress() {
  const kept = Object.entries(state).filter(([, value]) => value !== '' && value !== -1);
  history.replaceState(null, '', '#' + new URLSearchParams(kept));
}

function showPort() {
  const box = document.getElementById('port'), port = state.port;
  map.point(port);
  box.hidden = port < 0;
  if (port < 0)
    return;
  const found = rowsOfPort[port];
  const go = (text, to, label) => {
    const button = element('button', {type: 'button', disabled: to < 0 || to >= PORTS, onclick: () => pick(to)}, text);
    button.setAttribute('aria-label', label);
    return button;
  };
  box.replaceChildren(
    element('h2', {}, go('‹', port - 1, 'port before'), `Port ${port}`, go('›', port + 1, 'port after'),
      element('small', {}, `${rangeOf(port)} range`)),
    ...found.map(row => element('details', {className: STATUSES[row.status], open: found.length === 1},
      element('summary', {}, element('b', {}, isolated(row.name || STATUS_TEXT[STATUSES[row.status]])),
        row.transport && ` ${shown(row.transport)} `, ' ', isolated(row.name ? row.description : '')),
      details(row))));
  if (found.length === 0)
    box.append(element('p', {}, rangeOf(port) === 'Dynamic' ? 'Dynamic ports are not assigned to anybody.' : 'The registry has no row for this port.'));
  if (!['assigned', 'local'].includes(STATUSES[statusOfPort[port]])) {
    const nearest = [nearestNamed(port, -1), nearestNamed(port, 1)].filter(to => to >= 0);
    box.append(element('p', {className: 'nearest'}, 'Nearest with a name: ',
      ...nearest.map(to => go(`${to} ${shown(rowsOfPort[to].find(row => row.name).name)}`, to, `port ${to}`))));
  }
}

const isFiltered = () => Object.keys(controls).some(id => state[id] !== '');

function pick(port) {
  state.port = port;
  showPort();
  writeAddress();
  document.getElementById('reset').disabled = !isFiltered() && port < 0;
  if (port >= 0)
    document.getElementById('port').scrollIntoView({block: 'nearest'});
}

function showAll() {
  const filtered = isFiltered();
  const results = search(state);
  document.body.classList.toggle('searching', filtered);
  document.getElementById('reset').disabled = !filtered && state.port < 0;
  map.show(filtered ? results : null, pick);    // before the list: it asks for sizes, which would lay out all rows at once
  showPort();
  list.show(results, wordsOf(state.q), map.point);
}

function readControls() {
  for (const [id, control] of Object.entries(controls))
    state[id] = control.value;
  showAll();
  writeAddress();
}

function readAddress() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const [id, control] of Object.entries(controls)) {
    control.value = kept.get(id) || '';
    state[id] = control.value || '';
  }
  const port = kept.get('port') || '';
  state.port = /^\d{1,5}$/.test(port) && +port < PORTS ? +port : -1;
  showAll();
}

function onKey(event) {
  const typing = event.target.matches('input, select');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    controls.q.focus();
    controls.q.select();
  } else if (event.target === controls.q && event.key === 'Escape') {
    event.preventDefault();
    controls.q.value = '';
    readControls();
  } else if (event.target === controls.q && (event.key === 'ArrowDown' || event.key === 'Enter')) {
    event.preventDefault();
    list.focusFirst();
  }
}

function fillPage() {
  const transports = [...new Set(rows.map(row => row.transport))].filter(one => one !== '');
  controls.transport.append(...transports.map(one => element('option', {value: one}, shown(one))));
  const used = new Set(rows.map(row => STATUSES[row.status]));
  controls.status.append(...['assigned', 'reserved', 'unassigned', 'local'].filter(one => one !== 'local' || used.has(one))
    .map(one => element('option', {value: one}, STATUS_TEXT[one])));
  const date = shown(DATA.date), source = shown(DATA.source);
  document.title += `, ${date}`;
  document.getElementById('source').replaceChildren('The IANA registry of ', element('b', {}, date),
    ...(source ? [', from ', link(source, source)] : []), `: ${DATA.rows.length.toLocaleString('en')} rows` +
    (DATA.locals.length ? `, and ${DATA.locals.length.toLocaleString('en')} local lines` : ''));
}

// What IANA's file has before its rows; its texts are laid out in lines.
function fillHead() {
  const head = document.getElementById('head');
  head.hidden = DATA.head.length === 0;
  head.querySelector('dl').append(...DATA.head.flatMap(([key, title, text]) => [
    element('dt', {}, shown(key === 'xref' ? 'reference' : title || key)),
    element('dd', {}, text.split('\n').map(shown).join('\n'))]));
}

fillPage();
fillHead();
document.getElementById('controls').addEventListener('input', readControls);
document.getElementById('controls').addEventListener('submit', event => event.preventDefault());
document.getElementById('controls').addEventListener('reset', () => setTimeout(() => { state.port = -1; readControls(); controls.q.focus(); }));
document.addEventListener('keydown', onKey);
window.addEventListener('hashchange', readAddress);
readAddress();
