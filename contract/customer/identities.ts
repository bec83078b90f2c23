import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import type { RecordType } from '../records/record-type.ts'

export const identityKinds = ['email', 'phone', 'domain'] as const
export type IdentityKind = (typeof identityKinds)[number]

/** What each customer type can be known by, besides the value on the record itself. */
export const identityKindsOf = {
  person: ['email', 'phone'],
  company: ['domain', 'phone'],
} as const satisfies Record<string, readonly IdentityKind[]>

export const identitySchema = z.object({
  kind: z.enum(identityKinds),
  value: z.string(),
  /** The one on the record itself. */
  primary: z.boolean(),
  createdAt: z.string(),
})
export type Identity = z.infer<typeof identitySchema>

const identityInput = z.strictObject({
  kind: z.enum(identityKinds),
  value: z.string().trim().min(1).max(320),
  /** Put it on the record, and keep the one that stands there as a further one. */
  primary: z.boolean().optional(),
})
export type IdentityInput = z.infer<typeof identityInput>

export function identityRoutes(type: RecordType) {
  const path = `/${type.plural}/{id}/identities`
  const one = type.label.one.toLowerCase()
  const shared = { tag: type.label.many, params: idParams }
  const output = z.object({ data: z.array(identitySchema) })
  return {
    list: route({
      ...shared,
      method: 'GET',
      path,
      who: { type: type.name, action: 'see' },
      summary: `What a ${one} is known by`,
      output,
    }),
    add: route({
      ...shared,
      method: 'POST',
      path,
      who: { type: type.name, action: 'edit' },
      summary: `Add an address or number that a ${one} is known by, or make one the first`,
      body: identityInput,
      example: {
        body:
          type.name === 'person'
            ? { kind: 'email', value: 'ana@home.example' }
            : { kind: 'domain', value: 'brilho-outlet.example' },
      },
      output,
      status: 201,
    }),
    remove: route({
      ...shared,
      method: 'DELETE',
      path: `${path}/{kind}/{value}`,
      who: { type: type.name, action: 'edit' },
      summary: `Remove a further address or number of a ${one}`,
      params: idParams.extend({ kind: z.enum(identityKinds), value: z.string().max(320) }),
      output,
    }),
  }
}
