// SPDX-License-Identifier: MIT
// Which rows a search means: all words, names first, and the filters.

const wordsOf = text => text.toLowerCase().split(/\s+/).filter(word => word !== '');

// "64" means the ports that start with it, as somebody may be typing, and ranges that contain it.
const hasPortLike = (row, word) => row.hasPort &&
  (String(row.first).startsWith(word) || (+word >= row.first && +word <= row.last));

function hasWord(row, word) {
  const slash = word.lastIndexOf('/');
  if (row.hay.includes(word) || (/^\d{1,5}$/.test(word) && hasPortLike(row, word)))
    return true;
  return slash > 0 && hasTransport(row, word.slice(slash + 1)) && hasWord(row, word.slice(0, slash));
}

// 0 is best: the name or port itself, an alias, the start of a name, in the names, elsewhere.
function rank(row, words) {
  const word = words.length === 1 ? words[0].replace(/\/[a-z-]+$/, '') : '';
  if (word === row.name.toLowerCase() || (/^\d{1,5}$/.test(word) && +word >= row.first && +word <= row.last))
    return 0;
  if (word && row.names.split('\n').includes(word))
    return 1;
  if (row.names.startsWith(words[0]))
    return 2;
  return words.every(one => row.names.includes(one) || hasPortLike(row, one)) ? 3 : 4;
}

function inFilters(row, {transport, range, status}) {
  const [, low, high] = RANGES[range] || ['', 0, PORTS];
  return (!transport || hasTransport(row, transport)) && (!status || STATUSES[row.status] === status || (status === 'assigned' && row.file)) &&
    (!range || (row.hasPort && row.first <= high && row.last >= low));
}

// The rows in the order in which to show them.
function search(state) {
  const words = wordsOf(state.q), ranked = [[], [], [], [], []];
  for (const row of rows)
    if (inFilters(row, state) && words.every(word => hasWord(row, word)))
      ranked[words.length ? rank(row, words) : 0].push(row);
  return ranked.flat();
}
