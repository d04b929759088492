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
const STATUS_TEXT = {none: 'No row', unassigned: 'Unassigned', reserved: 'Reserved', assigned: 'Assigned', local: 'Local'};

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

function finishRow(row) {
  row.hasPort = row.first <= row.last;
  row.ports = !row.hasPort ? '' : row.first === row.last ? `${row.first}` : `${row.first}-${row.last}`;
  const entry = row.name && row.hasPort && answers.get(`${row.first}/${row.transport || 'tcp'}`);
  row.answers = row.answers || entry || [];
  row.names = [row.name, ...row.answers].join('\n').toLowerCase();
  row.hay = [row.names, row.description, namedPeople(row.assignee), row.notes].join('\n').toLowerCase();
  return row;
}

const registryRow = ([status, first, last, name, transport = '', description = '', assignee = '', contact = '', registered = '',
  modified = '', reference = '', code = '', unauthorized = '', notes = '']) => finishRow({
  status: STATUSES.indexOf(status), first, last, name, transport, description, assignee, contact, registered, modified,
  reference, code, unauthorized, notes});

// A line of a local file.
const localRow = ([file, line, names, transport, port]) => finishRow({
  status: STATUSES.indexOf('local'), first: port, last: port, name: names.split(' ')[0], transport, answers: names.split(' '),
  description: `${file}:${line}`, assignee: '', notes: '', file, line});

const rows = [...DATA.locals.map(localRow), ...DATA.rows.map(registryRow)];

const rowsOfPort = Array.from({length: PORTS}, () => []);
const statusOfPort = new Uint8Array(PORTS);
for (const row of rows)
  for (let port = row.first; port <= row.last; port++) {
    rowsOfPort[port].push(row);
    statusOfPort[port] = Math.max(statusOfPort[port], row.status);
  }

// What a lookup of a row's port answers, the name and its aliases: a local line comes
// first; [] if it is just the row's name.
function answersOf(row) {
  const local = row.hasPort && rowsOfPort[row.first].find(one => one.file && hasTransport(row, one.transport));
  return (local || row).answers;
}

// The nearest port with a name on either side: `step' is 1 or -1; -1 if there is none.
function nearestNamed(port, step) {
  for (port += step; port >= 0 && port < PORTS; port += step)
    if (STATUSES[statusOfPort[port]] === 'assigned' || STATUSES[statusOfPort[port]] === 'local')
      return port;
  return -1;
}
