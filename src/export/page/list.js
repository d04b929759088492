// SPDX-License-Identifier: MIT
// The list of rows: a table that grows at its end, and a row's details in it.

const list = (() => {
  const STEP = 200;
  const body = document.getElementById('rows'), table = body.parentElement, more = document.getElementById('more'), count = document.getElementById('count');
  let results = [], words = [], drawn = 0, onOpen = () => {};

  const number = n => n.toLocaleString('en');
  const cell = (className, ...children) => {
    const node = element('td', {className}, ...children);
    node.setAttribute('role', 'cell');
    return node;
  };

  function rowNode(row) {
    const status = STATUS_TEXT[STATUSES[row.status]];
    const name = element('button', {type: 'button', tabIndex: -1}, row.name ? marked(row.name, words) : element('i', {}, status));
    name.setAttribute('aria-expanded', 'false');
    // Aliases that have a word of the search.
    const aliases = row.answers.slice(row.file ? 1 : 0).filter(one => one !== row.name && words.some(word => one.toLowerCase().includes(word)));
    const ports = row.ports ? marked(row.ports, words) : element('i', {title: 'a name without a port'}, 'no port');
    const node = element('tr', {className: STATUSES[row.status]},
      cell('port', ports, row.transport && element('span', {className: 'transport'}, '/' + shown(row.transport))),
      cell('name', name, aliases.length ? element('small', {}, ' ', marked(aliases.join(' '), words)) : ''),
      cell('description', row.name || row.description !== status ? marked(row.description, words) : ''));
    node.setAttribute('role', 'row');
    node.row = row;
    return node;
  }

  function grow() {
    const part = document.createDocumentFragment();
    for (const row of results.slice(drawn, drawn + STEP))
      part.append(rowNode(row));
    drawn = Math.min(drawn + STEP, results.length);
    body.append(part);
    more.hidden = drawn === results.length;
    table.hidden = results.length === 0;
    count.textContent = results.length === 0 ? 'No row has all of this.' :
      `${number(drawn)} of ${number(results.length)} shown` +
      (results.length < rows.length ? `, out of ${number(rows.length)} rows` : '');
  }

  // Opens a row's details, or closes them.
  function toggle(node, open = !node.nextElementSibling?.matches('.opened')) {
    const button = node.querySelector('button');
    if (!open && node.nextElementSibling?.matches('.opened'))
      node.nextElementSibling.remove();
    if (open && !node.nextElementSibling?.matches('.opened')) {
      const opened = cell('', details(node.row));
      opened.colSpan = 3;
      node.after(element('tr', {className: 'opened'}, opened));
      node.nextElementSibling.setAttribute('role', 'row');
      if (node.row.hasPort)
        onOpen(node.row.first);
    }
    button.setAttribute('aria-expanded', String(open));
  }

  // Tab reaches one row; the arrow keys move from there.
  function focusRow(node) {
    body.querySelectorAll('button[tabindex="0"]').forEach(button => { button.tabIndex = -1; });
    const button = node.querySelector('button');
    button.tabIndex = 0;
    button.focus();
  }

  function neighbour(node, step) {
    do
      node = step > 0 ? node.nextElementSibling : node.previousElementSibling;
    while (node && !node.row);
    return node;
  }

  function onKey(event) {
    const node = event.target.closest('tr');
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && node?.row) {
      if (step > 0 && !neighbour(node, 1) && drawn < results.length)
        grow();
      const next = neighbour(node, step);
      event.preventDefault();
      if (next)
        focusRow(next);
      else if (step < 0)
        document.getElementById('q').focus();
    } else if (event.key === 'Escape') {
      const row = node?.row ? node : node?.previousElementSibling;
      event.preventDefault();
      if (row?.nextElementSibling?.matches('.opened')) {
        toggle(row, false);
        focusRow(row);
      } else {
        document.getElementById('q').focus();
      }
    }
  }

  body.addEventListener('keydown', onKey);
  body.addEventListener('click', event => {
    const node = event.target.closest('tr');
    if (node?.row && getSelection().isCollapsed) {
      focusRow(node);
      toggle(node);
    }
  });
  more.addEventListener('click', grow);

  return {
    // Shows these rows; open(port) is called when one with a port is opened.
    show(found, wordsToMark, open) {
      [results, words, onOpen, drawn] = [found, wordsToMark, open, 0];
      body.replaceChildren();
      grow();
      if (body.firstElementChild)
        body.firstElementChild.querySelector('button').tabIndex = 0;
    },
    focusFirst() {
      if (body.firstElementChild)
        focusRow(body.firstElementChild);
    },
  };
})();
