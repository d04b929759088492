// SPDX-License-Identifier: MIT
// The list of groups: a table that grows at its end, and a group's details in it.

const list = (() => {
  const STEP = 200;
  const body = document.getElementById('rows'), table = body.parentElement, more = document.getElementById('more'), count = document.getElementById('count');
  let results = [], ifNone = '', words = [], drawn = 0, onOpen = () => {};

  const number = n => n.toLocaleString('en');
  const cell = (className, ...children) => {
    const node = element('td', {className}, ...children);
    node.setAttribute('role', 'cell');
    return node;
  };

  function rowNode(group) {
    const kind = KIND_TEXT[group.kind], mark = text => marked(text, words);
    const name = element('button', {type: 'button', tabIndex: -1}, group.name ? mark(group.name) : element('i', {}, kind));
    name.setAttribute('aria-expanded', 'false');
    const others = othersAt(group), aliases = group.aliases.filter(one => words.some(word => one.toLowerCase().includes(word)));
    const node = element('tr', {className: group.kind},
      cell('port', group.ports ? mark(group.ports) : element('i', {title: 'a name without a port'}, 'no port'),
        group.transports.length ? element('span', {className: 'transport'}, '/' + shown(group.transports.join(', '))) : ''),
      cell('name', name, aliases.length ? element('small', {}, ' ', mark(aliases.join(' '))) : ''),
      cell('description', group.name || group.description !== kind ? mark(group.description) : '',
        others.length ? element('small', {className: 'others'}, `${relationOf(group)}: `, ...listed(others.map(nameOf))) :
          group.kind === 'application' ? element('small', {className: 'others'}, kind) : ''),
      cell('date', group.date));
    node.setAttribute('role', 'row');
    node.group = group;
    return node;
  }

  function grow() {
    const part = document.createDocumentFragment();
    for (const group of results.slice(drawn, drawn + STEP))
      part.append(rowNode(group));
    drawn = Math.min(drawn + STEP, results.length);
    body.append(part);
    more.hidden = drawn === results.length;
    table.hidden = results.length === 0;
    count.textContent = results.length === 0 ? ifNone :
      `${number(drawn)} of ${number(results.length)} shown` +
      (results.length < groups.length ? `, out of ${number(groups.length)}` : '');
  }

  // Opens a row's details, or closes them.
  function toggle(node, open = !node.nextElementSibling?.matches('.opened')) {
    const button = node.querySelector('button');
    if (!open && node.nextElementSibling?.matches('.opened'))
      node.nextElementSibling.remove();
    if (open && !node.nextElementSibling?.matches('.opened')) {
      const opened = cell('', details(node.group));
      opened.colSpan = table.matches('.dated') ? 4 : 3;
      node.after(element('tr', {className: 'opened'}, opened));
      node.nextElementSibling.setAttribute('role', 'row');
      if (node.group.hasPort)
        onOpen(node.group.first);
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
    while (node && !node.group);
    return node;
  }

  function onKey(event) {
    const node = event.target.closest('tr');
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (step && node?.group) {
      if (step > 0 && !neighbour(node, 1) && drawn < results.length)
        grow();
      const next = neighbour(node, step);
      event.preventDefault();
      if (next)
        focusRow(next);
      else if (step < 0)
        document.getElementById('q').focus();
    } else if (event.key === 'Escape') {
      const row = node?.group ? node : node?.previousElementSibling;
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
    if (node?.group && getSelection().isCollapsed) {
      focusRow(node);
      toggle(node);
    }
  });
  more.addEventListener('click', grow);

  return {
    // Shows these groups, or what to say if there are none; with their dates if those were asked for.
    // open(port) is called when one with a port is opened.
    show(found, otherwise, wordsToMark, isDated, open) {
      [results, ifNone, words, onOpen, drawn] = [found, otherwise, wordsToMark, open, 0];
      table.classList.toggle('dated', isDated);
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
