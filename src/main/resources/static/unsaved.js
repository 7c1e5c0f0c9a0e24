// Forms that are not saved while they are typed: asks before what stands in them is left behind.
"use strict";

(() => {
  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    const typed = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
    // What came back with problems was never saved.
    const saved = form.dataset.unsaved === "yes" ? null : typed();
    let leaving = false;

    form.addEventListener("submit", () => {
      leaving = true;
    });
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
      if (!leaving && typed() !== saved) {
        event.preventDefault();
      }
    });
  }
})();
