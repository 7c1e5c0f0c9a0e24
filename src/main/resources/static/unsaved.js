// Forms that are not saved while they are typed: asks before what stands in them is left behind.
"use strict";

(() => {
  /** Whether a field holds something else than what was served, whenever that was typed. */
  const isChanged = (field) =>
    field.type === "checkbox" || field.type === "radio"
      ? field.checked !== field.defaultChecked
      : "defaultValue" in field && field.type !== "file" && field.value !== field.defaultValue;

  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    // What came back with problems was never saved.
    const isSafe = () => form.dataset.unsaved !== "yes" && ![...form.elements].some(isChanged);
    let leaving = false;

    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && !isSafe()) {
        event.preventDefault();
      }
    });
  }
})();
