// Offers words for a field while somebody types; the field works without it. A file of its own: only the doctor's form has such fields.
(() => {
  'use strict';
  let asked = 0;
  document.addEventListener('input', async event => {
    const input = event.target, list = input.list;
    if (!input.dataset.suggest || !list) return;
    const typed = input.value.trim(), mine = ++asked;
    if (typed.length < 3) return list.replaceChildren();
    try {
      const from = input.dataset.suggest;
      const answer = await fetch(`${from}${from.includes('?') ? '&' : '?'}typed=${encodeURIComponent(typed)}`, { redirect: 'error', referrerPolicy: 'no-referrer' });
      if (answer.ok && mine === asked) list.replaceChildren(...(await answer.json()).map(found => new Option(found.label, found.value)));
    } catch { /* the link is down: typing goes on */ }
  });
})();
