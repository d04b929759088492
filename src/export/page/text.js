// SPDX-License-Identifier: MIT
// Registry text -> nodes. Nothing here, or elsewhere in the page, parses text as HTML.

function element(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.filter(child => child !== ''));
  return node;
}

// Text that does not change the direction of the text around it.
const isolated = text => element('bdi', {}, shown(text));

// A link, if the address has a harmless scheme; else the text alone.
function link(text, address) {
  if (!/^(https?:\/\/|mailto:)/i.test(address))
    return isolated(text);
  return element('a', {href: address, rel: 'noreferrer', target: '_blank'}, shown(text));
}

// The address of a reference. IANA calls a draft that is to become an RFC "RFC-ietf-...".
function addressOf({type, data}) {
  switch (type) {
  case 'rfc': return `https://www.rfc-editor.org/rfc/${encodeURIComponent(data.toLowerCase())}`;
  case 'draft': return `https://datatracker.ietf.org/doc/${encodeURIComponent(data.replace(/^RFC-/, 'draft-'))}/`;
  case 'uri': return data;
  default: return '';
  }
}

// The reference that a label alone implies.
function referenceOf(label) {
  const type = /^RFC\d+$/.test(label) ? 'rfc' : /^(draft-|RFC-)/.test(label) ? 'draft' : /^https?:\/\//.test(label) ? 'uri' : '';
  return type ? [{type, data: label}] : [];
}

function personNodes(id) {
  const {name, org, uri, updated} = people.get(id);
  const addresses = uri.split('\n').filter(Boolean).map(one => one.replace(/^(mailto:[^@&]*)&/, '$1@'));    // IANA writes "&" for "@"
  const parts = [isolated(name || org || id)];
  if (name && org && org !== name)
    parts.push(', ', isolated(org));
  for (const address of addresses)
    parts.push(' · ', link(address.replace(/^mailto:/, ''), address));
  if (updated)
    parts.push(' ', element('small', {}, `(as of ${shown(updated)})`));
  return [element('span', {className: 'person'}, ...parts)];
}

function bracketNodes(label) {
  if (people.has(label))
    return personNodes(label);
  const found = references.get(label) || referenceOf(label);
  return found.flatMap(one => [
    one.type === 'note' || one.type === 'text' ? isolated(one.data) : link(label, addressOf(one)), ' ']);
}

// A column's text, with links for its "[...]". In some columns there are only such labels;
// a CSV file has no people for them.
function linked(text, key) {
  const bare = ['assignee', 'contact', 'reference'].includes(key);
  return text.split(/(\[[^[\]]*\])/).filter(part => part.trim()).flatMap(part => {
    const label = /^\[.*\]$/s.test(part) ? part.slice(1, -1) : '', nodes = bracketNodes(label);
    return nodes.length ? nodes : [isolated(bare && label ? label.replace(/_/g, ' ') : part), bare ? ' ' : ''];
  });
}

// Text with these words marked.
function marked(text, words) {
  const plain = shown(text), lower = plain.toLowerCase(), node = element('bdi');
  for (let at = 0; at < plain.length;) {
    // A letter whose lower case is longer would shift the marks.
    const hits = lower.length !== plain.length ? [] : words.map(word => [lower.indexOf(word, at), word.length]).filter(([i]) => i >= 0);
    const [start, length] = hits.sort((a, b) => a[0] - b[0] || b[1] - a[1])[0] || [plain.length, 0];
    if (start > at)
      node.append(plain.slice(at, start));
    if (length)
      node.append(element('mark', {}, plain.slice(start, start + length)));
    at = start + length;
  }
  return node;
}

const nameOf = group => isolated(group.name || KIND_TEXT[group.kind]);
// Nodes with commas between them.
const listed = nodes => nodes.flatMap((node, i) => i ? [', ', node] : [node]);
const relationOf = group => group.kind === 'application' ? 'In the registry' : 'Commonly used by';

// What lookups answer, if it is more than the row's name.
const answerText = row => {
  const names = answersOf(row);
  return names.length > 1 || names[0] !== row.name ? names.join(' ') : '';
};

// A group's columns; where its rows differ, each value with the transports that have it. isBrief: those
// that a heading has are left out.
function details(group, isBrief = false) {
  const list = element('dl', {className: 'details'});
  const add = (term, ...nodes) => list.append(element('dt', {}, term), element('dd', {}, ...nodes));
  const addValues = (term, valueOf, nodesOf) => {
    const transports = new Map();
    for (const row of group.rows.filter(valueOf))
      transports.set(valueOf(row), [...transports.get(valueOf(row)) || [], shown(row.transport)]);
    for (const [value, some] of transports)
      add(some.length < group.rows.length ? `${term} (${some.join(', ')})` : term, ...nodesOf(value));
  };
  COLUMNS.forEach((key, i) => {
    if (isBrief && (key === 'name' || key === 'transport' || (key === 'ports' && group.first === group.last)))
      return;
    if (key === 'transport' && group.transports.length)
      add(DATA.columns[i], isolated(group.transports.join(', ')));
    else if (key !== 'transport' && !(group.kind === 'local' && key === 'description'))
      addValues(key === 'name' && group.kind === 'application' ? 'Program' : DATA.columns[i], row => row[key],
        value => key === 'name' ? [isolated(value)] : linked(value, key));
  });
  addValues('Documented in', row => row.source, value => [link(value, value)]);
  addValues('From', row => row.from, value => [isolated(value)]);
  addValues('Lookups answer', answerText, names => {
    const [name, ...aliases] = names.split(' ');
    return [isolated(name), aliases.length ? ', aliases ' : '', isolated(aliases.join(' '))];
  });
  const others = othersAt(group);
  if (others.length && !isBrief)
    add(relationOf(group), ...listed(others.map(nameOf)));
  add('Status', `${KIND_TEXT[group.kind]}, ${group.kind === 'application' ? 'not from the registry' : group.hasPort ? `${rangeOf(group.first)} range` : 'a name without a port (DNS-SD)'}`);
  return list;
}
