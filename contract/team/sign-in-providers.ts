import { z } from 'zod'
import { idParams, route } from '../http/route.ts'

const tag = 'Team'

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'Use a domain such as example.com')

const shape = {
  name: z.string().trim().min(1, 'Name the provider').max(80),
  issuer: z
    .url({ protocol: /^https?$/, error: 'Use a web address such as https://login.example.com' })
    .max(500)
    .transform((issuer) => issuer.replace(/\/$/, '')),
  clientId: z.string().trim().min(1).max(300),
  /** Whether who comes for the first time and has an address of a domain below becomes a member. */
  creates: z.boolean(),
  domains: z.array(z.strictObject({ domain, role: z.string().max(60) })).max(100),
  active: z.boolean(),
}

export const providerSchema = z.object({
  id: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  creates: z.boolean(),
  domains: z.array(z.object({ domain: z.string(), role: z.string() })),
  active: z.boolean(),
  /** Set up by an owner: only by such a provider can owners sign in, because whoever runs it can be anybody. */
  forOwners: z.boolean(),
  /** What the provider has to be told: where it may send members back to. */
  redirectUrl: z.string(),
  createdAt: z.string(),
})
export type SignInProvider = z.infer<typeof providerSchema>

const secret = z.string().min(1, 'Enter the secret that the provider gave').max(500)

const input = z.strictObject({
  ...shape,
  clientSecret: secret,
  creates: shape.creates.default(false),
  domains: shape.domains.default([]),
  active: shape.active.default(true),
})
export type ProviderInput = z.infer<typeof input>

const change = z.strictObject({ ...shape, clientSecret: secret }).partial()
export type ProviderChange = z.infer<typeof change>

export const providerRoutes = {
  offered: route({
    method: 'GET',
    path: '/sign-in-providers/offered',
    who: 'anyone',
    summary: 'By which providers one can sign in',
    tag,
    output: z.object({ data: z.array(providerSchema.pick({ id: true, name: true })) }),
  }),
  list: route({
    method: 'GET',
    path: '/sign-in-providers',
    who: 'administrator',
    summary: 'The providers by which members sign in (OpenID Connect)',
    tag,
    output: z.object({ data: z.array(providerSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/sign-in-providers',
    who: 'administrator',
    summary: 'Add a provider; its own description is asked for at once',
    tag,
    body: input,
    example: {
      body: {
        name: 'Company login',
        issuer: 'https://login.example.com',
        clientId: 'throughline',
        clientSecret: 'as the provider gave it',
        creates: true,
        domains: [{ domain: 'example.com', role: 'seller' }],
      },
    },
    secret: true,
    status: 201,
    output: providerSchema,
  }),
  update: route({
    method: 'PATCH',
    path: '/sign-in-providers/{id}',
    who: 'administrator',
    summary: 'Change a provider; its secret stays unless another one is given',
    tag,
    params: idParams,
    body: change,
    example: { body: { active: false } },
    secret: true,
    output: providerSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/sign-in-providers/{id}',
    who: 'administrator',
    summary: 'Remove a provider; who signed in by it needs another way',
    tag,
    params: idParams,
  }),
}
