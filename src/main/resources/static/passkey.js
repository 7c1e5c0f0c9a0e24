// Asks the browser for a passkey before a form is sent that needs one, and puts the answer into the form.
"use strict";

const able = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials);

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  const error = form.querySelector("[role=alert]");
  form.hidden = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    error.hidden = true;
    const options = JSON.parse(form.dataset.options);
    try {
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      // Cancelled, timed out, or there is none: the browser has said so in its own words.
      error.hidden = false;
    }
  });
}

for (const notice of able ? document.querySelectorAll("[data-without-passkeys]") : []) {
  notice.hidden = true;
}
