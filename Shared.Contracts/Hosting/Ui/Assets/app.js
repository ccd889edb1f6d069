// Every page works without this. Texts come from data attributes, so they are in the reader's language.
(() => {
  'use strict';
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const title = document.title;
  const clock = () => new Date().toLocaleTimeString('en-IN', { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Asia/Kolkata' });
  const fill = (text, value) => (text || '').replace('{0}', value);
  const remember = {
    get: key => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* a locked-down browser forgets */ } }
  };
  document.documentElement.classList.add('js');
  all('[data-print],[data-sound]').forEach(button => { button.hidden = false; });

  // saving while somebody types
  all('form[data-autosave]').forEach(form => {
    let timer = 0, dirty = false, busy = false, submitted = false;
    const note = document.querySelector(`[data-saved="${form.id}"]`);
    const say = (text, failed) => {
      if (!note) return;
      note.querySelector('span').textContent = text;
      note.classList.toggle('saved-not', failed);
    };
    const later = wait => { clearTimeout(timer); timer = setTimeout(save, wait); };
    async function save(leaving) {
      clearTimeout(timer);
      if (!dirty || submitted) return;
      if (busy && !leaving) return later(500);   // one at a time, so that an older post never arrives last
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
      dirty = false;
      busy = true;
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: 'POST', body: fields, headers: { 'X-Autosave': '1' }, redirect: 'error',
          keepalive: fields.toString().length < 60000   // browsers refuse larger ones; it may outlive the page
        });
        if (!answer.ok) throw new Error(answer.status);
        say(fill(note && note.dataset.savedText, (await answer.text()).trim() || clock()), false);
        if (lives.length) refresh();
      } catch {
        dirty = true;
        say(note && note.dataset.failedText, true);
        later(10000);
      } finally {
        busy = false;
      }
    }
    ['input', 'change'].forEach(type => form.addEventListener(type, () => { dirty = true; later(1500); }));
    // Another form, such as sign-out, ends the session: typed words go before it.
    document.addEventListener('submit', event => { if (event.target === form) { submitted = true; clearTimeout(timer); } else save(event); });
    addEventListener('pageshow', () => { submitted = false; });
    addEventListener('pagehide', save);
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
  });

  // the sound of new work: allowed by browsers only after the first touch, and only if the reader wants it
  let audio = null;
  const soundOn = () => remember.get('sound') !== 'off';
  const wake = () => {
    if (!audio && window.AudioContext) audio = new AudioContext();
    if (audio && audio.state === 'suspended') audio.resume();
  };
  ['pointerdown', 'keydown'].forEach(type => addEventListener(type, wake, { passive: true }));
  function beep() {
    if (!audio || !soundOn()) return;
    [660, 880].forEach((pitch, i) => {
      const tone = audio.createOscillator(), volume = audio.createGain(), at = audio.currentTime + i * 0.18;
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.2, at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.17);
    });
  }
  function drawSound() {
    all('[data-sound]').forEach(button => {
      button.setAttribute('aria-pressed', soundOn());
      button.querySelector('span').textContent = soundOn() ? button.dataset.onText : button.dataset.offText;
    });
  }
  drawSound();

  // lists that keep themselves fresh
  const newsOf = part => Number(part.dataset.news) || 0;
  function drawTitle() {
    const news = all('[data-live][data-news]').reduce((sum, part) => sum + newsOf(part), 0);
    document.title = news > 0 ? `(${news}) ${title}` : title;
  }
  drawTitle();

  const inUse = part => part.dataset.dirty || (part.contains(document.activeElement) && document.activeElement.matches('input,select,textarea'));
  const handle = node => node && (node.id ? `#${CSS.escape(node.id)}` : node.getAttribute('href') ? `a[href="${CSS.escape(node.getAttribute('href'))}"]` : null);

  function swap(part, fresh) {
    const before = newsOf(part), had = part.contains(document.activeElement) && handle(document.activeElement);
    const open = all('details[open][id]', part).map(details => details.id);
    const [x, y] = [scrollX, scrollY];
    if (part.innerHTML !== fresh.innerHTML) part.replaceChildren(...fresh.childNodes);
    open.forEach(id => { const details = document.getElementById(id); if (details) details.open = true; });
    scrollTo(x, y);
    if (had && part.querySelector(had)) part.querySelector(had).focus({ preventScroll: true });
    if (fresh.dataset.news) part.dataset.news = fresh.dataset.news;
    if (newsOf(part) > before) {
      beep();
      const voice = document.querySelector('[data-announce]');
      if (voice) { voice.textContent = ''; setTimeout(() => { voice.textContent = fresh.dataset.newsText || ''; }, 100); }
    }
    drawTitle();
    drawSound();
  }

  const lives = all('[data-live]').filter(part => part.id);
  lives.forEach(part => part.addEventListener('input', () => { part.dataset.dirty = '1'; }));
  let last = clock(), missed = 0, fetching = false;
  async function refresh() {
    if (fetching || document.visibilityState === 'hidden' && !lives.some(part => part.dataset.news)) return;
    fetching = true;
    try {
      const answer = await fetch(location.href, { headers: { 'X-Live': document.visibilityState, Accept: 'text/html' }, cache: 'no-store', signal: AbortSignal.timeout(15000) });
      // Signed out meanwhile: the reader must see it, but typed words stay.
      if (answer.redirected && new URL(answer.url).pathname !== location.pathname) {
        if (!lives.some(inUse) && !document.querySelector('form[data-autosave]')) location.assign(answer.url);
        return;
      }
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      lives.forEach(part => { const fresh = page.getElementById(part.id); if (fresh && !inUse(part)) swap(part, fresh); });
      last = clock();
      missed = 0;
    } catch {
      missed++;
    } finally {
      fetching = false;
    }
    // One miss happens; two in a row and the reader must not trust the list any more.
    all('[data-lost]').forEach(note => {
      note.hidden = missed < 2;
      if (missed >= 2) note.textContent = fill(note.dataset.lostText, last);
    });
  }
  if (lives.length) {
    const seconds = Math.min(...lives.map(part => Math.max(3, Number(part.dataset.live) || 30)));
    setInterval(refresh, seconds * 1000);
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') refresh(); });
  }

  // a word about a figure while it is typed
  function hint(input) {
    const note = document.getElementById(`${input.id}-note`);
    if (!note) return;
    const text = input.value.trim().replace(/[०-९]/g, digit => digit.charCodeAt(0) - 0x966);
    const value = Number(text), is = input.dataset, has = key => is[key] !== undefined && is[key] !== '';
    let words = '', impossible = false;
    if (text !== '') {
      if (Number.isNaN(value) || has('min') && value < +is.min || has('max') && value > +is.max) [words, impossible] = [is.hintRange || '', true];
      else if (has('low') && value < +is.low) words = is.hintLow || '';
      else if (has('high') && value > +is.high) words = is.hintHigh || '';
    }
    if (note.textContent === words) return;
    note.textContent = words;
    note.classList.toggle('err', impossible && words !== '');
    note.classList.toggle('flagnote', !impossible && words !== '');
  }

  // for everything that may be swapped in later, too
  document.addEventListener('input', event => { if (event.target.matches('[data-hint-range],[data-hint-low],[data-hint-high]')) hint(event.target); });
  document.addEventListener('click', event => {
    if (event.target.closest('[data-print]')) print();
    if (event.target.closest('[data-sound]')) { remember.set('sound', soundOn() ? 'off' : 'on'); drawSound(); beep(); }
    all('details.menu[open]').forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') all('details.menu[open]').forEach(menu => { menu.open = false; menu.querySelector('summary').focus(); });
  });

  // A second press of a slow button is the same wish. After the event, so that the button's own value is still sent.
  document.addEventListener('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post') return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = '1';
    setTimeout(() => { if (event.submitter) { event.submitter.disabled = true; event.submitter.setAttribute('aria-busy', 'true'); } });
  });
  addEventListener('pageshow', () => all('form[data-sent]').forEach(form => {
    delete form.dataset.sent;
    all('[aria-busy]', form).concat(all(`[form="${form.id}"][aria-busy]`)).forEach(button => { button.disabled = false; button.removeAttribute('aria-busy'); });
  }));

  // A refused form: the summary has the focus, wherever the browser put it.
  const errors = document.getElementById('errors');
  if (errors) errors.focus();

  // Long enough to read; stays while somebody points at it.
  all('.toast').forEach(toast => { const gone = () => { if (toast.matches(':hover')) setTimeout(gone, 3000); else toast.remove(); }; setTimeout(gone, 10000); });
})();
