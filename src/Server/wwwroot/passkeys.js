// Passkeys: the browser asks the device, the server asks the browser. Without them the pages work as before.
(() => {
  // They belong to a name: a server that is addressed by a number has none.
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON || /^[\d.:[\]]+$/.test(location.hostname)) return;
  const element = id => document.getElementById(id);
  const say = sentence => { const said = element('passkey-said'); said.textContent = sentence; said.hidden = false; };
  const post = async (path, body) => {
    const answer = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    const text = await answer.text();
    const read = text ? JSON.parse(text) : null;
    if (!answer.ok) throw new Error(read?.sentence ?? element('passkey-said').dataset.noAnswer);
    return read;
  };
  const attempt = (id, act) => {
    const button = element(id);
    if (!button) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      button.disabled = true;
      try { await act(); }
      catch (fault) { say(fault.name === 'NotAllowedError' ? element('passkey-said').dataset.noPasskey : fault.message); }
      finally { button.disabled = false; }
    });
  };
  attempt('passkey-sign-in', async () => {
    const question = await post('/api/sign-in/passkey/options');
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(question.options)) });
    await post('/api/sign-in/passkey', { credential: JSON.stringify(credential.toJSON()), state: question.state });
    location.assign(document.querySelector('input[name=returnUrl]')?.value || '/');
  });
  attempt('passkey-add', async () => {
    const question = await post('/api/second-factor/passkey/options', { password: element('password').value });
    const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(question.options)) });
    await post('/api/second-factor/passkey', { credential: JSON.stringify(credential.toJSON()), state: question.state, name: navigator.platform || 'passkey' });
    location.reload();
  });
  attempt('passkey-remove', async () => {
    await post('/api/second-factor/remove', { password: element('password').value });
    location.reload();
  });
})();
