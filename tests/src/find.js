// The first visible element of a role and a name; with a list of words, the first whose name has all of them; with
// nothing, the names of all elements of that role. A button that says "not now" is only found when `refused` is wanted.
const [role, wanted, refused] = arguments;
const selectors = {
  button: "button, [role=button], input[type=submit], input[type=button]",
  textbox: "input:not([type]), input[type=text], input[type=search], input[type=url], input[type=password], textarea, [role=textbox]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  moment: "input[type=datetime-local]",
  combobox: "select, [role=combobox]",
  link: "a[href], [role=link]",
  tab: "[role=tab]",
  option: "[role=option], [role=listitem] > *, li > *",
  menuitem: "[role=menuitem], [role=menuitemradio]",
  region: "main, section, [role=region], [role=main], [role=complementary], aside, [role=tabpanel]",
  heading: "h1, h2, h3, [role=heading]",
  article: "article, [role=article]",
  status: "[role=status], output",
};
const words = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
function name(element) {
  const label = element.getAttribute("aria-label");
  if (label) return label.trim();
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => words(document.getElementById(id))).join(" ");
  if (element.labels?.length) return words(element.labels[0]);
  const copy = element.cloneNode(true);
  copy.querySelectorAll("kbd, svg, [aria-hidden=true]").forEach((hidden) => hidden.remove());
  return words(copy) || element.value || element.title || element.placeholder || "";
}
const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
};
const candidates = [...document.querySelectorAll(selectors[role] ?? `[role=${role}]`)].filter(visible);
const ready = (element) => refused || element.getAttribute("aria-disabled") !== "true";
if (wanted === null) return candidates.map(name).join(" | ");
if (Array.isArray(wanted)) {
  return candidates.find((element) => ready(element) && wanted.every((word) => name(element).includes(word))) ?? null;
}
const exact = candidates.filter(ready).find((element) => name(element) === wanted);
// "Headline" also finds "Headline, English", and "Photos" finds "Photos 1".
const rest = (element) => (name(element).startsWith(wanted) ? name(element).slice(wanted.length) : undefined);
return exact ?? candidates.filter(ready).find((element) => /^(,.*| ?\d+)$/.test(rest(element) ?? "")) ?? null;
