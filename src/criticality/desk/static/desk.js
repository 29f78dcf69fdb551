// What pages do besides where scripts run; every page works without.
"use strict";

// The number or the sentence beside a slider follows it; the server says the same once the list is there.
document.addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches || !slider.matches("input[type=range]")) return;
  const shown = document.querySelector(`[data-shows="${CSS.escape(slider.name)}"]`);
  if (shown) shown.textContent = String(Number(slider.value));
  const says = document.querySelector(`[data-says="${CSS.escape(slider.name)}"]`);
  const form = slider.closest("form");
  if (!says || !form) return;
  const asStated = slider.value === slider.defaultValue && slider.dataset.by !== undefined;
  const position = asStated ? Number(slider.value) : Math.round(Number(slider.value));
  const by = asStated ? slider.dataset.by : String(Math.abs(position) + 1);
  const first = slider.dataset.first, second = slider.dataset.second;
  const pattern = position === 0 ? form.dataset.same : form.dataset.more;
  const [more, than] = position > 0 ? [second, first] : [first, second];
  says.textContent = pattern.replace("{more}", more).replace("{than}", than).replace("{by}", by);
  slider.setAttribute("aria-valuetext", says.textContent);
});

// A judgement of the file between two steps keeps its number; the arrow keys lead from it to the next whole step and back.
document.addEventListener("keydown", (event) => {
  const slider = event.target;
  const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
  if (!way || !slider.matches || !slider.matches("input[type=range][step=any]")) return;
  event.preventDefault();
  const stated = Number(slider.defaultValue);
  const now = slider.value === slider.defaultValue ? stated : Math.round(Number(slider.value));
  const next = way > 0 ? Math.floor(now) + 1 : Math.ceil(now) - 1;
  slider.value = String((stated - now) * (next - stated) > 0 ? stated : next);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
});

// A form that is on its way says so, and is not sent a second time by a second click; a page that is gone back to sends again.
const working = () => document.querySelector(".working");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  if (working()) working().textContent = working().dataset.words;
});
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
  if (working()) working().textContent = "";
});
