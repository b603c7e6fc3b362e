// Type-ahead over a plain <select data-region>: an editable combobox with a list box (WAI-ARIA 1.2).
// The select stays in the form, hidden, and is what is posted; without script it is all there is.
// Words are matched anywhere and in any order, so "siau" and "biaro kep" both find one regency.
import { known, matching, plain } from "./shared/search.mjs";

function choices(select) {
  return [...select.options].filter((option) => option.value).map((option) => {
    const group = option.parentElement.label ?? "";
    const label = option.textContent.trim();
    const others = (option.dataset.also ?? "").split("|");
    return { value: option.value, label, group, words: known(label, group, ...others) };
  });
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Combobox {
  constructor(select) {
    this.select = select;
    this.all = choices(select);
    this.shown = [];
    this.active = -1;
    this.build();
    this.reflect();
  }

  build() {
    const { select } = this;
    const id = select.id;
    this.input = element("input", {
      class: select.className.replaceAll("govuk-select", "govuk-input"),
      type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", id,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
    });
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    }
    const label = document.querySelector(`label[for="${id}"]`);
    label.id ||= `${id}-label`;
    this.list = element("ul", {
      class: "combobox__list", role: "listbox", id: `${id}-list`, "aria-labelledby": label.id,
    });
    this.list.hidden = true;
    select.id = `${id}-select`;
    select.hidden = true;
    const box = element("div", { class: "combobox" });
    select.before(box);
    box.append(this.input, this.list);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => this.open(this.input.value));
    this.input.addEventListener("click", () => this.browse());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.shown[[...this.list.children].indexOf(option)]);
    });
    this.select.addEventListener("change", () => this.reflect());
    this.select.form?.addEventListener("reset", () => setTimeout(() => this.reflect()));
  }

  open(text) {
    this.shown = matching(this.all, text);
    this.list.replaceChildren(...this.shown.map((choice, index) => this.option(choice, index)));
    this.list.hidden = this.shown.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark(text.trim() && this.shown.length ? 0 : -1);
  }

  /** All regions, from the chosen one on. */
  browse() {
    this.open("");
    this.input.select();
    this.mark(this.all.findIndex((choice) => choice.value === this.select.value));
  }

  option(choice, index) {
    const small = choice.group ? [element("small", {}, choice.group)] : [];
    const id = `${this.list.id}-${index}`;
    const attributes = { class: "combobox__option", role: "option", id, "aria-selected": "false" };
    return element("li", attributes, choice.label, ...small);
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) option.scrollIntoView({ block: "nearest" });
    });
    const id = this.list.children[index]?.id;
    if (id) this.input.setAttribute("aria-activedescendant", id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  choose(choice) {
    this.select.value = choice?.value ?? "";
    this.select.dispatchEvent(new Event("change", { bubbles: true }));
    this.close();
  }

  /** Shows what the select holds: after choosing, and when the form arrives filled in. */
  reflect() {
    const { value } = this.select;
    this.input.value = this.all.find((choice) => choice.value === value)?.label ?? "";
  }

  /** Left with a text: an unmistakable one is taken, anything else is refused by emptying it. */
  leave() {
    const text = plain(this.input.value).trim();
    const held = this.all.find((choice) => choice.value === this.select.value);
    if (text !== plain(held?.label ?? "")) {
      const same = this.all.filter((choice) => plain(choice.label) === text);
      const near = matching(this.all, text);
      this.choose(text ? same[0] ?? (near.length === 1 ? near[0] : undefined) : undefined);
    }
    this.close();
  }

  key(event) {
    const last = this.shown.length - 1;
    const closed = this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      if (closed) this.browse();
      else this.mark((this.active + step + last + 1) % (last + 1));
      event.preventDefault();
    } else if (event.key === "Enter" && !closed) {
      if (this.active >= 0) this.choose(this.shown[this.active]);
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (closed) this.choose(undefined);
      else this.close();
      event.preventDefault();
    }
  }
}

for (const select of document.querySelectorAll("select[data-region]")) new Combobox(select);
