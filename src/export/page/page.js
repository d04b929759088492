// SPDX-License-Identifier: MIT
// The page: the search, which is kept in its address, and what the parts show.

const controls = Object.fromEntries(['q', 'transport', 'range', 'status', 'since', 'sort'].map(id => [id, document.getElementById(id)]));
const state = {q: '', transport: '', range: '', status: '', since: '', sort: '', port: -1};
const TITLE = `${document.title}, ${shown(DATA.date)}`;
const isWide = matchMedia('(min-width: 70rem)');
let isEdited = false, pause;    // the newest entry of the history is of the search that is being typed

// "#ssh" for a search alone, else "#q=ssh&transport=tcp".
function hashOf(fields) {
  const kept = Object.entries(fields).filter(([, value]) => value !== '' && value !== -1);
  const text = String(new URLSearchParams(kept)).replaceAll('%2F', '/').replaceAll('%3A', ':');
  return '#' + (kept.length === 1 && fields.q ? text.replace('q=', '') : text);
}

// Each search has an entry in the history; what is typed without a pause is one.
function writeAddress(isTyping = false) {
  const hash = hashOf(state);
  document.title = state.q ? `${shown(state.q)} · ${TITLE}` : TITLE;
  if (hash !== (location.hash || '#'))
    history[isTyping && isEdited ? 'replaceState' : 'pushState'](null, '', hash);
  isEdited = isTyping;
  clearTimeout(pause);
  pause = setTimeout(endEdit, 2000);
}

function endEdit() {
  isEdited = false;
}

function readAddress() {
  const hash = location.hash.slice(1), kept = new URLSearchParams(hash.includes('=') ? hash : 'q=' + hash);
  for (const [id, control] of Object.entries(controls)) {
    control.value = kept.get(id) || '';
    state[id] = control.value || '';
  }
  const port = kept.get('port') || '';
  state.port = /^\d{1,5}$/.test(port) && +port < PORTS ? +port : -1;
  document.title = state.q ? `${shown(state.q)} · ${TITLE}` : TITLE;
  endEdit();
  showAll();
}

const goTo = (to, label, ...text) => {
  const button = element('button', {type: 'button', disabled: to < 0 || to >= PORTS, onclick: () => pick(to)}, ...text);
  button.setAttribute('aria-label', label);
  return button;
};

// The port that was picked, or that the search is for.
function showPort() {
  const box = document.getElementById('port'), port = state.port < 0 ? portOf(state.q) : state.port;
  map.point(port);
  box.hidden = port < 0;
  if (port < 0)
    return;
  const found = groupsOfPort[port];
  box.replaceChildren(
    element('h2', {}, goTo(port - 1, 'port before', '‹'), `Port ${port}`, goTo(port + 1, 'port after', '›'),
      element('small', {}, `${rangeOf(port)} range`)),
    element('p', {hidden: statusOfPort[port] !== 0}, `${noRowText(port)}.`),
    ...found.map(group => element('details', {className: group.kind, open: found.length === 1},
      element('summary', {}, group.kind === 'application' ? 'Commonly used by ' : '', element('b', {}, nameOf(group)),
        ` ${shown(group.transports.join(', '))} `, isolated(group.name ? group.description : '')),
      details(group, true))));
  if (!hasName(port)) {
    const nearest = [nearestNamed(port, -1), nearestNamed(port, 1)].filter(to => to >= 0);
    box.append(element('p', {className: 'nearest'}, 'Nearest with a name: ',
      ...nearest.map(to => goTo(to, `port ${to}`, `${to} ${shown(groupsOfPort[to].find(group => group.name && group.kind !== 'application').name)}`))));
  }
}

