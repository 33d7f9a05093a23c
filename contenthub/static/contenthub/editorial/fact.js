/* A fact in the text: chosen in Wagtail's own modal, and shown as a chip that says its value now. The stored text stays
   what it was: the value stands before it, as decoration. */
(() => {
  const { React, DraftJS, draftail } = window;
  const { EditorState, Modifier } = DraftJS;
  const { valuesUrl, chooserUrl } = document.currentScript.dataset;
  const place = window.location.pathname;

  // What each key says. All chips that are drawn in one go are asked for in one request.
  const told = new Map();
  const asking = new Map();

  const ask = async () => {
    const asked = new Map(asking);
    asking.clear();
    const body = new URLSearchParams({ place });
    asked.forEach((_, key) => body.append('key', key));
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
    let found = {};
    try {
      const response = await fetch(valuesUrl, { method: 'POST', body, headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN } });
      if (response.ok) found = await response.json();
    } catch {
      // Without an answer a chip shows its key alone; it is asked for again when it is next drawn.
    }
    Object.entries(found).forEach(([key, chip]) => told.set(key, chip));
    asked.forEach((listeners) => listeners.forEach((listener) => listener()));
  };

  const tell = (key, listener) => {
    if (asking.size === 0) window.setTimeout(ask, 0);
    asking.set(key, [...(asking.get(key) || []), listener]);
  };

  /* The editor's state with a reference in place of what is selected, and the caret behind it. What stood there comes
     back with one undo, whatever was typed before. */
  const withFact = (editorState, target, key) => {
    // A selection of its own makes the step one that is undone by itself, with the caret behind what comes back.
    const caret = { anchorKey: target.getEndKey(), anchorOffset: target.getEndOffset(), focusKey: target.getEndKey(), focusOffset: target.getEndOffset() };
    const before = EditorState.acceptSelection(editorState, target.merge({ ...caret, isBackward: false }));
    const content = before.getCurrentContent().createEntity('FACT', 'IMMUTABLE', { key });
    const style = before.getCurrentInlineStyle();
    const next = Modifier.replaceText(content, target, key, style, content.getLastCreatedEntityKey());
    const pushed = EditorState.push(before, next, 'apply-entity');
    return EditorState.forceSelection(pushed, next.getSelectionAfter());
  };

  /* Names Wagtail's modal for who cannot see it, and says where the keyboard is. */
  const announced = (modal, focused) => {
    modal.container[0].setAttribute('aria-label', modal.body.find('h1').first().text().trim());
    modal.container.one('shown.bs.modal', focused);
    focused();
  };

  /* The chooser by keyboard: what is typed is searched, Enter chooses the best of what was found for it, arrows walk
     through the list. `begun` gives what was typed before the modal was there, and whether Enter was. Who types on behind
     Enter means the text: `after` is what belongs behind the chip. */
  class Chooser extends window.ChooserModalOnloadHandlerFactory {
    constructor(begun = () => ({ typed: '', entered: false })) {
      super();
      this.begun = begun;
      this.entered = false;
      this.wholly = false;
      this.chosen = false;
      this.after = '';
    }

    onLoadChooseStep(modal) {
      const search = modal.body.find('#id_q')[0];
      this.search = search;
      // Before Wagtail's own listener, which asks for what is found.
      search.addEventListener('input', () => this.onInput());
      super.onLoadChooseStep(modal);
      this.found = true;
      // While the modal goes, nothing has the focus: keys are heard wherever they land.
      const heard = (event) => this.onKey(event);
      document.addEventListener('keydown', heard, true);
      modal.container.one('hidden.bs.modal', () => document.removeEventListener('keydown', heard, true));
      announced(modal, () => {
        this.take();
        search.focus();
        search.setSelectionRange(search.value.length, search.value.length);
      });
    }

    /* The keyboard is the editor's until the modal has come up: what was typed in between is taken over. */
    take() {
      const { typed, entered } = this.begun();
      if (typed && typed !== this.taken) {
        this.taken = typed;
        this.search.value = typed;
        this.onInput();
        this.searchController.searchFromForm();
      }
      if (entered) this.onEnter();
    }

    onEnter() {
      if (!this.search.value.trim()) return;
      if (this.found) this.choose();
      else this.entered = true;
    }

    ajaxifyLinks(modal, container) {
      super.ajaxifyLinks(modal, container);
      this.modal = modal;
      this.found = true;
      if (this.entered) this.choose();
    }

    onInput() {
      this.found = false;
      this.entered = false;
      // Who writes the reference out, to its last brace, has chosen.
      if (this.search.value.endsWith('}')) {
        this.entered = this.search.value.endsWith('}}');
        this.wholly = this.entered;
        if (this.entered) this.search.value = this.search.value.slice(0, -2);
      }
    }

    links() {
      return [...this.modal.body[0].querySelectorAll('a[data-chooser-modal-choice]')].filter((link) => link.offsetParent);
    }

    choose() {
      if (this.chosen) return;
      this.entered = false;
      const query = this.search.value.trim().toLowerCase();
      const links = this.links();
      const exact = links.find((link) => link.dataset.key === query);
      const best = exact || (!this.wholly && (links.find((link) => link.dataset.key.startsWith(query)) || links[0]));
      this.wholly = false;
      this.chosen = Boolean(best);
      if (best) best.click();
    }

    onKey(event) {
      const { target, key } = event;
      if (this.chosen || this.entered) {
        if (key.length > 1 || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        event.stopPropagation();
        this.after += key;
        return;
      }
      if (target === this.search && key === 'Enter') {
        event.preventDefault();
        this.onEnter();
      }
      if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
      const stops = [this.search, ...this.links()];
      const at = stops.indexOf(target);
      const next = stops[at + (key === 'ArrowDown' ? 1 : -1)];
      if (at < 0 || !next) return;
      event.preventDefault();
      next.focus();
    }
  }

  class FactSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: chooserUrl,
        urlParams: { place },
        onload: new Chooser().getOnLoadHandlers(),
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ key, ...chip }) {
      const { editorState, onComplete } = this.props;
      told.set(key, chip);
      this.workflow.close();
      onComplete(withFact(editorState, this.getTarget(), key));
    }

    /* What is selected; the whole chip where the caret stands inside one. */
    getTarget() {
      const { editorState, entityKey } = this.props;
      const selection = editorState.getSelection();
      if (!entityKey || !selection.isCollapsed()) return selection;
      let target = selection;
      const at = selection.getStartOffset();
      editorState.getCurrentContent().getBlockForKey(selection.getStartKey()).findEntityRanges(
        (character) => character.getEntity() === entityKey,
        (start, end) => {
          if (start < at && at < end) target = selection.merge({ anchorOffset: start, focusOffset: end });
        },
      );
      return target;
    }
  }

  class Fact extends React.Component {
    componentDidMount() {
      this.drawn = true;
      const { key } = this.getData();
      if (!told.has(key)) tell(key, () => this.drawn && this.forceUpdate());
    }

    componentWillUnmount() {
      this.drawn = false;
    }

    getData() {
      return this.props.contentState.getEntity(this.props.entityKey).getData();
    }

    render() {
      const { children, entityKey, onEdit } = this.props;
      const { key } = this.getData();
      const { value, title, state } = told.get(key) || { title: key, state: 'asked' };
      return React.createElement('span', {
        className: `fact-chip fact-chip--${state}`,
        'data-fact': key,
        'data-value': value,
        title,
        onDoubleClick: () => onEdit(entityKey),
      }, children);
    }
  }

  draftail.registerPlugin({ type: 'FACT', source: FactSource, decorator: Fact }, 'entityTypes');
  window.contenthubFacts = { Chooser, announced, chooserUrl, place, told, withFact };
})();
