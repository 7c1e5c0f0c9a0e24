// The page of a draft: sections are put in order by drag, and the key of a new one follows its English heading. Without
// it, the buttons beside each section and the key that the server proposes do the same.
"use strict";

(() => {
  for (const element of document.querySelectorAll("[data-when-scripted]")) {
    element.hidden = false;
  }

  const list = document.querySelector("[data-reorder]");
  if (list) {
    const items = () => [...list.children];
    let dragged;
    let start;

    for (const item of items()) {
      const grip = document.createElement("span");
      grip.className = "grip";
      grip.draggable = true;
      grip.setAttribute("aria-hidden", "true");
      item.prepend(grip);
      grip.addEventListener("dragstart", (event) => {
        dragged = item;
        start = items().indexOf(item);
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", item.id);
        event.dataTransfer.setDragImage(item, 0, 0);
        item.classList.add("dragged");
      });
      grip.addEventListener("dragend", () => {
        if (dragged) {
          dragged.classList.remove("dragged");
          list.insertBefore(dragged, items().filter((other) => other !== dragged)[start] ?? null);
          dragged = undefined;
        }
      });
    }

    list.addEventListener("dragover", (event) => {
      const over = event.target.closest("li");
      if (!dragged) {
        return;
      }
      event.preventDefault();
      if (over && over !== dragged && over.parentElement === list) {
        const box = over.getBoundingClientRect();
        const before = event.clientY < box.top + box.height / 2;
        list.insertBefore(dragged, before ? over : over.nextSibling);
      }
    });

    list.addEventListener("drop", (event) => {
      if (!dragged) {
        return;
      }
      event.preventDefault();
      const place = items().indexOf(dragged);
      const form = dragged.querySelector("form[action$='/position']");
      dragged.classList.remove("dragged");
      dragged = undefined;
      if (place !== start) {
        form.elements.to.value = String(place + 1);
        form.submit();
      }
    });
  }

  const addition = document.querySelector("[data-propose-key]");
  if (addition) {
    const heading = addition.elements.headingEn;
    const key = addition.elements.key;
    let proposed = "";
    heading.addEventListener("input", () => {
      if (key.value === proposed) {
        proposed = heading.value
          .toLowerCase()
          .replace(/['’]/g, "")
          .replace(/[^a-z0-9]+/g, "-")
          .replace(/^[-0-9]+/, "")
          .slice(0, 60)
          .replace(/-$/, "");
        key.value = proposed;
      }
    });
  }
})();
