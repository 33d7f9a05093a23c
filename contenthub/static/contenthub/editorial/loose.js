/* Values that stand loose in a text are marked while one types, and below the text they are offered as facts. What is
   loose is known to the server alone, which is asked when the typing rests: for all fields of the page in one request. */
(() => {
  const { React, DraftJS, draftail, contenthubFacts } = window;
  const { EditorState, SelectionState } = DraftJS;
  const { announced, place, told, withFact } = contenthubFacts;
  const { url, makeUrl, texts: given } = document.currentScript.dataset;
  const texts = JSON.parse(given);
  const say = (name, values = {}) => texts[name].replace(/%\((\w+)\)s/g, (_, key) => values[key]);
  const element = React.createElement;
  const REST = 700;
  const SHOWN = 3;
  const CHIP = '\uFFFC';

  // What the server said of each text, and what an editor wants to leave as it is until the page is opened again.
  const known = new Map();
  const wanted = new Map();
  const left = new Set();
  const listeners = new Set();
  let timer = null;

  const read = new WeakMap();

  /* A paragraph as the server reads it: chips as signs without words, and where links lead. */
  const textOf = (block, content) => {
    if (read.has(block)) return read.get(block);
    let text = block.getText();
    const links = [];
    block.findEntityRanges((character) => character.getEntity() !== null, (start, end) => {
      const entity = content.getEntity(block.getEntityAt(start));
      if (entity.getType() === 'FACT') text = text.slice(0, start) + CHIP.repeat(end - start) + text.slice(end);
      else if (entity.getType() === 'LINK' && entity.getData().url) links.push([start, end, entity.getData().url]);
    });
    const made = { text, links, id: JSON.stringify([text, links]) };
    read.set(block, made);
    return made;
  };

  const blocksOf = (editorState) => editorState.getCurrentContent().getBlocksAsArray();
  const spansIn = (block, content) => (known.get(textOf(block, content).id)?.spans || []).filter(({ text }) => !left.has(text));

  const ask = async () => {
    const asked = [...wanted].slice(0, 500);
    asked.forEach(([id]) => wanted.delete(id));
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
    const body = JSON.stringify({ place, texts: asked.map(([, text]) => text) });
    try {
      const response = await fetch(url, {
        method: 'POST', body, headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN, 'Content-Type': 'application/json' },
      });
      if (!response.ok) return;
      const { texts: found } = await response.json();
      asked.forEach(([id, text], at) => known.set(id, { text, spans: found[at] }));
    } catch {
      // Without an answer nothing is marked; the next change asks again.
      return;
    }
    listeners.forEach((listener) => listener());
    if (wanted.size > 0) ask();
  };

  const want = (editorState, field) => {
    const content = editorState.getCurrentContent();
    let more = false;
    blocksOf(editorState).forEach((block) => {
      const { id, text, links } = textOf(block, content);
      if (known.has(id) || !/[\p{L}\p{N}]/u.test(text) || text.length > 20000) return;
      wanted.set(id, { text, links, field });
      more = true;
    });
    if (!more) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, REST);
  };

  /* Draft draws a paragraph again when it changed or when who decorates it did; a copy of the latter says the same. */
  const redrawn = (editorState) => {
    const decorator = editorState.getDecorator();
    return EditorState.set(editorState, { decorator: Object.assign(Object.create(Object.getPrototypeOf(decorator)), decorator) });
  };

  const Marked = ({ children }) => element('span', { className: 'loose-value', role: 'mark', title: say('mark') }, children);

  /* A fact in place of a typed value, wherever that has moved in the meantime. */
  const put = (getEditorState, onChange, { block, start, end, text }, key) => {
    const editorState = getEditorState();
    const current = editorState.getCurrentContent().getBlockForKey(block);
    const at = current && current.getText().slice(start, end) === text ? start : (current?.getText() || '').indexOf(text);
    if (at < 0) return;
    const range = SelectionState.createEmpty(block).merge({ anchorOffset: at, focusOffset: at + text.length });
    onChange(withFact(editorState, range, key));
  };

  const make = (found, field, getEditorState, onChange) => {
    let made = null;
    const opened = (modal) => {
      const form = modal.body.find('form');
      modal.ajaxifyForm(form);
      const first = modal.body[0].querySelector('[aria-invalid="true"]')
        || modal.body[0].querySelector('form input:not([type="hidden"]), .loose-fact button');
      announced(modal, () => {
        first.focus();
        first.select?.();
      });
    };
    const workflow = window.ModalWorkflow({
      url: makeUrl,
      onload: {
        ask: (modal) => modal.postForm(makeUrl, {
          csrfmiddlewaretoken: window.wagtailConfig.CSRF_TOKEN,
          place,
          field,
          text: found.text,
          slug: document.querySelector('#id_public_slug')?.value || '',
        }),
        form: opened,
        made: (modal, { result }) => {
          made = result;
          modal.close();
        },
      },
    });
    workflow.container.on('hidden.bs.modal', () => window.setTimeout(() => {
      if (!made) return;
      told.set(made.key, made);
      put(getEditorState, onChange, found, made.key);
      // The new fact may say what stands elsewhere too.
      known.forEach(({ text }, id) => wanted.set(id, text));
      ask();
    }, 0));
  };

  const button = (name, label, onClick, children) => element('button', {
    type: 'button', key: name, className: 'button button-small button-secondary', 'aria-label': label, onClick,
  }, children);

  const Offer = ({ found: { text, matches }, onUse, onMake, onLeave }) => element('li', { className: 'loose-values__offer' },
    element('b', { className: 'loose-values__text' }, text),
    element('div', { className: 'loose-values__ways' },
      matches.map(({ key, label, layer }) => {
        const name = say('use', { label: layer ? `${label} (${layer})` : label });
        return button(key, `${name} ${key}: ${text}`, () => onUse(key), [`${name} `, element('code', { key: 'key' }, key)]);
      }),
      button('make', `${say('make')}: ${text}`, onMake, say('make')),
      button('leave', `${say('leave')}: ${text}`, onLeave, say('leave')),
    ),
  );

  const named = ({ block, start, text }) => `${block} ${start} ${text}`;

  class LooseValues extends React.Component {
    constructor(props) {
      super(props);
      this.list = React.createRef();
      this.state = { all: false, fresh: '' };
      this.shown = [];
      this.onAnswer = this.onAnswer.bind(this);
    }

    componentDidMount() {
      listeners.add(this.onAnswer);
      this.componentDidUpdate();
    }

    componentWillUnmount() {
      listeners.delete(this.onAnswer);
    }

    componentDidUpdate() {
      const editorState = this.props.getEditorState();
      if (editorState.getCurrentContent() === this.content) return;
      this.content = editorState.getCurrentContent();
      this.changed = Date.now();
      want(editorState, this.field());
    }

    field() {
      return this.list.current.closest('[data-contentpath^="section_"]')?.dataset.contentpath || '';
    }

    /* Marks what is new, and says it to who is typing here. */
    onAnswer() {
      if (!this.list.current) return;
      const busy = this.changed + REST - Date.now();
      if (busy > 0) {
        // To mark is to draw anew, under the hands of who types.
        window.clearTimeout(this.later);
        this.later = window.setTimeout(this.onAnswer, busy);
        return;
      }
      const { getEditorState, onChange } = this.props;
      const before = this.shown;
      const found = this.found();
      if (found.map(named).join() !== before.join()) onChange(redrawn(getEditorState()));
      const fresh = found.filter((each) => !before.includes(named(each)));
      const here = this.list.current.closest('.Draftail-Editor').contains(document.activeElement);
      this.setState({ fresh: here && fresh.length ? say('found', { text: fresh[fresh.length - 1].text }) : '' });
    }

    found() {
      const editorState = this.props.getEditorState();
      const content = editorState.getCurrentContent();
      return blocksOf(editorState).flatMap((block) => spansIn(block, content).map((span) => ({ ...span, block: block.getKey() })));
    }

    render() {
      const { getEditorState, onChange } = this.props;
      const found = this.found();
      this.shown = found.map(named);
      const offered = this.state.all ? found : found.slice(0, SHOWN);
      return element('div', { ref: this.list, className: 'loose-values' },
        element('div', { role: 'status', className: 'w-sr-only' }, this.state.fresh),
        found.length > 0 && element('div', { role: 'group', 'aria-label': say('heading') },
          element('p', { className: 'loose-values__heading' }, `${say('heading')} (${found.length})`),
          element('p', { className: 'loose-values__why' }, say('why')),
          element('ul', null, offered.map((each) => element(Offer, {
            key: named(each),
            found: each,
            onUse: (key) => put(getEditorState, onChange, each, key),
            onMake: () => make(each, this.field(), getEditorState, onChange),
            onLeave: () => {
              left.add(each.text);
              listeners.forEach((listener) => listener());
              window.setTimeout(() => onChange(EditorState.forceSelection(getEditorState(), getEditorState().getSelection())), 0);
            },
          }))),
          found.length > offered.length && element('button', {
            type: 'button', className: 'button button-small button-secondary', onClick: () => this.setState({ all: true }),
          }, say('all', { count: found.length })),
        ),
      );
    }
  }

  draftail.registerPlugin({ type: 'loose-values', meta: LooseValues }, 'controls');
  draftail.registerPlugin({
    type: 'loose-values',
    decorators: [{
      strategy: (block, mark, content) => spansIn(block, content).forEach(({ start, end }) => mark(start, end)),
      component: Marked,
    }],
    /* From the text to what can be done with its values: Tab is taken where a list is typed. */
    onDownArrow(event) {
      if (!event.altKey) return false;
      const first = event.target.closest('.Draftail-Editor')?.querySelector('.loose-values button');
      if (!first) return false;
      event.preventDefault();
      first.focus();
      return true;
    },
  }, 'plugins');
})();
