// What graphene-django's graphiql.js reads. Headers are not kept: they may hold a token.
window.GRAPHENE_SETTINGS = { graphiqlHeaderEditorEnabled: true, graphiqlShouldPersistHeaders: false, graphiqlInputValueDeprecation: false };
