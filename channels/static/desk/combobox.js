/* A select with a search field: the combobox pattern of the ARIA Authoring Practices. The select stays in the form and holds the choice. */
"use strict";

const plainWords = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class Combobox {
  constructor(select) {
    this.select = select;
    this.none = select.form.dataset.none;
    const id = select.id;
    select.id = `${id}-select`;
    select.hidden = true;
    this.box = document.createElement("div");
    this.box.className = "combobox";
    this.input = document.createElement("input");
    Object.assign(this.input, { id, type: "text", autocomplete: "off", spellcheck: false });
    this.list = document.createElement("div");
    Object.assign(this.list, { id: `${id}-list`, className: "listbox", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", select.form.querySelector(`label[for="${id}"]`).textContent);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.input.setAttribute(name, value);
    }
    select.before(this.box);
    this.box.append(this.input, this.list);
    this.input.addEventListener("input", (event) => { event.stopPropagation(); this.open(this.input.value); });
    this.input.addEventListener("change", (event) => event.stopPropagation());
    this.input.addEventListener("click", () => this.open(""));
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]:not([aria-disabled])");
      if (option) this.choose(option);
    });
    this.refresh();
  }

  /* Take over what the server says of the select. */
  refresh() {
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = this.select.getAttribute(name);
      if (value === null) this.input.removeAttribute(name); else this.input.setAttribute(name, value);
    }
    this.close();
  }

  open(search) {
    const words = plainWords(search).split(/\s+/).filter(Boolean);
    this.list.replaceChildren();
    let count = 0;
    for (const group of this.select.querySelectorAll("optgroup")) {
      const options = [...group.children].filter((option) => words.every((word) => plainWords(`${option.label} ${group.label}`).includes(word)));
      if (!options.length) continue;
      const made = document.createElement("div");
      const name = document.createElement("div");
      Object.assign(name, { className: "group-name", id: `${this.list.id}-group-${count}`, textContent: group.label });
      made.setAttribute("role", "group");
      made.setAttribute("aria-labelledby", name.id);
      made.append(name);
      for (const option of options) made.append(this.option(option, count++));
      this.list.append(made);
    }
    if (!count) {
      const nothing = document.createElement("div");
      nothing.textContent = this.none;
      nothing.setAttribute("role", "option");
      nothing.setAttribute("aria-disabled", "true");
      this.list.append(nothing);
    }
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.activate(this.list.querySelector(words.length ? "[role=option]:not([aria-disabled])" : "[aria-selected=true]"));
  }

  option(option, number) {
    const made = document.createElement("div");
    Object.assign(made, { id: `${this.list.id}-${number}`, textContent: option.label });
    made.dataset.value = option.value;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", String(option.selected));
    return made;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.input.value = this.select.selectedOptions[0]?.label ?? "";
  }

  activate(option) {
    this.active?.classList.remove("active");
    this.active = option;
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("active");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(option) {
    const changed = this.select.value !== option.dataset.value;
    this.select.value = option.dataset.value;
    this.close();
    this.input.select();
    if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const shown = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!shown) return this.open("");
      const options = [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")];
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = options.indexOf(this.active);
      this.activate(options[at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && shown) {
      event.preventDefault();
      if (this.active) this.choose(this.active); else this.close();
    } else if (event.key === "Escape" && shown) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
