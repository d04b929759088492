// SPDX-License-Identifier: MIT
'use strict';
// The registry, as `iana-services export -f html' wrote it into the page: rows, the
// people and references in brackets, and what lookups answer. Its text is untrusted: it only
// becomes text nodes, and links with a scheme that link() allows.

const DATA = JSON.parse(document.getElementById('data').textContent);
const PORTS = 65536;

// RFC 6335, section 6.
const RANGES = {system: ['System', 0, 1023], user: ['User', 1024, 49151], dynamic: ['Dynamic', 49152, 65535]};
const rangeOf = port => Object.values(RANGES).find(([, , last]) => port <= last)[0];

// A row's status is its position here; a port has the colour of its row with the greatest.
// `none': no row has the port.
const STATUSES = ['none', 'unassigned', 'reserved', 'assigned', 'local'];
const KIND_TEXT = {unassigned: 'Unassigned', reserved: 'Reserved', assigned: 'Assigned', local: 'Local', application: 'Commonly used'};
const noRowText = port => rangeOf(port) === 'Dynamic' ? 'Dynamic, never assigned' : 'No row';

// The columns, in IANA's order, as the keys of a row.
const COLUMNS = ['name', 'ports', 'transport', 'description', 'assignee', 'contact', 'registered', 'modified', 'reference',
  'code', 'unauthorized', 'notes'];

const people = new Map(DATA.people.map(([id, name, org, uri, updated]) => [id, {name, org, uri, updated}]));
const references = new Map();
for (const [label, type, data] of DATA.references)
  references.set(label, (references.get(label) || []).concat({type, data}));
const answers = new Map(DATA.entries.map(([port, transport, names]) => [`${port}/${transport}`, names.split(' ')]));

// Masks control characters and those that change the direction of text.
const shown = text => text.replace(/[\t\n\r]+/g, ' ').replace(
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
  c => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

// A row without a transport is for tcp and udp if it has a name, else for all.
const hasTransport = (row, transport) =>
  row.transport === transport || (row.transport === '' && (!row.name || /^(tcp|udp)$/.test(transport)));

// "[Some_Id]" -> "Some Person, Some Organisation", for the search.
const namedPeople = text => text.replace(/\[([^\]]*)\]/g, (all, id) => {
  const person = people.get(id);
  return person ? `${id} ${person.name} ${person.org}` : id.replace(/_/g, ' ');
});

const registryRow = ([status, first, last, name, transport = '', description = '', assignee = '', contact = '', registered = '',
  modified = '', reference = '', code = '', unauthorized = '', notes = '']) => ({
  status: STATUSES.indexOf(status), first, last, name, transport, description, assignee, contact, registered, modified,
  reference, code, unauthorized, notes, answers: (name && first <= last && answers.get(`${first}/${transport || 'tcp'}`)) || []});

// A line of a local file.
const localRow = ([file, line, names, transport, port]) => ({
  status: STATUSES.indexOf('local'), first: port, last: port, name: names.split(' ')[0], transport, answers: names.split(' '),
  description: file, from: `${file}, line ${line}`});

// An application, whose ports the registry may have for something else: it gives a port no status.
const applicationRow = ([first, last, transport, name, description, source, file]) => ({
  status: 0, isApplication: true, first, last, name, transport, description, source, from: file, answers: []});

const rows = [...DATA.locals.map(localRow), ...DATA.rows.map(registryRow), ...DATA.applications.map(applicationRow)];

// Rows of the same ports and name, or without a name of the same description, are one group, which
// the list shows and a search finds: most services have a row for each transport.
function groupRows() {
  const groups = new Map();
  for (const row of rows) {
    row.hasPort = row.first <= row.last;
    row.ports = !row.hasPort ? '' : row.first === row.last ? `${row.first}` : `${row.first}-${row.last}`;
    row.kind = row.isApplication ? 'application' : STATUSES[row.status];
    const key = [row.kind, row.ports, row.name, row.name ? '' : row.description].join('\n'), group = groups.get(key);
    if (group)
      group.rows.push(row);
    else
      groups.set(key, {...row, rows: [row]});
  }
  return [...groups.values()];
}

// Adds what is the same for all rows of a group, and what is searched in it.
function finishGroup(group) {
  const all = keys => [...new Set(group.rows.flatMap(row => keys.flatMap(key => row[key] || [])))];
  group.transports = all(['transport']);
  group.aliases = all(['answers']).filter(one => one !== group.name);
  group.date = all(['registered', 'modified']).filter(one => /^\d{4}-\d\d(-\d\d)?$/.test(one)).sort().pop() || '';
  const fold = texts => texts.join('\n').toLowerCase();
  group.names = fold([group.name, ...group.aliases]);
  group.hay = fold([group.names, ...all(['description']), ...all(['assignee']).map(namedPeople), ...all(['notes'])]);
  group.more = fold(all(['reference', 'unauthorized', 'registered', 'modified', 'source']));    // not for numbers
  return group;
}
const groups = groupRows().map(finishGroup);

const groupsOfPort = Array.from({length: PORTS}, () => []);
const statusOfPort = new Uint8Array(PORTS);
for (const group of groups)
  for (let port = group.first; port <= group.last; port++) {
    groupsOfPort[port].push(group);
    statusOfPort[port] = Math.max(statusOfPort[port], group.status);
  }

// What a lookup of a row's port answers, the name and its aliases: a local line comes
// first; [] if it is just the row's name.
function answersOf(row) {
  const local = row.hasPort && groupsOfPort[row.first].flatMap(group => group.rows)
    .find(one => one.kind === 'local' && hasTransport(row, one.transport));
  return (local || row).answers;
}

const hasName = port => ['assigned', 'local'].includes(STATUSES[statusOfPort[port]]);

// The nearest port with a name on either side: `step' is 1 or -1; -1 if there is none.
function nearestNamed(port, step) {
  for (port += step; port >= 0 && port < PORTS; port += step)
    if (hasName(port))
      return port;
  return -1;
}

// Of an application, what its ports are registered for; of another group, the applications there.
const othersAt = group => group.first !== group.last ? [] : groupsOfPort[group.first].filter(other =>
  (other.kind === 'application') !== (group.kind === 'application') &&
  group.rows.some(row => other.rows.some(one => hasTransport(one, row.transport) || hasTransport(row, one.transport))));
