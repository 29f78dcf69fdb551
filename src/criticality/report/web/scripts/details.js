/* A link to an element that is folded away opens it, and moves the keyboard there. */
function reveal(name) {
  const target = name ? document.getElementById(name) : null;
  if (target === null || target.tagName !== "DETAILS") return false;
  target.hidden = false;
  target.open = true;
  target.querySelector("summary").focus();
  target.scrollIntoView({ block: "start" });
  return true;
}

function named(address) {
  try {
    return decodeURIComponent(address.slice(1));
  } catch {
    return "";
  }
}

/* `followed` is called with the name of what a link has opened. */
function startDetails(followed) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const address = (link && link.getAttribute("href")) || "";
    if (!address.startsWith("#") || !reveal(named(address))) return;
    event.preventDefault();
    followed(named(address));
  });
}
