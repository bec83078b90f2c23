// `node tests/programs/oidc-provider.ts PORT`: an OpenID provider whose sign-in page takes any address and password.
import Provider from 'oidc-provider'

const port = Number(process.argv[2])
const issuer = `http://127.0.0.1:${port}`

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: 'throughline',
      client_secret: 'a secret of the provider',
      redirect_uris: ['http://127.0.0.1/'],
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
  ],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['a key for cookies'] },
  // Whoever types `unverified@…` has not proven the address.
  findAccount: (_context: unknown, id: string) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: id,
      email_verified: !id.startsWith('unverified'),
      name: id.split('@')[0] ?? id,
    }),
  }),
})
// The client's address is known only once it is told, which the provider would ask for by hand.
provider.Client.prototype.redirectUriAllowed = (uri: string) => uri.startsWith('http://127.0.0.1:')

provider.listen(port, '127.0.0.1', () => process.stdout.write(`${issuer}\n`))