// Examples before a search; what it may have meant if nothing was found.
function showHint(results) {
  const hint = document.getElementById('hint'), newest = groups.reduce((date, group) => group.date > date ? group.date : date, '');
  const links = (text, searches) => searches.length === 0 ? [] :
    [text, ...searches.flatMap((q, i) => [i ? ', ' : '', element('a', {href: hashOf({...state, q})}, shown(q))]), '. '];
  hint.replaceChildren(...hashOf(state) === '#' ? [...links('Try: ', ['443', 'ssh', '80-90', 'tcp/631', 'mail transfer']),
    'Reserved and unassigned ports come with a search, or by their status.'] : results.length ? [] :
    [...links('Did you mean: ', suggestions(state.q)), state.since > newest ? `The newest date in this registry is ${newest || 'unknown'}.` : '']);
  hint.hidden = hint.childNodes.length === 0 || !hint.textContent;
}

const isFiltered = () => Object.keys(controls).some(id => id !== 'sort' && state[id] !== '');

function pick(port) {
  state.port = port;
  showPort();
  writeAddress();
  document.getElementById('reset').disabled = hashOf(state) === '#';
  if (port >= 0)
    document.getElementById('port').scrollIntoView({block: 'nearest'});
}

function showAll() {
  const results = search(state);
  document.getElementById('reset').disabled = hashOf(state) === '#';
  map.show(isFiltered() ? results : null, pick);    // before the list: it asks for sizes, which would lay out all rows at once
  showPort();
  showHint(results);
  const port = portOf(state.q), isFree = port >= 0 && groupsOfPort[port].length === 0 && hashOf(state) === hashOf({q: state.q});
  list.show(results, isFree ? 'No row has this port.' : 'Nothing has all of this.', termsOf(state.q).map(term => term.text), state.sort === 'date' || state.since !== '', map.point);
}

function readControls(event) {
  for (const [id, control] of Object.entries(controls))
    state[id] = control.value;
  if (!event || event.target === controls.q)    // a new search, which the port that was picked is not for
    state.port = -1;
  showAll();
  writeAddress(event?.target === controls.q);
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
  controls.transport.append(...[...TRANSPORTS].map(one => element('option', {value: one}, shown(one))));
  const used = new Set(rows.map(row => row.kind));
  controls.status.append(...['assigned', 'reserved', 'unassigned', 'local', 'application'].filter(one => used.has(one))
    .map(one => element('option', {value: one}, KIND_TEXT[one])));
  const date = shown(DATA.date), source = shown(DATA.source);
  document.getElementById('source').replaceChildren('The IANA registry of ', element('b', {}, date),
    ...(source ? [', from ', link(source, source)] : []), `: ${DATA.rows.length.toLocaleString('en')} rows` +
    (DATA.locals.length ? `, and ${DATA.locals.length.toLocaleString('en')} local lines` : '') + '.');
}

// What IANA's file has before its rows; its texts are laid out in lines. IANA frames what it wants
// to be noted by lines of "*".
function fillHead() {
  const head = document.getElementById('head');
  head.hidden = DATA.head.length === 0;
  head.querySelector('dl').append(...DATA.head.flatMap(([key, title, text]) => [
    element('dt', {}, shown(key === 'xref' ? 'reference' : title || key)),
    element('dd', {}, text.split('\n').map(shown).join('\n'))]));
  const framed = DATA.head.flatMap(([, , text]) => [...text.matchAll(/^\s*\* +(.*[^\s*])[\s*]*$/gm)].map(([, line]) => line));
  const note = document.getElementById('note');
  if (framed.length)
    note.replaceWith(element('details', {id: 'note'}, element('summary', {}, note.textContent), element('p', {}, isolated(framed.join(' ')))));
}

// What a narrow screen has closed, so that it has the results first.
function foldParts() {
  for (const part of document.querySelectorAll('.folds'))
    part.open = isWide.matches || (part.id === 'filters' && hashOf({...state, q: '', port: -1}) !== '#');
}

document.body.classList.add('runs');
fillPage();
fillHead();
document.getElementById('controls').addEventListener('input', readControls);
document.getElementById('controls').addEventListener('change', endEdit);
document.getElementById('controls').addEventListener('submit', event => event.preventDefault());
document.getElementById('controls').addEventListener('reset', () => setTimeout(() => { readControls(); controls.q.focus(); }));
document.addEventListener('keydown', onKey);
window.addEventListener('popstate', readAddress);
isWide.addEventListener('change', foldParts);
readAddress();
foldParts();
