/* Two braces open the chooser of facts. What is chosen takes their place; when nothing is, they stay. */
(() => {
  const { DraftJS, draftail, contenthubFacts } = window;
  const { EditorState, Modifier, SelectionState } = DraftJS;
  const { Chooser, chooserUrl, place, told, withFact } = contenthubFacts;

  // The chooser that is on its way or there: one at most, for a page has one keyboard.
  let open = null;

  /* What was typed behind the braces up to the caret, as far as the chooser has not taken the keyboard over yet. */
  const typedAt = (editorState, at) => {
    const selection = editorState.getSelection();
    const text = editorState.getCurrentContent().getBlockForKey(at.block)?.getText() || '';
    if (selection.getStartKey() === at.block && selection.getStartOffset() >= at.start + 2) at.end = selection.getStartOffset();
    return text.slice(at.start + 2, at.end);
  };

  const rangeOf = (editorState, { block, start, end }) => {
    const text = editorState.getCurrentContent().getBlockForKey(block)?.getText() || '';
    if (text.slice(start, start + 2) !== '{{') return null;
    return SelectionState.createEmpty(block).merge({ anchorOffset: start, focusOffset: end });
  };

  const typedBehind = (editorState, text) => {
    if (!text) return editorState;
    const next = Modifier.insertText(editorState.getCurrentContent(), editorState.getSelection(), text);
    return EditorState.push(editorState, next, 'insert-characters');
  };

  const choose = (at, { getEditorState, setEditorState }) => {
    let chosen = null;
    open = { entered: false, after: '' };
    const chooser = new Chooser(() => ({ typed: typedAt(getEditorState(), at), entered: open.entered }));
    const workflow = window.ModalWorkflow({
      url: chooserUrl,
      urlParams: { place },
      onload: chooser.getOnLoadHandlers(),
      responses: { chosen: (fact) => { chosen = fact; } },
      onError: () => {
        open = null;
        window.alert(window.django.gettext('Server Error'));
      },
    });
    // Wagtail has given the focus back by now; a key that comes next finds the caret where it belongs.
    workflow.container.on('hidden.bs.modal', () => {
      const { after } = open;
      open = null;
      const editorState = getEditorState();
      const range = chosen && rangeOf(editorState, at);
      if (range) {
        told.set(chosen.key, chosen);
        setEditorState(typedBehind(withFact(editorState, range, chosen.key), after + chooser.after));
      } else {
        const caret = SelectionState.createEmpty(at.block).merge({ anchorOffset: at.end, focusOffset: at.end });
        setEditorState(EditorState.forceSelection(editorState, caret));
      }
    });
  };

  draftail.registerPlugin({
    type: 'fact-braces',
    handleBeforeInput(typed, editorState, ...others) {
      const methods = others[others.length - 1];
      if (open?.entered) {
        open.after += typed;
        return 'handled';
      }
      const selection = editorState.getSelection();
      if (typed !== '{' || !selection.isCollapsed() || open) return 'not-handled';
      const content = editorState.getCurrentContent();
      const block = selection.getStartKey();
      const offset = selection.getStartOffset();
      const before = content.getBlockForKey(block).getText().slice(0, offset);
      if (!/(^|[^{])\{$/.test(before)) return 'not-handled';
      const next = Modifier.insertText(content, selection, '{', editorState.getCurrentInlineStyle());
      methods.setEditorState(EditorState.push(editorState, next, 'insert-characters'));
      choose({ block, start: offset - 1, end: offset + 1 }, methods);
      return 'handled';
    },
    /* Enter typed before the chooser is there chooses in it, instead of breaking the paragraph. */
    handleReturn() {
      if (!open) return 'not-handled';
      open.entered = true;
      return 'handled';
    },
  }, 'plugins');
})();
