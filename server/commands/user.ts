import { sql } from 'kysely'
import { createSchema } from '../../contract/records/value.ts'
import { roles } from '../../contract/team/role.ts'
import { passwordSchema } from '../../contract/team/password.ts'
import { user } from '../../contract/team/user.ts'
import type { Db } from '../db/database.ts'
import { atomically } from '../http/context.ts'
import { fieldErrors, Refusal, type FieldError } from '../http/problem.ts'
import { createRecords } from '../records/write.ts'
import { openSignIn, setPassword } from '../team/sign-in/commands.ts'
import { passwordOf, passwordOption, text, WrongUse, type Command } from './command.ts'

async function teamNamed(db: Db, name: string): Promise<string> {
  const { rows } = await sql<{
    id: string
    name: string
  }>`select id, name from teams where deleted_at is null order by name`.execute(db)
  const found = rows.find((team) => team.name.toLowerCase() === name.toLowerCase())
  if (found) return found.id
  throw new WrongUse(
    `--team: there is no team “${name}”. There ${rows.length === 0 ? 'are none yet' : `are ${rows.map((team) => team.name).join(', ')}`}.`,
  )
}

const wrong = (errors: readonly FieldError[]) =>
  new WrongUse(errors.map(({ path, message }) => `--${path}: ${message}`).join('\n'))

export const userAdd: Command = {
  name: 'user add',
  summary: 'Add a team member, who can sign in when given a password',
  options: {
    name: { type: 'string', value: 'NAME', required: true, help: 'what they are called' },
    email: { type: 'string', value: 'MAIL', help: 'needed to sign in' },
    role: {
      type: 'string',
      value: 'ROLE',
      help: `${roles.map(({ value }) => value).join(', ')}; viewer when left out`,
    },
    team: { type: 'string', value: 'NAME', help: 'a team that is there' },
    password: passwordOption,
  },
  async run(given) {
    const { config, database, out } = given
    const password = await passwordOf(given)
    const secret = passwordSchema.optional().safeParse(password)
    if (!secret.success) throw new WrongUse(`--password: ${secret.error.issues[0]?.message}`)
    const context = await given.context()
    const team = text(given, 'team')
    const [name, email, role] = ['name', 'email', 'role'].map((option) => text(given, option))
    if (password !== undefined && email === undefined)
      throw new WrongUse('--email: needed to sign in with a password')
    const parsed = createSchema(user).safeParse({
      name,
      email,
      role,
      team: team && (await teamNamed(database.db, team)),
    })
    if (!parsed.success) throw wrong(fieldErrors(parsed.error))
    const values = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined))
    const signIn = await openSignIn({ database, publicUrl: config.publicUrl, sealingKey: config.sealingKey })
    try {
      await atomically(context, async (inner) => {
        const { records } = await createRecords(inner, user, [{ values }])
        if (password !== undefined)
          await setPassword(inner.database.db, signIn.auth, inner.caller, records[0]?.id ?? '', password)
      })
    } catch (error) {
      const refused =
        error instanceof Refusal && error.problem.status === 422 ? error.problem.errors : undefined
      throw refused ? wrong(refused) : error
    } finally {
      await signIn.close()
    }
    database.notify('callers')
    out.write(
      `${name} is a ${String(values.role ?? 'viewer')}${password === undefined ? ' without sign-in' : ` and signs in with ${email}`}.\n`,
    )
  },
}
