// The editor of a section: saves while somebody writes, keeps in this tab what could not be saved, and types Markdown.
// Without it, everything still works by saving by hand.
"use strict";

(() => {
  const form = document.getElementById("editor");
  const fields = ["headingEn", "headingAr", "bodyEn", "bodyAr"].map((name) => form.elements[name]);
  const revision = form.elements.revision;
  const state = document.getElementById("save-state");
  const progress = document.getElementById("save-progress");
  const signIn = document.getElementById("sign-in-again");
  const place = `policy ${form.dataset.person} ${form.dataset.autosave}`;

  const PAUSE = 1200;
  const RETRY = 5000;
  const LARGEST_KEPT_ALIVE = 60000;

  for (const element of document.querySelectorAll("[data-when-scripted]")) {
    element.hidden = false;
  }

  // --- What is in the fields, and what of it is safe ----------------------------------------------------------------

  const all = (value) => JSON.stringify(fields.map((field) => value(field).replaceAll("\r\n", "\n")));
  const written = () => all((field) => field.value);
  // What was served, and not what stands in the fields by now: somebody may have typed before this script came.
  let saved = all((field) => field.defaultValue);
  let waiting;
  let sending;
  let leaving = false;
  let blocked = false;
  if (form.dataset.unsaved) {
    saved = "";
  }

  const isSafe = () => written() === saved;

  function keepHere(sent) {
    try {
      sessionStorage.setItem(place, JSON.stringify({ text: written(), revision: revision.value, sent }));
    } catch {
      // A browser that keeps nothing still saves to the server.
    }
  }

  function forgetHere() {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  }

  function put(text) {
    JSON.parse(text).forEach((value, index) => {
      fields[index].value = value;
      fields[index].dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /** What this tab kept and the server never got is put back. */
  function find() {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(place));
    } catch {
      return;
    }
    const arrived = kept?.sent && Number(revision.value) > Number(kept.revision);
    if (!kept || form.dataset.unsaved || arrived || kept.text === saved) {
      forgetHere();
      return;
    }
    const served = { text: saved, revision: revision.value };
    revision.value = kept.revision;
    put(kept.text);
    const found = document.getElementById("found");
    found.hidden = false;
    document.getElementById("undo-found").addEventListener("click", () => {
      revision.value = served.revision;
      put(served.text);
      found.hidden = true;
      form.elements.bodyEn.focus();
    });
  }

  // --- Saving -------------------------------------------------------------------------------------------------------

  function say(message, kind) {
    if (state.textContent !== message) {
      state.textContent = message;
    }
    state.dataset.kind = kind;
    progress.textContent = "";
  }

  function later(pause) {
    clearTimeout(waiting);
    waiting = setTimeout(save, pause);
  }

  function save() {
    clearTimeout(waiting);
    if (sending || leaving || isSafe()) {
      return sending;
    }
    sending = send().finally(() => {
      sending = undefined;
    });
    return sending;
  }

  async function send() {
    const text = written();
    const body = new URLSearchParams(new FormData(form));
    progress.textContent = state.dataset.saving;
    let response;
    try {
      response = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        redirect: "manual",
        headers: { Accept: "application/json" },
        keepalive: body.toString().length < LARGEST_KEPT_ALIVE,
      });
    } catch {
      say(state.dataset.offline, "bad");
      later(RETRY);
      return;
    }
    if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") {
      say(state.dataset.signedOut, "bad");
      signIn.hidden = false;
      return;
    }
    let answer;
    try {
      answer = await response.json();
    } catch {
      say(state.dataset.offline, "bad");
      later(RETRY);
      return;
    }
    blocked = ["conflict", "frozen", "closed"].includes(answer.state);
    if (answer.state === "saved") {
      revision.value = answer.revision;
      saved = text;
      say(answer.message, "good");
      if (isSafe()) {
        forgetHere();
      } else {
        keepHere(false);
        later(PAUSE);
      }
    } else {
      say(answer.message, "bad");
    }
  }

  /** After somebody signed in again, in this tab or another: a page of the new session has the token that counts. */
  async function renew() {
    if (signIn.hidden) {
      return;
    }
    const response = await fetch(location.pathname, { redirect: "manual" }).catch(() => undefined);
    if (!response?.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = page.querySelector("input[name=_csrf]");
    if (!token || !page.getElementById("editor")) {
      return;
    }
    for (const input of document.querySelectorAll("input[name=_csrf]")) {
      input.value = token.value;
    }
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    signIn.hidden = true;
    say(state.dataset.back, "good");
    save();
  }

  for (const field of fields) {
    field.addEventListener("input", () => {
      keepHere(false);
      if (isSafe()) {
        clearTimeout(waiting);
        return;
      }
      if (!progress.textContent) {
        progress.textContent = state.dataset.typing;
      }
      // Somebody else's text came first: this one is still put aside on the server, but not at every pause.
      later(blocked ? 4 * PAUSE : PAUSE);
    });
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? save() : renew()));
  window.addEventListener("focus", renew);

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && !isSafe()) {
      save();
      event.preventDefault();
    }
  });

  form.addEventListener("submit", (event) => {
    if (sending) {
      // One after the other: what is on its way decides which revision this one follows.
      event.preventDefault();
      const button = event.submitter;
      sending.then(() => form.requestSubmit(button));
      return;
    }
    leaving = true;
    clearTimeout(waiting);
    if (isSafe()) {
      forgetHere();
    } else {
      keepHere(true);
    }
  });

  // A page that comes back from the browser's memory is one that is written on. What was typed before the scripts came,
  // and what a browser put back into the fields, made no preview and is not saved yet.
  window.addEventListener("pageshow", () => {
    leaving = false;
    for (const field of fields) {
      if (field.value !== field.defaultValue) {
        field.dispatchEvent(new Event("refresh"));
      }
    }
    if (!isSafe() && !form.dataset.unsaved) {
      later(PAUSE);
    }
  });

  // --- Markdown -----------------------------------------------------------------------------------------------------

  /** Types in the place of a part of a field, so that it can be undone. */
  function type(area, from, to, text) {
    area.focus();
    area.setSelectionRange(from, to);
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function wrap(area, before, after, fallback) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const selected = value.slice(from, to);
    if (value.slice(from - before.length, from) === before && value.slice(to, to + after.length) === after) {
      type(area, from - before.length, to + after.length, selected);
      area.setSelectionRange(from - before.length, to - before.length);
      return;
    }
    const words = selected || fallback;
    type(area, from, to, before + words + after);
    area.setSelectionRange(from + before.length, from + before.length + words.length);
  }

  function link(area) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const words = value.slice(from, to);
    type(area, from, to, `[${words}](https://)`);
    const target = from + words.length + 3;
    area.setSelectionRange(words ? target : from + 1, words ? target + 8 : from + 1);
  }

  const PREFIXES = { list: /^- /, numbers: /^\d+\. /, quote: /^> ?/ };

  function lines(area, tool) {
    const { selectionStart, selectionEnd, value } = area;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const end = value.indexOf("\n", selectionEnd);
    const to = end < 0 ? value.length : end;
    const all = value.slice(from, to).split("\n");
    const marked = all.every((line) => !line || PREFIXES[tool].test(line)) && all.some((line) => line);
    let number = 0;
    const changed = all.map((line) => {
      const plain = Object.values(PREFIXES).reduce((rest, prefix) => rest.replace(prefix, ""), line);
      if (marked || (!line && all.length > 1)) {
        return plain;
      }
      number += 1;
      return { list: "- ", numbers: `${number}. `, quote: "> " }[tool] + plain;
    });
    const text = changed.join("\n");
    type(area, from, to, text);
    area.setSelectionRange(all.length > 1 ? from : from + text.length, from + text.length);
  }

  function table(area) {
    const { selectionEnd: at, value } = area;
    const gap = at === 0 || value.slice(0, at).endsWith("\n\n") ? "" : value[at - 1] === "\n" ? "\n" : "\n\n";
    type(area, at, at, `${gap}|  |  |\n|---|---|\n|  |  |\n`);
    area.setSelectionRange(at + gap.length + 2, at + gap.length + 2);
  }

  const TOOLS = {
    bold: (area) => wrap(area, "**", "**", ""),
    italic: (area) => wrap(area, "*", "*", ""),
    link,
    list: (area) => lines(area, "list"),
    numbers: (area) => lines(area, "numbers"),
    quote: (area) => lines(area, "quote"),
    table,
  };

  for (const toolbar of document.querySelectorAll("[role=toolbar]")) {
    const buttons = [...toolbar.querySelectorAll("button")];
    const area = document.getElementById(toolbar.dataset.for);
    const rest = (button) => buttons.forEach((one) => (one.tabIndex = one === button ? 0 : -1));
    rest(buttons[0]);
    toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) {
        rest(button);
        TOOLS[button.dataset.tool](area);
      }
    });
    toolbar.addEventListener("keydown", (event) => {
      const forward = getComputedStyle(toolbar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const at = buttons.indexOf(document.activeElement);
      const to = {
        ArrowLeft: at + (forward === "ArrowLeft" ? 1 : -1),
        ArrowRight: at + (forward === "ArrowRight" ? 1 : -1),
        Home: 0,
        End: buttons.length - 1,
      }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        const button = buttons[(to + buttons.length) % buttons.length];
        rest(button);
        button.focus();
      }
    });
  }

  // By the place of the key, which is the same on an Arabic keyboard.
  const KEYS = { KeyB: "bold", KeyI: "italic", KeyK: "link" };
  const SHIFTED = { Digit7: "numbers", Digit8: "list", Digit9: "quote" };

  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) {
      return;
    }
    if (event.code === "KeyS" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit(document.getElementById("save-here"));
      return;
    }
    const tool = (event.shiftKey ? SHIFTED : KEYS)[event.code];
    if (tool && event.target.matches("textarea")) {
      event.preventDefault();
      TOOLS[tool](event.target);
    }
  });

  find();
  if (form.dataset.unsaved) {
    keepHere(false);
  }
})();
