// An OpenID provider of an invented organisation, on a free port: a certified one (oidc-provider), not a mock of ours.
// usage: node provider.js '{"back": […], "after": […], "people": {"anna": {"groups": […], …}}, "inToken": false}'
// It prints its issuer. Each line on stdin is the whole of `people` anew; it prints "ok" when that holds.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import Provider from "oidc-provider";

// What the provider has to say of itself goes to stderr; stdout is for whoever started it.
console.log = console.info = console.warn = console.error;
const say = (line) => process.stdout.write(`${line}\n`);
const told = JSON.parse(process.argv[2]);
let people = told.people;
const server = createServer();

server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "contenthub", client_secret: "only-for-tests-only-for-tests-only-for-tests",
      redirect_uris: told.back, post_logout_redirect_uris: told.after,
    }],
    claims: { openid: ["sub"], profile: ["name", "given_name", "family_name", "preferred_username", "groups"], email: ["email"] },
    conformIdTokenClaims: !told.inToken,
    cookies: { keys: ["only-for-tests"] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    findAccount: (ctx, id) => people[id] && { accountId: id, claims: () => ({ sub: people[id].sub ?? id, ...people[id] }) },
    // The organisation has agreed for its people: no question of consent.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  server.on("request", provider.callback());
  say(issuer);
});

createInterface({ input: process.stdin })
  .on("line", (line) => { people = JSON.parse(line); say("ok"); })
  .on("close", () => process.exit(0));
