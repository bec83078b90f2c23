import { z } from 'zod'
import { route } from '../http/route.ts'
import { companyRights, fieldLimits, reaches } from './role.ts'

const tag = 'Team'

const reach = z.enum(reaches)

const permission = z.strictObject({
  see: reach,
  create: z.boolean(),
  edit: reach,
  delete: reach,
  export: z.boolean(),
})

const permissions = z.record(z.string().max(60), permission)
const fields = z.record(z.string().max(60), z.record(z.string().max(60), z.enum(fieldLimits)))

export const roleSchema = z.object({
  id: z.string(),
  /** By which members have it: `seller`, `junior-seller`. It never changes. */
  key: z.string(),
  name: z.string(),
  /** Came along; what it may do is not changed, but copied. */
  builtIn: z.boolean(),
  /** The built-in role that an own one descends from. */
  base: z.string().nullable(),
  rights: z.array(z.enum(companyRights)),
  /** By record type, of every type. */
  permissions: z.record(
    z.string(),
    z.object({ see: reach, create: z.boolean(), edit: reach, delete: reach, export: z.boolean() }),
  ),
  /** By record type and field: what is not named may be read, and written where the record may be. */
  fields: z.record(z.string(), z.record(z.string(), z.enum(fieldLimits))),
  /** Members with a password need a second factor as well. */
  secondFactor: z.boolean(),
  /** How many active members have it. */
  members: z.number().int(),
})
export type RoleAnswer = z.infer<typeof roleSchema>

const name = z.string().trim().min(1, 'Name the role').max(80)

const change = z
  .strictObject({
    name,
    rights: z.array(z.enum(companyRights)).max(10),
    permissions,
    fields,
    secondFactor: z.boolean(),
  })
  .partial()
export type RoleChange = z.infer<typeof change>

const params = z.object({ key: z.string().max(60) })

export const roleRoutes = {
  names: route({
    method: 'GET',
    path: '/roles/names',
    who: 'caller',
    summary: 'The roles by name, for sharing with them',
    tag,
    output: z.object({ data: z.array(roleSchema.pick({ key: true, name: true, builtIn: true })) }),
  }),
  list: route({
    method: 'GET',
    path: '/roles',
    who: 'administrator',
    summary: 'The roles with all that they may do',
    tag,
    output: z.object({ data: z.array(roleSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/roles',
    who: 'administrator',
    summary: 'Make a role of your own, copied from another',
    tag,
    body: z.strictObject({ name, copyOf: z.string().max(60) }),
    example: { body: { name: 'Junior seller', copyOf: 'seller' } },
    status: 201,
    output: roleSchema,
  }),
  update: route({
    method: 'PATCH',
    path: '/roles/{key}',
    who: 'administrator',
    summary: 'Change an own role; of a built-in one, whether it needs a second factor',
    tag,
    params,
    body: change,
    example: { body: { fields: { person: { phone: 'hidden' } }, secondFactor: true } },
    output: roleSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/roles/{key}',
    who: 'administrator',
    summary: 'Delete an own role that nobody has',
    tag,
    params,
  }),
}
