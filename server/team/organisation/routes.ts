import { sql } from 'kysely'
import { companyRights, hasRight } from '../../../contract/team/role.ts'
import { teamRoutes, type SetupInput } from '../../../contract/team/routes.ts'
import { user } from '../../../contract/team/user.ts'
import { newId } from '../../db/id.ts'
import { transaction } from '../../db/transaction.ts'
import type { Bind } from '../../http/bind.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { createRecords } from '../../records/write.ts'
import { permissionsOf } from '../roles/queries.ts'
import { endOfLedger, writtenPosition } from '../../ledger/read.ts'
import { readSettings } from '../settings/queries.ts'
import { createSignIn, setPassword, type SignIn } from '../sign-in/commands.ts'
import type { Door } from '../sign-in/policy.ts'
import { changeOrganisation, foundOrganisation } from './commands.ts'
import { readOrganisation } from './queries.ts'

/** What else a new company begins with; wings give theirs. */
export type Beginning = (context: Context) => Promise<void>

/** The first visit: the company, its owner and what every company begins with, all or nothing. */
export async function setUp(
  context: Context,
  auth: SignIn,
  input: SetupInput,
  beginnings: Beginning[],
): Promise<string> {
  const userId = newId()
  const first: Context = { ...context, organisation: input.organisation, caller: system('system') }
  await atomically(first, async (inner) => {
    const tx = inner.database.db
    await foundOrganisation(tx, input.organisation)
    const { name, email, password } = input.owner
    await createRecords(inner, user, [{ id: userId, values: { name, email, role: 'owner' } }])
    await createSignIn(tx, auth, { userId, name, email, password })
    for (const begin of beginnings) await begin(inner)
  })
  context.database.notify('organisation')
  return userId
}

export function bindOrganisation(bind: Bind, auth: SignIn, door: Door, beginnings: Beginning[]): void {
  bind(teamRoutes.status, async ({ context }) => ({
    setUp: (await readOrganisation(context.database.db)) !== null,
    signedIn: context.caller !== null,
  }))
  bind(teamRoutes.setup, async ({ body, context }) => ({
    userId: await setUp(context, auth, body, beginnings),
  }))
  bind(teamRoutes.me, async ({ context }) => {
    // Before all else is read.
    const position = writtenPosition(await endOfLedger(context.database.db))
    const { rows } = await sql<{
      id: string
      name: string
      email: string | null
      role: string
      timeZone: string | null
      teamId: string | null
      secondFactor: boolean
    }>`
      select id, name, email, role, time_zone as "timeZone", team_id as "teamId",
        coalesce((select s."twoFactorEnabled" from sign_in_user s where s.id = sign_in_id), false) as "secondFactor" from users where id = ${context.caller.userId}`.execute(
      context.database.db,
    )
    const { rows: sample } = await sql`select from events where origin = 'sample' limit 1`.execute(
      context.database.db,
    )
    const { role } = context.caller
    return {
      user: rows[0] ?? null,
      role: typeof role === 'string' ? role : role.key,
      organisation: context.organisation,
      permissions: permissionsOf(role),
      fields: typeof role === 'string' ? {} : role.fields,
      rights: companyRights.filter((right) => hasRight(role, right)),
      ownTeam: [...context.caller.ownTeam],
      teammates: [...context.caller.teammates],
      secondFactorDue: context.caller.secondFactorDue === true,
      secondFactor: rows[0]?.secondFactor ?? false,
      hasSample: sample.length > 0,
      settings: await readSettings(context.database.db, context.caller.userId),
      position,
    }
  })
  bind(teamRoutes.changeOrganisation, ({ body, context }) =>
    changeOrganisation(
      context,
      Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)),
    ),
  )
  bind(teamRoutes.addSignIn, async ({ params, body, context }) => {
    await transaction(context.database.db, (tx) =>
      setPassword(tx, auth, context.caller, params.id, body.password),
    )
    door.forget()
  })
}
