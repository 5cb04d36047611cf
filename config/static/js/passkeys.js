// Ties the buttons for passkeys to their forms; what is to be done is told by the library.
document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-passkey]")) {
    window.allauth.webauthn.forms[element.dataset.passkey]({ ids: JSON.parse(element.dataset.ids) });
  }
});
