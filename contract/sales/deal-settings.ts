import { z } from 'zod'
import { route } from '../http/route.ts'

/** Roles that come along. What these are called stands in the interface's texts. */
export const knownBuyingRoles = ['decisionMaker', 'champion', 'influencer', 'user', 'blocker'] as const

export const roleKey = z.string().regex(/^[a-z][a-zA-Z0-9-]{0,39}$/, 'Use letters, digits and hyphens')

export const dealSettingsSchema = z.object({
  /** The parts that people have in buying, in order. One that comes along has no label of its own. */
  buyingRoles: z
    .array(z.strictObject({ key: roleKey, label: z.string().trim().max(80).default('') }))
    .max(30)
    .refine(
      (roles) => new Set(roles.map(({ key }) => key)).size === roles.length,
      'Two roles have the same key',
    ),
})
export type DealSettings = z.infer<typeof dealSettingsSchema>

export const defaultDealSettings: DealSettings = {
  buyingRoles: knownBuyingRoles.map((key) => ({ key, label: '' })),
}

const output = z.object({ buyingRoles: z.array(z.object({ key: z.string(), label: z.string() })) })
const example = { buyingRoles: [{ key: 'champion', label: '' }, { key: 'legal', label: 'Legal' }] } // prettier-ignore
const tag = 'Deal settings'

export const dealSettingsRoutes = {
  read: route({
    method: 'GET',
    path: '/deal-settings',
    who: 'caller',
    summary: 'The parts that people can have in buying',
    tag,
    example: { output: example },
    output,
  }),
  change: route({
    method: 'PATCH',
    path: '/deal-settings',
    who: 'administrator',
    summary: 'Change the parts that people can have in buying',
    detail: 'Who has a part that is no longer listed keeps it.',
    tag,
    body: z.strictObject(dealSettingsSchema.shape).partial(),
    example: { body: example, output: example },
    output,
  }),
}
