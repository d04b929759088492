// SPDX-License-Identifier: MIT
// Which groups a search means: all words, names first, and the filters; what it may have meant.

const TRANSPORTS = new Set(rows.map(row => row.transport).filter(one => one !== ''));

// A word of a search, in the forms that people paste: "tcp/80", ":443", "127.0.0.1:6443", "[::1]:53",
// "host:https", "80-90". low, high: its ports, if it is a number or range.
function termOf(word) {
  const behindHost = word.replace(/^(?:\[.*\]|[^:/]*):(?=[^:/])/, '');
  const [, before, behind] = behindHost.match(/^(.+)\/(.+)$/) || [];
  const transport = [behind, before].find(one => TRANSPORTS.has(one)) || '';
  const text = !transport ? behindHost : transport === behind ? before : behind;
  const [, low, high = low] = text.match(/^(\d{1,5})(?:-(\d{1,5}))?$/) || [], isPort = +low <= +high;
  return {word, text, transport, isPort, low: isPort ? +low : NaN, high: isPort ? +high : NaN};
}

const termsOf = text => text.toLowerCase().split(/\s+/).filter(word => word !== '').map(termOf);

const inPorts = (group, {low, high}) => group.hasPort && group.first <= high && group.last >= low;

// "64" also means the ports that start with it, as somebody may be typing.
const hasPort = (group, term) => inPorts(group, term) ||
  (group.hasPort && term.low === term.high && !term.transport && String(group.first).startsWith(term.text));

const hasTerm = (group, term) => group.hay.includes(term.word) ||
  ((!term.transport || group.rows.some(row => hasTransport(row, term.transport))) &&
    (hasPort(group, term) || group.hay.includes(term.text) || (!term.isPort && group.more.includes(term.text))));

// 0 is best: the name or port itself, an alias, the start of a name, in the names, elsewhere.
function rank(group, terms) {
  const {text} = terms[0];
  if (terms.length === 1 && (text === group.name.toLowerCase() || inPorts(group, terms[0])))
    return 0;
  if (terms.length === 1 && group.names.split('\n').includes(text))
    return 1;
  if (group.names.startsWith(text))
    return 2;
  return terms.every(term => group.names.includes(term.text) || hasPort(group, term)) ? 3 : 4;
}

function inFilters(group, {transport, range, status, since}) {
  const [, low, high] = RANGES[range] || ['', 0, PORTS];
  return (!transport || group.rows.some(row => hasTransport(row, transport))) &&
    (!status || group.kind === status || (status === 'assigned' && group.kind === 'local')) &&
    (!range || (group.hasPort && group.first <= high && group.last >= low)) &&
    (!since || (group.date && `${group.date}-31` >= since));    // "2015-07" may be any day of the month
}

// The groups in the order in which to show them; if nothing is asked, those that have a name and are registered.
function search(state) {
  const terms = termsOf(state.q), ranked = [[], [], [], [], []];
  const isAsked = ['q', 'transport', 'range', 'status', 'since'].some(key => state[key] !== '');
  for (const group of groups)
    if (isAsked ? inFilters(group, state) && terms.every(term => hasTerm(group, term)) : group.name && group.kind !== 'application')
      ranked[terms.length ? rank(group, terms) : 0].push(group);
  const found = ranked.flat();
  return state.sort === 'date' ? found.sort((a, b) => a.date < b.date ? 1 : a.date > b.date ? -1 : 0) : found;
}

// The port that a search is for; -1: it is for something else.
function portOf(q) {
  const terms = termsOf(q);
  return terms.length === 1 && terms[0].isPort && terms[0].low === terms[0].high && terms[0].low < PORTS ? terms[0].low : -1;
}

// How many letters must be changed, removed, inserted or swapped with the next to make one word of
// the other (optimal string alignment); most + 1 if more.
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most)
    return most + 1;
  let before = [], last = Array.from({length: b.length + 1}, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const now = [i];
    for (let k = 1; k <= b.length; k++) {
      now[k] = Math.min(last[k - 1] + (a[i - 1] !== b[k - 1]), last[k] + 1, now[k - 1] + 1);
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1])
        now[k] = Math.min(now[k], before[k - 2] + 1);
    }
    if (Math.min(...now) > most)
      return most + 1;
    [before, last] = [last, now];
  }
  return last[b.length];
}

// Searches in which the first word that nothing has is one of the names most similar to it.
function suggestions(q) {
  const lost = termsOf(q).find(term => !groups.some(group => hasTerm(group, term)));
  const most = lost ? Math.min(3, Math.floor(lost.text.length / 3)) : 0, near = new Map();
  if (most === 0 || lost.isPort)
    return [];
  for (const group of groups)
    for (const name of group.names.split('\n').filter(one => one !== ''))
      near.set(name, distance(lost.text, name, most));
  const start = name => name[0] === lost.text[0] ? 0 : 1;
  return [...near].filter(([, n]) => n <= most).sort(([a, n], [b, m]) => n - m || start(a) - start(b)).slice(0, 5)
    .map(([name]) => termsOf(q).map(({word}) => word === lost.word ? word.replace(lost.text, () => name) : word).join(' '));
}
