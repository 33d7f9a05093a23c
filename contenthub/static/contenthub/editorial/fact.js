/* A fact in the text: chosen in Wagtail's own modal, and shown as a chip that says its value now. The stored text stays
   what it was: the value stands before it, as decoration. */
(() => {
  const { React, DraftJS, draftail } = window;
  const { EditorState, Modifier } = DraftJS;
  const { valuesUrl } = document.currentScript.dataset;
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

  const handlers = new window.ChooserModalOnloadHandlerFactory().getOnLoadHandlers();

  class FactSource extends draftail.ModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.factChooser,
        urlParams: { place },
        onload: {
          ...handlers,
          choose: (modal, data) => {
            handlers.choose(modal, data);
            const dialog = modal.container[0];
            dialog.setAttribute('aria-label', modal.body.find('h1').first().text().trim());
            const search = () => modal.body.find('#id_q')[0].focus();
            modal.container.one('shown.bs.modal', search);
            search();
          },
        },
        responses: { chosen: this.onChosen },
      };
    }

    onChosen({ key, ...chip }) {
      const { editorState, entityType, onComplete } = this.props;
      told.set(key, chip);
      const content = editorState.getCurrentContent().createEntity(entityType.type, 'IMMUTABLE', { key });
      const next = Modifier.replaceText(content, this.getTarget(), key, editorState.getCurrentInlineStyle(), content.getLastCreatedEntityKey());
      this.workflow.close();
      onComplete(EditorState.push(editorState, next, 'insert-characters'));
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
})();
