/* A fact in the text: asks for its key, shows it as a label, and keeps it whole while one edits around it. */
(() => {
  const { React, DraftJS } = window;
  const { EditorState, Modifier, RichUtils } = DraftJS;
  const shape = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/;

  class FactSource extends React.Component {
    componentDidMount() {
      const { editorState, entity, entityType, onComplete } = this.props;
      const current = entity ? entity.getData().key : '';
      const key = window.prompt('paspoort.kosten', current || '');
      if (!key || !shape.test(key.trim())) {
        onComplete(editorState);
        return;
      }
      const content = editorState.getCurrentContent().createEntity(entityType.type, 'MUTABLE', { key: key.trim() });
      const made = content.getLastCreatedEntityKey();
      const selection = editorState.getSelection();
      const next = entity && selection.isCollapsed()
        ? RichUtils.toggleLink(editorState, selection, made)
        : EditorState.push(
            editorState,
            Modifier.replaceText(content, selection, key.trim(), editorState.getCurrentInlineStyle(), made),
            'insert-characters',
          );
      onComplete(next);
    }

    render() {
      return null;
    }
  }

  const Fact = ({ children, contentState, entityKey }) => React.createElement(
    'span',
    {
      'data-fact': contentState.getEntity(entityKey).getData().key,
      title: contentState.getEntity(entityKey).getData().key,
      style: { borderBottom: '2px dotted currentColor', background: 'rgba(0, 125, 126, 0.12)' },
    },
    children,
  );

  window.draftail.registerPlugin({ type: 'FACT', source: FactSource, decorator: Fact }, 'entityTypes');
})();
