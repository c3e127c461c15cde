// What a page cannot do from the server: hear a scanner without a field, keep unsent text, open dialogs, make itself heard.
(() => {
  const editable = element => element?.matches?.('input, textarea, select, [contenteditable="true"]') ?? false;
  let listener = null, buffer = '', last = 0;

  // A keyboard-wedge scanner types fast and ends with Enter. A person's single key presses stay what they are.
  document.addEventListener('keydown', event => {
    if (!listener || editable(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    // When the key was pressed, not when a busy page came to it.
    if (event.timeStamp - last > 250) buffer = '';
    last = event.timeStamp;
    if (event.key === 'Enter' && buffer.length > 1) {
      event.preventDefault();
      event.stopPropagation();
      listener.invokeMethodAsync('Scanned', buffer);
      buffer = '';
    } else if (event.key.length === 1 && (event.key !== ' ' || buffer)) {
      buffer += event.key;
      if (buffer.length > 1) event.preventDefault();
    }
  }, true);

  document.addEventListener('input', event => {
    const key = event.target.dataset?.draft;
    if (key) sessionStorage.setItem('draft ' + key, event.target.value);
  }, true);

  let sound = null;
  window.cellwright = {
    hear: reference => { listener = reference; document.documentElement.dataset.scanner = 'ready'; },
    deafen: () => { listener = null; delete document.documentElement.dataset.scanner; },
    watched: () => { document.body.dataset.watched = 'yes'; },
    draft: key => sessionStorage.getItem('draft ' + key),
    drop: prefix => Object.keys(sessionStorage).filter(key => key.startsWith('draft ' + prefix)).forEach(key => sessionStorage.removeItem(key)),
    open: dialog => { if (dialog && !dialog.open) dialog.showModal(); },
    // The editor of a recipe: numbers scroll with the text, the page hears of each change a moment after the last key, and of the line of the cursor.
    text: (area, text) => { area.value = text; },
    value: area => area.value,
    // Only what differs is typed over, so that the browser can undo it and the rest is not touched.
    change: (area, text) => {
      const before = area.value;
      let from = 0, end = 0;
      while (from < before.length && before[from] === text[from]) from++;
      while (end < Math.min(before.length, text.length) - from && before[before.length - 1 - end] === text[text.length - 1 - end]) end++;
      const added = text.slice(from, text.length - end);
      document.querySelectorAll('dialog[open]').forEach(dialog => dialog.close());
      area.focus({ preventScroll: true });
      area.setSelectionRange(from, before.length - end);
      if (before !== text && !document.execCommand(added ? 'insertText' : 'delete', false, added)) {
        area.setRangeText(added, from, before.length - end, 'end');
        area.dispatchEvent(new Event('input', { bubbles: true }));
      }
      area.setSelectionRange(from, from + added.length);
      area.scrollTop = Math.max(0, (text.slice(0, from).split('\n').length - 4) * parseFloat(getComputedStyle(area).lineHeight));
      area.scrollLeft = 0;
    },
    // Within its own pane: the page itself stays where it is.
    reveal: id => {
      const step = document.getElementById(id), pane = step?.closest('.sfc-pane');
      if (!pane) return;
      const [inner, outer] = [step.getBoundingClientRect(), pane.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) pane.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 3;
      if (inner.left < outer.left || inner.right > outer.right) pane.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
    },
    goTo: (area, line) => {
      const lines = area.value.split('\n');
      const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
      area.focus({ preventScroll: true });
      area.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(area).lineHeight));
      area.scrollLeft = 0;
    },
    edit: (frame, area, page) => {
      let timer = 0, at = 0;
      const cursor = () => {
        const line = area.value.slice(0, area.selectionStart).split('\n').length;
        if (line !== at) page.invokeMethodAsync('CursorAt', at = line);
      };
      area.addEventListener('scroll', () => frame.querySelectorAll('[data-follow]').forEach(one => { one.scrollTop = area.scrollTop; }));
      ['keyup', 'click', 'focus'].forEach(name => area.addEventListener(name, cursor));
      area.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(() => page.invokeMethodAsync('Typed', area.value), 350); });
      frame.dataset.ready = 'true';
    },
    show: element => element?.scrollIntoView({ block: 'nearest' }),
    // Stop level only: two short tones and a vibration. A browser that allows neither loses nothing else.
    alarm: () => {
      navigator.vibrate?.([200, 100, 200]);
      try {
        sound ??= new AudioContext();
        [0, .25].forEach(at => {
          const tone = sound.createOscillator(), level = sound.createGain();
          tone.frequency.value = 660; level.gain.value = .15;
          tone.connect(level).connect(sound.destination);
          tone.start(sound.currentTime + at); tone.stop(sound.currentTime + at + .15);
        });
      } catch { /* no sound on this device */ }
    },
  };

  // The page comes back by itself: first the same circuit, and where that is gone, a fresh page of what is saved.
  document.addEventListener('components-reconnect-state-changed', event => {
    const dialog = document.getElementById('components-reconnect-modal');
    const state = event.detail.state;
    if (state === 'show' && !dialog.open) dialog.showModal();
    if (state === 'hide') { dialog.close(); tell(); }
    if (state === 'failed') again();
    if (state === 'rejected') location.reload();
  }, true);
  // What was typed while nobody heard it.
  const tell = () => document.querySelectorAll('[data-draft]').forEach(field => field.value && field.dispatchEvent(new Event('input', { bubbles: true })));
  async function again() {
    try { if (await Blazor.reconnect()) return; location.reload(); }
    catch { setTimeout(again, 2000); }
  }
  // Blazor shows it by its style. As a dialog it takes the focus, and nobody presses on a page that is dead.
  const stopped = document.getElementById('blazor-error-ui');
  new MutationObserver(() => { if (stopped.style.display === 'block' && !stopped.open) stopped.showModal(); }).observe(stopped, { attributeFilter: ['style'] });
  stopped.addEventListener('cancel', event => event.preventDefault());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && document.querySelector('#components-reconnect-modal[open]')) again();
  });
})();
