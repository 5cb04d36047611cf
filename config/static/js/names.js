/* Suggests names while one types, and adds what was chosen where several can be. Pages work without. */
(() => {
  "use strict";

  const WAIT = 200;
  let timer;

  const listOf = (input) => document.getElementById(input.getAttribute("list"));

  const suggest = async (input) => {
    const typed = input.value.trim();
    if (typed.length < 2) return;
    const url = new URL(input.dataset.suggest, location.href);
    url.searchParams.set("q", typed);
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok || input.value.trim() !== typed) return;
    const { names } = await answer.json();
    const options = names.map(([key, label]) => {
      const option = document.createElement("option");
      option.value = label;
      option.dataset.key = key;
      return option;
    });
    listOf(input).replaceChildren(...options);
  };

  /* A chosen name becomes a ticked box, as it is after sending the form. */
  const add = (input) => {
    const option = [...listOf(input).options].find((one) => one.value === input.value);
    if (!option) return false;
    const field = input.dataset.adds;
    const chosen = document.getElementById(`${field}-chosen`);
    const known = [...chosen.querySelectorAll("input")].find((box) => box.value === option.dataset.key);
    if (known) {
      known.checked = true;
    } else {
      const row = document.getElementById(`${field}-row`).content.cloneNode(true);
      row.querySelector("input").value = option.dataset.key;
      row.querySelector("input").checked = true;
      row.querySelector("span").textContent = option.value;
      chosen.append(row);
    }
    input.value = "";
    return true;
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.matches("input[data-suggest]")) return;
    if (input.dataset.adds && add(input)) return;
    clearTimeout(timer);
    if (input.dataset.suggest) timer = setTimeout(() => suggest(input), WAIT);
  });
})();
