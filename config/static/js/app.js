/* Makes pages smoother; every page works without it. */
(() => {
  "use strict";

  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus();
  };

  /* The error summary, or whatever else a page marks, is read first. */
  const focusMarked = (root) => focusOn(root.querySelector("[data-focus]"));

  /* The present place of a long process map comes into view without moving the page. */
  const showCurrent = (root) => {
    for (const canvas of root.querySelectorAll("[data-show-current]")) {
      const node = canvas.querySelector("[data-current] rect");
      if (!node) continue;
      const middle = node.getBoundingClientRect().left - canvas.getBoundingClientRect().left;
      canvas.scrollLeft += middle - canvas.clientWidth / 2 + node.getBBox().width / 2;
    }
  };

  /* A link to something folded unfolds it. */
  const unfoldTarget = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.matches("details")) at.open = true;
    }
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", unfoldTarget);

  /* What was unfolded over the page folds again: by Escape, or by going on elsewhere. */
  const foldMenus = (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (event.key === "Escape" && menu.contains(document.activeElement)) {
        focusOn(menu.querySelector("summary"));
      } else if (event.key || menu.contains(event.target)) {
        continue;
      }
      menu.open = false;
    }
  };
  document.addEventListener("click", foldMenus);
  document.addEventListener("keydown", foldMenus);

  /* Within the inbox keys move and tick; elsewhere they are letters, as other programs need them. */
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".ff-inbox__row");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const beside = { j: row.nextElementSibling, k: row.previousElementSibling }[event.key];
    if (beside) {
      const part = event.target.matches(".ff-inbox__tick") ? ".ff-inbox__tick" : ".ff-inbox__title a";
      focusOn(beside.querySelector(part));
    } else if (event.key === "x") {
      row.querySelector(".ff-inbox__tick")?.click();
    }
  });

  /* With Ctrl the field of the search is at hand. A letter alone would be in the way of others. */
  document.addEventListener("keydown", (event) => {
    if (event.key !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const field = document.querySelector("[data-search]");
    if (!field) return;
    event.preventDefault();
    const menu = field.closest("details.ff-menu");
    if (menu && !field.checkVisibility()) menu.open = true;
    field.focus();
    field.select();
  });

  /* A drawing has a size only when it is unfolded. */
  document.addEventListener("toggle", (event) => showCurrent(event.target), true);

  /* A second click on a form that is under way does nothing. The command id would catch it, too. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-guard]")) return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    form.setAttribute("aria-busy", "true");
  });

  /* Coming back by the browser's history finds the form usable again. */
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });

  /* After a partial page the focus goes where the answer says, and a status line speaks. */
  document.addEventListener("htmx:afterSettle", (event) => {
    // The new element: the target of an outerHTML swap is gone by now.
    const fresh = event.detail.elt;
    focusOn(fresh.matches("[data-focus]") ? fresh : fresh.querySelector("[data-focus]"));
    showCurrent(fresh);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    event.detail.elt.closest("form[aria-busy]")?.removeAttribute("aria-busy");
  });

  /* A refused request still answers with a page: show it instead of dropping it. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([403, 404, 409, 422, 503].includes(event.detail.xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    focusMarked(document);
    showCurrent(document);
    if (location.hash) unfoldTarget();
  });
})();
