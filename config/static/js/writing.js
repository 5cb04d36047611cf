/* Forms on which people write: rows in place, drafts kept by themselves, a warning before leaving.
   Without it every button sends the form, and the server keeps everything. */
(() => {
  "use strict";

  const PAUSE = 2000; // milliseconds without a key before a draft is kept
  const ROWS = /^(add|remove|up|down):/;
  const edited = new Set(); // forms with text that nobody has kept or sent
  const timers = new WeakMap();

  const address = (form, button) => button?.getAttribute("formaction") || form.getAttribute("action") || location.href;

  const send = (form, name, value, options) => {
    const data = new FormData(form);
    data.append(name, value);
    return fetch(address(form), { method: "POST", body: data, credentials: "same-origin", ...options });
  };

  /* --- rows ------------------------------------------------------------------------------- */

  const regionOf = (root, prefix) => root.querySelector(`[data-rows="${prefix}"]`);

  const changeRows = async (form, button) => {
    const region = regionOf(form, button.value.split(":")[1]);
    const answer = await send(form, button.name, button.value);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = regionOf(page, region.dataset.rows);
    region.replaceChildren(...fresh.childNodes);
    region.querySelector("[autofocus]")?.focus();
    note(form);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="rows"]');
    const form = button?.form;
    if (!form || !ROWS.test(button.value) || !regionOf(form, button.value.split(":")[1])) return;
    event.preventDefault();
    changeRows(form, button).catch(() => {
      // The page of the refusal says why, with everything typed.
      edited.delete(form);
      const again = document.createElement("input");
      again.type = "hidden";
      again.name = button.name;
      again.value = button.value;
      form.append(again);
      form.submit();
    });
  });

  /* --- drafts ------------------------------------------------------------------------------ */

  const say = (form, words) => {
    const place = form.querySelector("[data-kept]");
    if (place) place.textContent = words;
  };

  const keep = async (form) => {
    if (!edited.has(form) || form.getAttribute("aria-busy") === "true") return;
    edited.delete(form);
    try {
      const answer = await send(form, "stage", "autosave", { keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      const time = new Date().toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
      say(form, `${form.dataset.keptWords} ${time}`);
    } catch {
      edited.add(form);
      say(form, form.dataset.lostWords);
    }
  };

  /* What was typed or chosen is not kept yet. */
  const note = (form) => {
    edited.add(form);
    if (!form.hasAttribute("data-keeps")) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), PAUSE));
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.method === "post" && event.target.type !== "hidden") note(form);
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      for (const form of [...edited]) if (form.hasAttribute("data-keeps")) keep(form);
    }
  });

  /* --- leaving ------------------------------------------------------------------------------ */

  document.addEventListener("submit", (event) => {
    edited.delete(event.target);
    clearTimeout(timers.get(event.target));
  });

  window.addEventListener("beforeunload", (event) => {
    const open = [...edited].filter((form) => form.isConnected);
    if (open.length) event.preventDefault();
  });
})();
