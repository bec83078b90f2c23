import { z } from 'zod'
import { route, idParams } from '../http/route.ts'
import { recordTypes } from '../record-types.ts'
import { zoneSchema } from '../values/zone.ts'
import { currencySchema } from '../values/money.ts'
import { passwordSchema } from './password.ts'
import { companyRights, fieldLimits, reaches } from './role.ts'
import { settingsSchema } from './settings.ts'

const organisationSchema = z.object({ name: z.string(), timeZone: z.string(), currency: z.string() })
export type OrganisationSettings = z.infer<typeof organisationSchema>

const organisationInput = z.strictObject({
  name: z.string().trim().min(1, 'Name the company').max(200),
  timeZone: zoneSchema,
  currency: currencySchema,
})

export const setupInput = z.strictObject({
  organisation: organisationInput,
  owner: z.strictObject({
    name: z.string().trim().min(1, 'Say what to call you').max(200),
    email: z.string().trim().toLowerCase().pipe(z.email('Use an e-mail address such as ana@example.com')),
    password: passwordSchema,
  }),
})
export type SetupInput = z.infer<typeof setupInput>

const tag = 'Team'
/** The key of a built-in or own role. */
const role = z.string()
const reach = z.enum(reaches)

export const permissionSchema = z.object({
  see: reach,
  create: z.boolean(),
  edit: reach,
  delete: reach,
  export: z.boolean(),
})

export const teamRoutes = {
  /** What a page needs to know before anyone has signed in. */
  status: route({
    method: 'GET',
    path: '/status',
    who: 'anyone',
    summary: 'Whether the company has been set up',
    tag,
    output: z.object({ setUp: z.boolean(), signedIn: z.boolean() }),
  }),
  setup: route({
    method: 'POST',
    path: '/setup',
    who: 'anyone',
    summary: 'First visit: create the owner’s account and name the company; refused afterwards',
    tag,
    body: setupInput,
    example: {
      body: {
        organisation: { name: 'Brilho e Filhos', timeZone: 'Europe/Lisbon', currency: 'EUR' },
        owner: {
          name: 'Ana Duarte',
          email: 'ana.duarte@example.com',
          password: 'violet harbour reads backwards',
        },
      },
    },
    status: 201,
    output: z.object({ userId: z.string() }),
  }),
  me: route({
    method: 'GET',
    path: '/me',
    who: 'caller',
    summary: 'Who is asking, for which company, and what they may do',
    tag,
    output: z.object({
      user: z
        .object({
          id: z.string(),
          name: z.string(),
          email: z.string().nullable(),
          role,
          timeZone: z.string().nullable(),
          teamId: z.string().nullable(),
        })
        .nullable(),
      role,
      organisation: organisationSchema,
      permissions: z.record(z.string(), permissionSchema),
      /** What the role hides or only reads, by record type and field. */
      fields: z.record(z.string(), z.record(z.string(), z.enum(fieldLimits))),
      rights: z.array(z.enum(companyRights)),
      /** The members whose records "team" reaches: of the caller's team, and the caller. */
      ownTeam: z.array(z.string()),
      /** The members whose records "below" reaches: besides these, of the teams below. */
      teammates: z.array(z.string()),
      /** The role asks for a second factor; until there is one, nothing else answers. */
      secondFactorDue: z.boolean(),
      /** The member has set a second factor up. */
      secondFactor: z.boolean(),
      hasSample: z.boolean(),
      /** What the member has set for themselves. */
      settings: settingsSchema,
      /** Where the ledger stood: the live stream opened after it leaves out nothing that what is read from now on lacks. */
      position: z.string(),
    }),
  }),
  changeOrganisation: route({
    method: 'PATCH',
    path: '/organisation',
    who: 'administrator',
    summary: 'Rename the company, move its time zone; its currency stays once deals are closed',
    tag,
    body: organisationInput.partial(),
    example: { body: { name: 'Brilho e Filhas' } },
    output: organisationSchema,
  }),
  addSignIn: route({
    method: 'POST',
    path: '/users/{id}/sign-in',
    who: 'administrator',
    summary: 'Let a team member sign in with their e-mail and this password',
    tag,
    params: idParams,
    body: z.strictObject({ password: passwordSchema }),
  }),
}

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
})

const scopes = ['all', ...recordTypes.flatMap(({ name }) => [`${name}:read`, `${name}:write`])]

export const keyInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** `all`, or `TYPE:read` and `TYPE:write` by record type. */
  scopes: z.array(z.enum(scopes, 'Use all, TYPE:read or TYPE:write')).min(1).max(50),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
})

export const keyRoutes = {
  list: route({
    method: 'GET',
    path: '/keys',
    who: 'administrator',
    summary: 'List API keys',
    tag,
    output: z.object({ data: z.array(keySchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/keys',
    who: 'administrator',
    summary: 'Create an API key; its secret is shown this once',
    tag,
    body: keyInput,
    example: {
      body: { name: 'Shop', scopes: ['person:write', 'deal:read'], expiresAt: '2027-01-01T00:00:00Z' },
    },
    secret: true,
    status: 201,
    output: keySchema.extend({ key: z.string() }),
  }),
  renew: route({
    method: 'POST',
    path: '/keys/{id}/renew',
    who: 'administrator',
    summary: 'A new secret for a key, shown this once; the old one works for another day',
    tag,
    params: idParams,
    secret: true,
    output: keySchema.extend({ key: z.string() }),
  }),
  revoke: route({
    method: 'DELETE',
    path: '/keys/{id}',
    who: 'administrator',
    summary: 'Revoke an API key',
    tag,
    params: idParams,
  }),
}
