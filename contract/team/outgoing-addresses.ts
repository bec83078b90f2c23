import { z } from 'zod'
import { idParams, route } from '../http/route.ts'

const schema = z.object({
  id: z.string(),
  /** A host name, an address, or a network such as `10.0.0.0/8`. */
  address: z.string(),
  createdAt: z.string(),
})
export type OutgoingAddress = z.infer<typeof schema>

const name = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/

const network = (text: string) =>
  z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).safeParse(text).success

const input = z.strictObject({
  address: z
    .string()
    .trim()
    .toLowerCase()
    .refine(
      (text) => network(text) || (name.test(text) && !/^[\d.]+$/.test(text)),
      'Use a host name, an address or a network such as 10.0.0.0/8',
    ),
})

const tag = 'Team'

/** What requests that users name, such as webhooks, may reach inside the company's own network. */
export const outgoingAddressRoutes = {
  list: route({
    method: 'GET',
    path: '/outgoing-addresses',
    who: 'administrator',
    summary: 'Addresses inside your own network that webhooks and sign-in providers may have',
    tag,
    output: z.object({ data: z.array(schema) }),
  }),
  allow: route({
    method: 'POST',
    path: '/outgoing-addresses',
    who: 'owner',
    summary: 'Allow one',
    tag,
    body: input,
    status: 201,
    output: schema,
  }),
  forbid: route({
    method: 'DELETE',
    path: '/outgoing-addresses/{id}',
    who: 'owner',
    summary: 'Allow it no longer',
    tag,
    params: idParams,
  }),
}
